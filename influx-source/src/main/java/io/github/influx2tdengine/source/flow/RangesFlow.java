package io.github.influx2tdengine.source.flow;

import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.source.config.ReadRange;
import io.github.influx2tdengine.source.config.Retries;
import io.github.influx2tdengine.source.plan.Backoff;
import io.github.influx2tdengine.source.plan.Throttle;
import io.github.influx2tdengine.source.plan.Window;
import io.github.influx2tdengine.source.read.InfluxException;
import io.github.influx2tdengine.source.read.Measurement;
import io.github.influx2tdengine.source.read.TypesUndecided;
import io.github.influx2tdengine.source.read.WindowContent;
import io.github.influx2tdengine.source.read.WindowReader;
import io.github.influx2tdengine.source.read.WindowTooLarge;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Reads some ranges of time once, each measurement's in the order of time, one after the other: for
 * a repair, which is small. The offset of a range's last record is its end, so that a restarted
 * task goes on behind it.
 */
public final class RangesFlow implements ReadingFlow {
  /** A deliverable has a third: one is read, one is handed over, one is on its way into Kafka. */
  private static final int SHARES = 3;

  private final WindowReader reader;
  private final FlowMetrics metrics;
  private final Retries retries;
  private final Backoff backoff;
  private final long memory;
  private final Throttle throttle;

  /** Share of the time that the server may be busy: nothing here follows, all is catching up. */
  private final double load;

  private final Deque<Work> works = new ArrayDeque<>();
  private final Map<String, Measurement> measurements = new HashMap<>();
  private final Map<String, Long> watermarks = new LinkedHashMap<>();
  private int failures;
  private OptionalLong firstFailure = OptionalLong.empty();
  private long notBefore = System.nanoTime();

  /** One query: a window of some series of a measurement, or of all. */
  private record Work(String measurement, Window window, List<Tags> series) {}

  /**
   * @param ranges what to read, of the measurements that {@code begins} has
   * @param begins for each measurement the time before which nothing is to be read (again)
   * @param settings memory, how failed reads are tried again, and how busy the server may be kept
   */
  public RangesFlow(
      List<ReadRange> ranges,
      Map<String, Long> begins,
      FlowSettings settings,
      WindowReader reader,
      FlowMetrics metrics) {
    this.reader = reader;
    this.metrics = metrics;
    this.retries = settings.retries();
    this.backoff = new Backoff(retries.backoff(), retries.backoffMax());
    this.memory = settings.memory() / SHARES;
    this.throttle = new Throttle(settings.pointsPerSecond());
    this.load = settings.loadCatchUp();
    begins.forEach(watermarks::put);
    Map<String, Map<Window, List<Tags>>> byWindow = new LinkedHashMap<>();
    ranges.stream()
        .filter(range -> begins.containsKey(range.measurement()))
        .filter(range -> range.window().to() > begins.get(range.measurement()))
        .sorted(
            Comparator.comparing(ReadRange::measurement)
                .thenComparing(range -> range.window().from())
                .thenComparing(range -> range.window().to()))
        .forEach(
            range -> {
              List<Tags> series =
                  byWindow
                      .computeIfAbsent(range.measurement(), name -> new LinkedHashMap<>())
                      .computeIfAbsent(range.window(), window -> new ArrayList<>());
              series.add(range.series().orElse(Tags.none()));
            });
    byWindow.forEach(
        (measurement, windows) ->
            windows.forEach(
                (window, series) ->
                    works.add(
                        new Work(
                            measurement,
                            window,
                            // All of them, too, for the series without tags, which no condition
                            // picks.
                            series.contains(Tags.none()) ? List.of() : series))));
  }

