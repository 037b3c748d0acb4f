package io.github.influx2tdengine.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.influx2tdengine.sink.config.SinkConfig;
import io.github.influx2tdengine.testkit.proxy.Fault;
import io.github.influx2tdengine.testkit.proxy.FaultProxy;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The way to the server: several endpoints, a network that breaks, others who change tables. */
class SinkTransportIT {
  private static Harness sink(String url) {
    return new Harness(url)
        .with(SinkConfig.DATABASE_OPTIONS, "VGROUPS 1")
        .with(SinkConfig.REQUEST_TIMEOUT, "2000")
        .with(SinkConfig.CONNECT_TIMEOUT, "10000")
        .with(SinkConfig.RETRY_BACKOFF, "10")
        .with(SinkConfig.RETRY_BACKOFF_MAX, "200");
  }

  private static SinkRecord[] rows(Harness sink, int from, int to) {
    List<SinkRecord> records = new ArrayList<>();
    for (int i = from; i < to; i++) {
      records.add(sink.line("m,t=" + i % 7 + " v=" + i + " " + (1000 + i)));
    }
    return records.toArray(new SinkRecord[0]);
  }

  private static void assertRows(Harness sink, int count) {
    // The sum tells a row that is there twice, or in another's place.
    assertThat(sink.query("SELECT COUNT(*), SUM(v) FROM m").get(0).get(0)).isEqualTo("" + count);
    assertThat(Double.parseDouble(sink.query("SELECT SUM(v) FROM m").get(0).get(0)))
        .isEqualTo((count - 1.0) * count / 2);
    assertThat(sink.context.deadLetters).isEmpty();
  }

  private static String hostAndPort() {
    return TestTdengine.restUrl().replaceFirst("^http://", "");
  }

  @Test
  void anEndpointThatIsAwayIsPassedOver() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    String url = "jdbc:TAOS-WS://127.0.0.1:" + nobody + "," + hostAndPort() + "/";
    try (Harness sink = sink(url).start()) {
      sink.write(rows(sink, 0, 100));
      assertRows(sink, 100);
    }
  }

  @Test
  void whenAnEndpointGoesTheOtherTakesOver() {
    try (FaultProxy first = FaultProxy.before(TestTdengine.restUrl());
        FaultProxy second = FaultProxy.before(TestTdengine.restUrl())) {
      String url = "jdbc:TAOS-WS://127.0.0.1:" + first.port() + ",127.0.0.1:" + second.port() + "/";
      try (Harness sink = sink(url).start()) {
        for (int round = 0; round < 4; round++) {
          sink.write(rows(sink, round * 100, round * 100 + 100));
          FaultProxy gone = round % 2 == 0 ? first : second;
          (round % 2 == 0 ? second : first).heal();
          gone.inject(Fault.refuse());
        }
        first.heal();
        second.heal();
        assertRows(sink, 400);
      }
    }
  }

  static Stream<Fault> networks() {
    return Stream.of(
        Fault.hang(), Fault.drop(), Fault.cutAfter(100), Fault.refuse(), Fault.blackHole());
  }

  /** Three moments each: before, in the middle of, and after the first rows of a batch. */
  @ParameterizedTest
  @MethodSource("networks")
  void aNetworkThatBreaksCostsNothing(Fault fault) {
    try (FaultProxy proxy = FaultProxy.before(TestTdengine.restUrl());
        Harness sink = sink(proxy.through(TestTdengine.jdbcUrl())).start()) {
      int sent = 0;
      for (int moment = 0; moment < 3; moment++) {
        long retries = (Long) sink.metric("Retries");
        if (moment > 0) {
          sink.task.put(List.of(rows(sink, sent, sent + 300)));
          sent += 300;
        }
        proxy.inject(fault);
        sink.task.put(List.of(rows(sink, sent, sent + 300)));
        sent += 300;
        Awaitility.await()
            .atMost(Duration.ofMinutes(5))
            .until(() -> (Long) sink.metric("Retries") > retries);
        proxy.heal();
        sink.awaitCommitted();
      }
      assertRows(sink, sent);
    }
  }

  @Test
  void aSlowNetworkIsOnlySlow() {
    try (FaultProxy proxy = FaultProxy.before(TestTdengine.restUrl());
        Harness sink = sink(proxy.through(TestTdengine.jdbcUrl())).start()) {
      sink.write(rows(sink, 0, 100));
      proxy.inject(Fault.slow(2_000));
      sink.write(rows(sink, 100, 300));
      proxy.heal();
      assertRows(sink, 300);
    }
  }

  @Test
  void aColumnChangedBySomeoneElseInTheMiddleIsPickedUp() {
    try (Harness sink = sink(TestTdengine.jdbcUrl()).with(SinkConfig.WRITERS, "1").start()) {
      sink.lines("m,t=1 v=1,s=\"a\" 1");
      String table = "`" + sink.database + "`.m";
      sink.execute("ALTER STABLE " + table + " ADD COLUMN theirs INT");
      sink.lines("m,t=1 v=2,s=\"b\" 2");
      sink.execute("ALTER STABLE " + table + " MODIFY COLUMN s VARCHAR(100)");
      sink.lines("m,t=1 v=3,s=\"" + "c".repeat(90) + "\" 3");
      sink.execute("ALTER STABLE " + table + " DROP COLUMN v");
      sink.lines("m,t=1 v=4,s=\"d\" 4");
      sink.execute("ALTER STABLE " + table + " ADD TAG theirs_too INT");
      sink.lines("m,t=1 v=5,s=\"e\" 5", "m,t=2 v=5 5");
      sink.execute("DROP STABLE " + table);
      sink.lines("m,t=1 v=6,s=\"f\" 6");
      assertThat(sink.query("SELECT v, s FROM m")).containsExactly(List.of("6.0", "f"));
      assertThat(sink.context.errors).isEmpty();
    }
  }

  @Test
  void afterTheTimeToTryTheTaskFailsAndSaysSo() {
    try (FaultProxy proxy = FaultProxy.before(TestTdengine.restUrl());
        Harness sink =
            sink(proxy.through(TestTdengine.jdbcUrl()))
                .with(SinkConfig.RETRY_TIMEOUT, "300")
                .start()) {
      sink.write(rows(sink, 0, 10));
      proxy.inject(Fault.refuse());
      sink.task.put(List.of(rows(sink, 10, 20)));
      assertThatThrownBy(sink::awaitCommitted).hasMessageContaining("retry.timeout.ms: gave up");
      assertThat(sink.committed()).isEqualTo(10);
      proxy.heal();
    }
  }

  @Test
  void compressedRequestsArrive() {
    String url = TestTdengine.jdbcUrl().replaceFirst("/?$", "/?enableCompression=true");
    try (Harness sink = sink(url).start()) {
      sink.write(rows(sink, 0, 1_000));
      assertRows(sink, 1_000);
    }
  }
}
