package io.github.influx2tdengine.source.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.source.config.FieldSelection;
import io.github.influx2tdengine.source.config.Retries;
import io.github.influx2tdengine.source.config.Transport;
import io.github.influx2tdengine.source.read.Database;
import io.github.influx2tdengine.source.read.InfluxHttp;
import io.github.influx2tdengine.source.read.PointVisitor;
import io.github.influx2tdengine.source.read.WindowReader;
import io.github.influx2tdengine.testkit.influx.InfluxFault;
import io.github.influx2tdengine.testkit.influx.InfluxFaultProxy;
import io.github.influx2tdengine.testkit.influx.InfluxStandIn;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More points at one time than memory holds, late ones among them, and clocks that jump. */
class SourceFlowIT {
  private static final String BUCKET = "flow";
  private static final long SECOND = 1_000_000_000L;

  /** Room for about nine hundred series in a window. */
  private static final long MEMORY = 1024 * 1024;

  private static final int SERIES = 1_500;

  private final InfluxStandIn standIn = InfluxStandIn.start1();
  private final InfluxFaultProxy proxy = InfluxFaultProxy.before(standIn.url());
  private final InfluxServer server =
      InfluxServer.version1(standIn.url(), "", "", "stand-in", () -> {});
  private final InfluxHttp http =
      new InfluxHttp(
          URI.create(proxy.url()),
          Transport.direct(Duration.ofSeconds(30), Duration.ofMinutes(2)),
          Optional.empty());
  private final FlowMetrics metrics = new FlowMetrics();

  /** How often each point came. */
  private final Map<String, Integer> seen = new HashMap<>();

  private Edge edge;
  private SourceFlow flow;

  @BeforeEach
  void create() {
    server.createBucket(BUCKET);
  }

  @AfterEach
  void stop() {
    flow.close();
    http.close();
    proxy.close();
    standIn.close();
  }

  private void start(long begin, OptionalLong end, Duration lookBack) {
    edge = new Edge(end, Duration.ofMillis(100), http);
    FlowSettings settings =
        new FlowSettings(
            1,
            MEMORY,
            50_000,
            Duration.ofMinutes(1),
            Duration.ofDays(7),
            Duration.ofMillis(50),
            1,
            1,
            0,
            lookBack,
            Duration.ofMillis(200),
            begin,
            new Retries(Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMinutes(10)),
            "test");
    WindowReader reader =
        new WindowReader(
            http,
            new Database(BUCKET, ""),
            new FieldSelection(Optional.empty(), Optional.empty()),
            Map.of());
    flow = new SourceFlow(settings, edge, reader, metrics);
    flow.add("m", begin);
  }

  private void until(BooleanSupplier done) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofMinutes(10).toNanos();
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as(
              "%d points, %d windows, %d of them late, %s, after 10 minutes",
              seen.size(), metrics.windows.sum(), metrics.lateWindows.sum(), flow.watermarks())
          .isLessThan(deadline);
      for (Delivery delivery : flow.next(Duration.ofMillis(100))) {
        delivery.content().visit(new Count());
      }
    }
  }

  private void untilWindows(int more) throws InterruptedException {
    long before = metrics.windows.sum();
    until(() -> metrics.windows.sum() >= before + more);
  }

  private final class Count implements PointVisitor {
    private String series = "";

    @Override
    public void series(SeriesKey key, List<String> columns) {
      series = key.toString();
    }

    @Override
    public void point(long time) {
      seen.merge(series + " " + time, 1, Integer::sum);
    }

    @Override
    public void value(int column, byte[] bytes, int offset, int length) {}
  }

  private static List<String> dense(long time, long step) {
    return IntStream.range(0, SERIES)
        .mapToObj(i -> "m,id=series_number_" + i + " v=" + i + "i " + (time + i * step))
        .toList();
  }

  private static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * SECOND + now.getNano();
  }

  @Test
  void aLatePointIsFoundInACellThatMemoryCannotHold() throws InterruptedException {
    long now = now();
    long cell = Math.floorDiv(now - 60 * SECOND, 10 * SECOND) * 10 * SECOND;
    server.write(BUCKET, dense(cell + SECOND, 1_000));
    // A look-back of an hour has cells of ten seconds; these are 13, so that 30 windows see all.
    start(now - 130 * SECOND, OptionalLong.empty(), Duration.ofHours(1));
    until(() -> seen.size() == SERIES);
    untilWindows(30);
    assertThat(seen.values()).as("nothing has changed").containsOnly(1);

    server.write(BUCKET, "m,id=late v=1i " + (cell + 9 * SECOND));
    until(() -> seen.containsKey("m,id=late " + (cell + 9 * SECOND)));
    untilWindows(30);
    assertThat(seen.values())
        .as("the cell was emitted once more, and no more")
        .allMatch(n -> n < 3);
    assertThat(seen).hasSize(SERIES + 1);
  }

  @Test
  void nanosecondsThatMemoryCannotHoldComeWholeThoughReadingFails() throws InterruptedException {
    long time = 1_767_225_600L * SECOND;
    server.write(BUCKET, dense(time, 0));
    server.write(BUCKET, dense(time + 1, 0));
    start(time - 10 * SECOND, OptionalLong.of(time + 60 * SECOND), Duration.ZERO);
    until(() -> !seen.isEmpty());
    proxy.inject(InfluxFault.errorAfterFirstChunk("engine is closed"));
    until(() -> metrics.retries.sum() > 3);
    proxy.heal();
    until(flow::finished);
    assertThat(seen).hasSize(2 * SERIES);
    assertThat(metrics.windowsInParts.sum()).isEqualTo(2);
  }

  @Test
  void aBurstIsFoundWithoutHalvingDownToIt() throws InterruptedException {
    long time = 1_767_225_600L * SECOND;
    server.write(BUCKET, dense(time, 0));
    server.write(BUCKET, "m,id=before v=1i " + (time - 5 * SECOND));
    start(time - 10 * SECOND, OptionalLong.of(time + 60 * SECOND), Duration.ZERO);
    until(flow::finished);
    assertThat(seen).hasSize(SERIES + 1);
    assertThat(seen.values()).containsOnly(1);
    assertThat(metrics.windowsInParts.sum()).isEqualTo(1);
    assertThat(metrics.halvedWindows.sum()).isLessThan(4);
  }

  @Test
  void aClockThatJumpsAheadIsNotReadUpTo() throws InterruptedException {
    server.write(BUCKET, "m,id=a v=1i " + (now() - 10 * SECOND));
    start(now() - 60 * SECOND, OptionalLong.empty(), Duration.ZERO);
    until(() -> seen.size() == 1);
    proxy.setClock(Duration.ofHours(1));
    untilWindows(20);
    assertThat(edge.last()).isLessThan(now());
    server.write(BUCKET, "m,id=a v=2i " + now());
    until(() -> seen.size() == 2);
    proxy.setClock(Duration.ofHours(-1));
    untilWindows(20);
    server.write(BUCKET, "m,id=a v=3i " + now());
    until(() -> seen.size() == 3);
  }
}