  @Override
  public List<Delivery> next(Duration wait) throws InterruptedException {
    long until = System.nanoTime() + wait.toNanos();
    while (!works.isEmpty()) {
      long now = System.nanoTime();
      long pause = Math.max(notBefore - now, throttle.remaining(now));
      long left = until - System.nanoTime();
      if (pause > 0) {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, Math.min(pause, left)));
        if (pause > left) {
          return List.of();
        }
      }
      List<Delivery> deliveries = read(works.peekFirst());
      if (!deliveries.isEmpty() || left <= 0) {
        return deliveries;
      }
    }
    // Finished: Connect asks again at once if it is not kept waiting.
    TimeUnit.NANOSECONDS.sleep(Math.max(0, until - System.nanoTime()));
    return List.of();
  }

  private List<Delivery> read(Work work) {
    Measurement measurement =
        measurements.computeIfAbsent(work.measurement(), name -> new Measurement(name));
    long begin = System.nanoTime();
    try {
      List<WindowContent> parts = new ArrayList<>();
      if (work.window().divisible()) {
        parts.add(reader.read(measurement, work.window(), work.series(), memory));
      } else {
        // All at one nanosecond: it cannot be cut, and goes out at once, however much it is.
        reader.readInParts(measurement, work.window(), work.series(), memory, parts::add);
      }
      works.removeFirst();
      failures = 0;
      firstFailure = OptionalLong.empty();
      metrics.windows.increment();
      long end = System.nanoTime();
      metrics.busyNanos.add(end - begin);
      long points = parts.stream().mapToLong(WindowContent::points).sum();
      throttle.done(end, end - begin, points, load);
      return deliveries(work, parts);
    } catch (IOException e) {
      failed(work, e);
      return List.of();
    }
  }

  private List<Delivery> deliveries(Work work, List<WindowContent> parts) {
    List<Delivery> deliveries = new ArrayList<>();
    parts.removeIf(WindowContent::isEmpty);
    for (int i = 0; i < parts.size(); i++) {
      long after = i == parts.size() - 1 ? work.window().to() : work.window().from();
      metrics.points.add(parts.get(i).points());
      deliveries.add(new Delivery(work.measurement(), parts.get(i), work.window().from(), after));
    }
    watermarks.merge(work.measurement(), work.window().to(), Math::max);
    return deliveries;
  }

  private void failed(Work work, IOException failure) {
    boolean limit =
        failure instanceof WindowTooLarge
            || failure instanceof TypesUndecided
            || failure instanceof InfluxException influx
                && influx.kind() == InfluxException.Kind.LIMIT;
    if (limit && work.window().divisible()) {
      metrics.halvedWindows.increment();
      works.removeFirst();
      List<Window> halves = work.window().halves();
      works.addFirst(new Work(work.measurement(), halves.get(1), work.series()));
      works.addFirst(new Work(work.measurement(), halves.get(0), work.series()));
      return;
    }
    long now = System.nanoTime();
    failures++;
    metrics.retries.increment();
    if (firstFailure.isEmpty()) {
      firstFailure = OptionalLong.of(now);
    }
    boolean expired =
        !retries.timeout().isNegative()
            && now - firstFailure.getAsLong() > retries.timeout().toNanos();
    boolean refused =
        failure instanceof InfluxException influx
            && influx.kind() != InfluxException.Kind.TRANSIENT
            && influx.kind() != InfluxException.Kind.LIMIT;
    if (expired || refused && failures >= Failures.REFUSALS) {
      throw new ReadFailedException(
          "Reading measurement '"
              + work.measurement()
              + "', window "
              + work.window()
              + ", failed: "
              + failure.getMessage(),
          failure);
    }
    Optional<Duration> asked =
        failure instanceof InfluxException influx ? influx.retryAfter() : Optional.empty();
    notBefore =
        now + backoff.pause(failures, asked, ThreadLocalRandom.current().nextDouble()).toNanos();
  }

  @Override
  public Map<String, Long> watermarks() {
    return new LinkedHashMap<>(watermarks);
  }

  /** Never: what is read once follows nothing. */
  @Override
  public boolean caughtUp() {
    return false;
  }

  @Override
  public boolean finished() {
    return works.isEmpty();
  }

  @Override
  public void close() {
    works.clear();
  }
}
