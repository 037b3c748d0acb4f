package io.github.influx2tdengine.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.sink.config.SinkConfig;
import io.github.influx2tdengine.testkit.servers.Pace;
import io.github.influx2tdengine.testkit.tdengine.TdengineStandIn;
import io.github.influx2tdengine.testkit.tdengine.fault.Fault;
import io.github.influx2tdengine.testkit.tdengine.fault.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever goes wrong on the way: every row arrives once, and is committed only when it has. */
class SinkFaultIT {
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
    return new Harness(server.jdbcUrl())
        .with(SinkConfig.WRITERS, "1")
        .with(SinkConfig.REQUEST_TIMEOUT, "1000")
        .with(SinkConfig.RETRY_BACKOFF, "10")
        .with(SinkConfig.RETRY_BACKOFF_MAX, "100")
        .with(SinkConfig.DOUBT, "100");
  }

  private static SinkRecord[] rows(Harness sink, int from, int to) {
    List<SinkRecord> records = new ArrayList<>();
    for (int i = from; i < to; i++) {
      records.add(sink.line("m,t=" + i % 7 + " v=" + i + " " + (1000 + i)));
    }
    return records.toArray(new SinkRecord[0]);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
            new Fault.Hang(),
            new Fault.Drop(),
            new Fault.LoseAnswer(),
            new Fault.DropAfter(),
            new Fault.Cut(),
            new Fault.Fail(0x000B, "Unable to establish connection"),
            new Fault.Fail(0x0130, "Out of memory in queue"),
            new Fault.Fail(0x061B, "Table schema is old"),
            new Fault.Fail(0x2603, "Table does not exist"),
            new Fault.Fail(0x0903, "Sync leader is unreachable"))
        .flatMap(
            fault ->
                Stream.of(Operation.PREPARE, Operation.BIND, Operation.EXECUTE)
                    .map(operation -> Arguments.of(operation, fault)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aFaultOnTheWayCostsNothing(Operation operation, Fault fault) {
    try (Harness sink = sink().start()) {
      server.faults().next(operation, 2, fault);
      sink.write(rows(sink, 0, 500));
      assertThat(server.faults().waiting(operation)).isZero();
      assertThat(server.stableRowCount(sink.database, "m")).isEqualTo(500);
      assertThat(sink.context.deadLetters).isEmpty();
    }
  }

  @Test
  void fewerRowsThanSentAreNotWritten() {
    try (Harness sink = sink().start()) {
      server.faults().next(Operation.EXECUTE, 3, new Fault.FewerRows(1));
      sink.write(rows(sink, 0, 100));
      assertThat(server.faults().seen(Operation.EXECUTE)).isEqualTo(4);
      assertThat(server.stableRowCount(sink.database, "m")).isEqualTo(100);
    }
  }

  @Test
  void aLostDdlRaceRefusesNoRow() {
    try (Harness sink = sink().start()) {
      for (int code : new int[] {0x03D3, 0x036F, 0x4711}) {
        // The table is looked for, created, and looked for again: the second is the DDL.
        for (int skipped = 0; skipped < 3; skipped++) {
          server.faults().next(Operation.QUERY, skipped, new Fault.Delay(Duration.ZERO));
          server.faults().failNext(Operation.QUERY, 1, code, "Conflict transaction");
          String table = "m" + code + "_" + skipped;
          sink.lines(table + ",t=1 v=1 1", table + ",t=2 v=1 1");
          assertThat(server.stableRowCount(sink.database, table)).isEqualTo(2);
          server.faults().heal();
        }
      }
      assertThat(sink.context.deadLetters).isEmpty();
    }
  }

  @Test
  void anUnknownErrorThatPassesRefusesNoRow() {
    try (Harness sink = sink().start()) {
      server.faults().failNext(Operation.EXECUTE, 300, 0x4711, "something new");
      sink.write(rows(sink, 0, 20));
      assertThat(server.stableRowCount(sink.database, "m")).isEqualTo(20);
      assertThat(sink.context.deadLetters).isEmpty();
    }
  }

  @Test
  void nothingIsCommittedBeforeItIsWritten() {
    try (Harness sink = sink().start()) {
      sink.write(rows(sink, 0, 10));
      server.faults().failNext(Operation.EXECUTE, 1_000, 0x0903, "Sync leader is unreachable");
      sink.task.put(List.of(rows(sink, 10, 20)));
      Awaitility.await()
          .atMost(Duration.ofMinutes(5))
          .until(() -> server.faults().seen(Operation.EXECUTE) > 3);
      sink.task.put(List.of());
      assertThat(sink.committed()).isEqualTo(10);
      server.faults().heal();
      sink.awaitCommitted();
      assertThat(server.stableRowCount(sink.database, "m")).isEqualTo(20);
    }
  }

  @Test
  void aServerThatIsAwayNeverHoldsTheConsumerUp() {
    try (Harness sink = sink().with(SinkConfig.BUFFER_BYTES, "1048576").start()) {
      sink.write(rows(sink, 0, 10));
      server.refuseConnections();
      server.dropConnections();
      int sent = 10;
      while (sink.context.paused.isEmpty()) {
        long begun = System.nanoTime();
        sink.task.put(List.of(rows(sink, sent, sent + 500)));
        sent += 500;
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
            .isLessThan(Pace.stretched(Duration.ofSeconds(3)));
        assertThat(sent).isLessThan(100_000);
      }
      assertThat(sink.committed()).isEqualTo(10);
      server.acceptConnections();
      sink.awaitCommitted();
      sink.task.put(List.of());
      assertThat(sink.context.paused).isEmpty();
      assertThat(server.stableRowCount(sink.database, "m")).isEqualTo(sent);
    }
  }

  @Test
  void aTaskThatStartsWhileTheServerIsAwayWaitsForIt() {
    try (Harness sink = sink()) {
      server.refuseConnections();
      sink.start();
      sink.task.put(List.of(rows(sink, 0, 10)));
      server.acceptConnections();
      sink.awaitCommitted();
      assertThat(server.stableRowCount(sink.database, "m")).isEqualTo(10);
    }
  }

  @Test
  void aPartitionTakenAwayIsFlushedAndThenForgotten() {
    try (Harness sink = sink().with(SinkConfig.LINGER, "60000").start()) {
      sink.task.put(List.of(rows(sink, 0, 10)));
      // Connect commits before it closes partitions.
      assertThat(sink.committed()).isEqualTo(10);
      server.faults().hang();
      sink.task.put(List.of(rows(sink, 10, 20)));
      sink.task.close(sink.context.assignment);
      assertThat(sink.committed()).isEqualTo(-1);
      server.faults().heal();
    }
  }
}
