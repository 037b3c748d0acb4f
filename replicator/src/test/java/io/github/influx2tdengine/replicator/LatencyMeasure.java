package io.github.influx2tdengine.replicator;

import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.ServerCpu;
import io.github.influx2tdengine.testkit.servers.Servers;
import io.github.influx2tdengine.testkit.servers.TdengineServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Measures how long after its time a point is in TDengine while {@code replicate} follows a bucket
 * that is written to at an even rate, up to a tenth of a second after a point's time. In the end
 * every point must be there. Arguments: {@code series milliseconds seconds [setting=value…]}: so
 * many series, each with a point every so many milliseconds, for so long; settings are the
 * source's. {@code -Dpid=N} for the server's own CPU time, {@code -Dversion=2} for InfluxDB 2.x.
 */
final class LatencyMeasure {
  private static final String BUCKET = "replicator_latency";
  private static final String TABLE = BUCKET + ".`latency`";

  /** How often points are written: those of this long come together. */
  private static final long TICK_MS = 100;

  /** Points of the time before are not counted: classes are loaded, tables are made. */
  private static final Duration WARM_UP = Duration.ofSeconds(60);

  private final InfluxServer influx =
      "2".equals(System.getProperty("version")) ? Servers.influx2() : Servers.influx1();
  private final TdengineServer tdengine = Servers.tdengine();
  private final int series;
  private final long intervalNanos;

  /** For each series the times of points that were not seen in TDengine yet. */
  private final List<Deque<Long>> pending = new ArrayList<>();

  private final List<Long> latencies = new ArrayList<>();
  private final long[] next;
  private long written;
  private long begun;
  private long end;

  private LatencyMeasure(int series, long intervalMs) {
    this.series = series;
    this.intervalNanos = intervalMs * 1_000_000;
    this.next = new long[series];
  }

  public static void main(String[] args) throws Exception {
    new LatencyMeasure(Integer.parseInt(args[0]), Long.parseLong(args[1]))
        .run(Duration.ofSeconds(Long.parseLong(args[2])), List.of(args).subList(3, args.length));
  }

  private void run(Duration time, List<String> settings) throws Exception {
    influx.createBucket(BUCKET);
    tdengine.sql("DROP DATABASE IF EXISTS " + BUCKET);
    Path directory = Files.createTempDirectory("latency");
    ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
    List<String> arguments = new ArrayList<>(List.of("replicate"));
    arguments.addAll(Launched.connection(influx, BUCKET, tdengine, BUCKET));
    arguments.addAll(List.of("--begin", Instant.now().toString()));
    long first = now();
    for (int i = 0; i < series; i++) {
      pending.add(new ArrayDeque<>());
      next[i] = first + intervalNanos * i / series;
    }
    arguments.addAll(List.of("--data-dir", directory.resolve("data").toString()));
    settings.forEach(setting -> arguments.addAll(List.of("--source", setting)));
    try (Launched run = Launched.start(directory, Launched.secrets(influx, tdengine), arguments)) {
      Future<?> writing =
          writer.scheduleAtFixedRate(() -> write(now()), TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
      begun = now() + WARM_UP.toNanos();
      end = begun + time.toNanos();
      double cpu = 0;
      while (waiting()) {
        run.assertAlive();
        if (writing.isDone() && !writing.isCancelled()) {
          writing.get();
        }
        if (cpu == 0 && now() > begun) {
          cpu = ServerCpu.seconds();
        }
        if (now() > end && !writer.isShutdown()) {
          System.out.printf(
              "InfluxDB's CPU time %.3f of a core, writing included%n",
              (ServerCpu.seconds() - cpu) / time.toSeconds());
          writer.shutdown();
        }
        look();
        Thread.sleep(TICK_MS / 2);
      }
      long there = (Long) tdengine.sql("SELECT COUNT(*) FROM " + TABLE).single();
      if (there != written) {
        throw new IllegalStateException(there + " of " + written + " points are in TDengine");
      }
    } finally {
      writer.shutdownNow();
      influx.dropBucket(BUCKET);
      tdengine.sql("DROP DATABASE IF EXISTS " + BUCKET);
    }
    print();
  }

  private static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  /** Writes what is due: series have their points one after the other, evenly. */
  private void write(long now) {
    List<String> lines = new ArrayList<>();
    synchronized (pending) {
      for (int i = 0; i < series; i++) {
        for (; next[i] <= now; next[i] += intervalNanos) {
          lines.add("latency,id=" + i + " v=" + i + "i,w=1.5 " + next[i]);
          pending.get(i).add(next[i]);
          written++;
        }
      }
    }
    influx.write(BUCKET, lines.stream());
  }

  private boolean waiting() {
    synchronized (pending) {
      return now() < end || pending.stream().anyMatch(times -> !times.isEmpty());
    }
  }

  /** What TDengine has by now is counted as having come now. */
  private void look() {
    Map<Integer, Long> newest = new HashMap<>();
    try {
      for (List<Object> row :
          tdengine
              .sql("SELECT id, CAST(LAST(`_ts`) AS BIGINT) FROM " + TABLE + " PARTITION BY id")
              .rows()) {
        newest.put(Integer.parseInt((String) row.get(0)), (Long) row.get(1));
      }
    } catch (IllegalStateException notYetMade) {
      return;
    }
    long seen = now();
    synchronized (pending) {
      newest.forEach(
          (id, time) -> {
            Deque<Long> times = pending.get(id);
            while (!times.isEmpty() && times.peek() <= time) {
              long of = times.remove();
              if (of >= begun && of < end) {
                latencies.add(seen - of);
              }
            }
          });
    }
  }

  private void print() {
    if (latencies.isEmpty()) {
      throw new IllegalStateException("no point was due in so short a time");
    }
    long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "%,d points of %,d series: in TDengine after %.2f s (median), %.2f s (99th percentile), %.2f s (all)%n",
        sorted.length,
        series,
        sorted[sorted.length / 2] / 1e9,
        sorted[(int) (sorted.length * 0.99)] / 1e9,
        sorted[sorted.length - 1] / 1e9);
  }
}
