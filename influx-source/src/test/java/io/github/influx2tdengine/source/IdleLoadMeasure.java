package io.github.influx2tdengine.source;

import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.ServerCpu;
import io.github.influx2tdengine.testkit.servers.Servers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures how busy following series in which nothing happens keeps the server. Arguments: {@code
 * series seconds [setting=value…]}; {@code -Dpid=N} for the server's own CPU time, {@code
 * -Dversion=2} for InfluxDB 2.x.
 */
final class IdleLoadMeasure {
  private static final String BUCKET = "src_idle_load";

  private IdleLoadMeasure() {}

  public static void main(String[] args) throws IOException {
    int series = Integer.parseInt(args[0]);
    Duration time = Duration.ofSeconds(Long.parseLong(args[1]));
    InfluxServer server =
        "2".equals(System.getProperty("version")) ? Servers.influx2() : Servers.influx1();
    Instant now = Instant.now();
    server.createBucket(BUCKET);
    try {
      long written = (now.getEpochSecond() - 600) * 1_000_000_000L;
      server.write(
          BUCKET,
          IntStream.range(0, series).mapToObj(i -> "idle,id=" + i + " v=" + i + " " + written));
      SourceRun settings =
          SourceRun.on(server, BUCKET)
              .with("begin.time", now.minusSeconds(900).toString(), "record.format", "block");
      for (String each : List.of(args).subList(2, args.length)) {
        settings.with(each.split("=", 2));
      }
      try (SourceRun run = settings.start()) {
        run.until(() -> run.task(0).status().getLagMs() < 60_000 && !run.records.isEmpty());
        measure(run, time);
      }
    } finally {
      server.dropBucket(BUCKET);
    }
  }

  private static void measure(SourceRun run, Duration time) throws IOException {
    long begin = System.nanoTime();
    long windows = run.task(0).status().getWindows();
    long busy = run.task(0).status().getServerBusyMs();
    double cpu = ServerCpu.seconds();
    run.until(() -> System.nanoTime() - begin > time.toNanos());
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(
        "%.0f s, %d windows: server busy for %.3f of the time, its CPU time %.3f of a core%n",
        seconds,
        run.task(0).status().getWindows() - windows,
        (run.task(0).status().getServerBusyMs() - busy) / 1e3 / seconds,
        (ServerCpu.seconds() - cpu) / seconds);
  }
}
