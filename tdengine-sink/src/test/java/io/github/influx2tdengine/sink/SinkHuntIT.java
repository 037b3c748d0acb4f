package io.github.influx2tdengine.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.sink.config.SinkConfig;
import io.github.influx2tdengine.sink.name.SubtableNames;
import io.github.influx2tdengine.testkit.tdengine.TdengineStandIn;
import io.github.influx2tdengine.testkit.tdengine.fault.Operation;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A row that the server refuses over and over with a code nobody knows is found and refused, as
 * soon as it is proved that the server takes others.
 */
class SinkHuntIT {
  private static final int UNKNOWN = 0x4711;

  private TdengineStandIn server;

  @BeforeEach
  void start() throws Exception {
    server = TdengineStandIn.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Harness sink() {
    return sink("100");
  }

  /**
   * @param doubtMs how long the code is given to pass
   */
  private Harness sink(String doubtMs) {
    return new Harness(server.jdbcUrl())
        .with(SinkConfig.DOUBT, doubtMs)
        .with(SinkConfig.WRITERS, "1")
        .with(SinkConfig.RETRY_BACKOFF, "5")
        .with(SinkConfig.RETRY_BACKOFF_MAX, "20")
        .start();
  }

  /** Rows of the series {@code m,t=bad} are refused for a reason of their own. */
  private void poison() {
    server
        .faults()
        .poison(SubtableNames.endpoint().of("m", new SeriesKey("m", Tags.of("t", "bad"))), UNKNOWN);
  }

  private static void assertOnlyTheBadRowIsRefused(Harness sink) {
    assertThat(sink.context.deadLetters)
        .extracting(SinkRecord::value)
        .allSatisfy(value -> assertThat((String) value).startsWith("m,t=bad "))
        .hasSize(1);
    assertThat(sink.context.errors.get(0)).hasMessageContaining("0x4711");
  }

  @Test
  void amongOthersOfItsInsert() {
    poison();
    try (Harness sink = sink()) {
      sink.lines("m,t=1 v=1 1", "m,t=2 v=2 1", "m,t=bad v=3 1", "m,t=4 v=4 1", "m,t=1 v=5 2");
      assertOnlyTheBadRowIsRefused(sink);
      assertThat(server.stableRowCount(sink.database, "m")).isEqualTo(4);
    }
  }

  @Test
  void aloneInItsInsert() {
    poison();
    try (Harness sink = sink()) {
      // Another set of fields: another statement, which holds this row only.
      sink.lines("m,t=1 v=1 1", "m,t=bad w=3 1", "m,t=1 v=5 2");
      assertOnlyTheBadRowIsRefused(sink);
      assertThat(server.stableRowCount(sink.database, "m")).isEqualTo(2);
    }
  }

  @Test
  void aloneInItsBatchWhenOthersComeLater() {
    poison();
    try (Harness sink = sink()) {
      sink.task.put(List.of(sink.line("m,t=bad v=3 1")));
      awaitRetries(sink, 6);
      sink.lines("m,t=1 v=1 1", "m,t=1 v=5 2");
      assertOnlyTheBadRowIsRefused(sink);
      assertThat(server.stableRowCount(sink.database, "m")).isEqualTo(2);
    }
  }

  @Test
  void aloneInItsTableWhenOthersOfAnotherTableAreTaken() {
    poison();
    try (Harness sink = sink()) {
      sink.lines("m,t=bad v=3 1", "other,t=1 v=1 1", "other,t=1 v=5 2");
      assertOnlyTheBadRowIsRefused(sink);
      assertThat(server.stableRowCount(sink.database, "other")).isEqualTo(2);
    }
  }

  /** Nothing tells it from a server that is ill: it is kept, and tried for as long as it takes. */
  @Test
  void aloneAltogetherItIsKept() {
    poison();
    try (Harness sink = sink()) {
      sink.task.put(List.of(sink.line("m,t=bad v=3 1")));
      awaitRetries(sink, 30);
      assertThat(sink.context.deadLetters).isEmpty();
      assertThat(sink.committed()).isZero();
      server.faults().heal();
      sink.awaitCommitted();
      assertThat(server.stableRowCount(sink.database, "m")).isEqualTo(1);
    }
  }

  /** A vgroup that elects a leader says things nobody has listed, and it passes. */
  @Test
  void noRowIsRefusedBeforeTheErrorHasLasted() {
    poison();
    try (Harness sink = sink("3600000")) {
      sink.task.put(List.of(sink.line("m,t=1 v=1 1"), sink.line("m,t=bad v=3 1")));
      awaitRetries(sink, 30);
      sink.task.put(List.of());
      assertThat(sink.context.deadLetters).isEmpty();
      server.faults().heal();
      sink.awaitCommitted();
      assertThat(sink.context.deadLetters).isEmpty();
      assertThat(server.stableRowCount(sink.database, "m")).isEqualTo(2);
    }
  }

  /** The server refuses DDL for good, with a code nobody knows: no row is at fault. */
  @Test
  void aTableThatCannotBeMadeFailsTheTaskAndSaysWhich() {
    try (Harness sink = sink()) {
      sink.lines("other,t=1 v=1 1");
      server.faults().failNext(Operation.QUERY, 100_000, UNKNOWN, "no such thing here");
      sink.task.put(List.of(sink.line("m,t=1 v=1 1"), sink.line("other,t=1 v=2 2")));
      assertThatThrownBy(sink::awaitCommitted)
          .hasMessageContaining("supertable 'm'")
          .hasMessageContaining("0x4711");
      server.faults().heal();
      // What needed no DDL was written meanwhile.
      assertThat(server.stableRowCount(sink.database, "other")).isEqualTo(2);
      assertThat(sink.context.deadLetters).isEmpty();
      assertThat(sink.committed()).isEqualTo(1);
    }
  }

  @Test
  void aTableThatCannotBeMadeAtFirstIsMadeLater() {
    try (Harness sink = sink("3600000")) {
      sink.lines("other,t=1 v=1 1");
      server.faults().failNext(Operation.QUERY, 100_000, UNKNOWN, "no such thing here");
      sink.task.put(List.of(sink.line("m,t=1 v=1 1")));
      awaitRetries(sink, 30);
      server.faults().heal();
      sink.awaitCommitted();
      assertThat(server.stableRowCount(sink.database, "m")).isEqualTo(1);
    }
  }

  private static void awaitRetries(Harness sink, long atLeast) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(5))
        .until(() -> (Long) sink.metric("Retries") >= atLeast);
  }
}
