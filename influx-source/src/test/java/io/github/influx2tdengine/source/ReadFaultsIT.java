package io.github.influx2tdengine.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.influx2tdengine.testkit.data.TsbsCpu;
import io.github.influx2tdengine.testkit.influx.InfluxFault;
import io.github.influx2tdengine.testkit.influx.InfluxStandIn;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not a whole answer is never data, and what passes is waited for. */
class ReadFaultsIT {
  private static final TsbsCpu DATA = new TsbsCpu(3_000, 10, 1);
  private static final String BUCKET = "faults";

  private InfluxStandIn standIn;
  private InfluxServer server;
  private List<String> lines;

  @BeforeEach
  void start() {
    standIn = InfluxStandIn.start1();
    server = InfluxServer.version1(standIn.url(), "", "", "stand-in", () -> {});
    lines = DATA.lines().toList();
    server.createBucket(BUCKET);
    server.write(BUCKET, lines);
  }

  @AfterEach
  void stop() {
    standIn.close();
  }

  private SourceRun run() {
    return SourceRun.on(server, BUCKET)
        .with(
            "end.time", DATA.end().toString(),
            "record.format", "block",
            "record.points.max", "100",
            "retry.backoff.ms", "20",
            "retry.backoff.max.ms", "50",
            "influxdb.read.timeout.ms", "1000");
  }

  static Stream<Arguments> passing() {
    return Stream.of(
        Arguments.of("cut in a document", InfluxFault.cutAfter(20_000)),
        Arguments.of("ends early as if whole", InfluxFault.truncateAfter(20_000)),
        Arguments.of("ends after one byte", InfluxFault.truncateAfter(1)),
        Arguments.of("empty", InfluxFault.truncateAfter(0)),
        Arguments.of(
            "query time-out after the first chunk",
            InfluxFault.errorAfterFirstChunk("query-timeout limit exceeded")),
        Arguments.of(
            "select limit",
            InfluxFault.errorAfterFirstChunk("max-select-point limit exceeed: (127900/100000)")),
        Arguments.of("some error", InfluxFault.errorAfterFirstChunk("engine is closed")),
        Arguments.of("gzip that ends early", InfluxFault.gzipShortBy(5)),
        Arguments.of("dropped connections", InfluxFault.drop()),
        Arguments.of("refused connections", InfluxFault.refuse()),
        Arguments.of("no answer", InfluxFault.hang()),
        Arguments.of("silence within an answer", InfluxFault.stallAfter(20_000)),
        Arguments.of("overload", InfluxFault.statusFrom(1, "503 Service Unavailable")));
  }

  @ParameterizedTest(autoCloseArguments = false, name = "{0}")
  @MethodSource("passing")
  void whatPassesIsWaitedForAndNothingIsLostOrRepeated(String name, InfluxFault fault) {
    try (SourceRun run = run().start()) {
      standIn.inject(fault);
      run.until(
          () -> run.task(0).status().getRetries() + run.task(0).status().getHalvedWindows() > 2);
      int beforeHealing = run.records.size();
      standIn.heal();
      run.untilFinished();
      Points points = run.points();
      assertThat(points.all()).isEqualTo(Points.ofLines(lines.stream()).all());
      assertThat(points.repeated()).isZero();
      assertThat(beforeHealing).isLessThan(run.records.size());
      assertThat(run.offsets.values())
          .containsOnly(Map.of("timestamp", "2026-01-01T00:50:00.000000000Z"));
    }
  }

  @Test
  void saysSinceWhenItWaitsForTheServerAndWhatFor() {
    try (SourceRun run = run().start()) {
      standIn.inject(InfluxFault.drop());
      run.until(() -> !run.task(0).status().getWaiting().isEmpty());
      assertThat(run.task(0).status().getWaiting())
          .matches("since \\d{4}-\\d\\d-\\d\\dT\\S+Z: measurement 'cpu': .+");
      standIn.heal();
      run.untilFinished();
      assertThat(run.task(0).status().getWaiting()).isEmpty();
      assertThat(run.task(0).status().getPointsByMeasurement())
          .isEqualTo(Map.of("cpu", (long) lines.size()));
    }
  }

  @Test
  void anErrorThatStaysFailsTheTaskWithItsReason() {
    try (SourceRun run = run().with("retry.timeout.ms", "300").start()) {
      standIn.inject(InfluxFault.errorAfterFirstChunk("engine is closed"));
      assertThatThrownBy(run::untilFinished)
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("measurement 'cpu'")
          .hasMessageContaining("engine is closed");
      assertThat(run.records).isEmpty();
    }
  }

  @Test
  void aPageOfHtmlIsNoDataAndSaidToBeOne() {
    try (SourceRun run = run().start()) {
      standIn.inject(InfluxFault.html());
      assertThatThrownBy(run::untilFinished).hasMessageContaining("instead of MessagePack");
      assertThat(run.records).isEmpty();
    }
  }

  @Test
  void credentialsThatAreNotAcceptedAnyMoreFailTheTask() {
    try (SourceRun run =
        run().with("window.points", "100", "points.per.second.max", "1500").start()) {
      run.until(() -> !run.records.isEmpty());
      standIn.inject(InfluxFault.unauthorizedFrom(1));
      assertThatThrownBy(run::untilFinished)
          .hasMessageContaining("does not accept the credentials (HTTP 401");
    }
  }

  @Test
  void aShortRefusalDoesNotFailTheTask() {
    try (SourceRun run =
        run()
            .with(
                "window.points",
                "100",
                "points.per.second.max",
                "1500",
                "retry.backoff.ms",
                "1000",
                "retry.backoff.max.ms",
                "1000")
            .start()) {
      run.until(() -> !run.records.isEmpty());
      long retries = run.task(0).status().getRetries();
      standIn.inject(InfluxFault.unauthorizedFrom(1));
      run.until(() -> run.task(0).status().getRetries() > retries);
      standIn.heal();
      run.untilFinished();
      assertThat(run.points().all()).isEqualTo(Points.ofLines(lines.stream()).all());
    }
  }

  @Test
  void aBucketThatIsDeletedFailsTheTask() {
    try (SourceRun run =
        run().with("window.points", "100", "points.per.second.max", "1500").start()) {
      run.until(() -> !run.records.isEmpty());
      server.dropBucket(BUCKET);
      assertThatThrownBy(run::untilFinished).hasMessageContaining("database not found: faults");
    }
  }
}
