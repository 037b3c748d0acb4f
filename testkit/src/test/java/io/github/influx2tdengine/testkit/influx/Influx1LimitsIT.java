package io.github.influx2tdengine.testkit.influx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.testkit.proxy.Fault;
import io.github.influx2tdengine.testkit.proxy.FaultProxy;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.Servers;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.msgpack.value.Value;

/** Limits in the configuration of InfluxDB 1.x, and passwords: a server is started for each. */
class Influx1LimitsIT {
  private static final String BUCKET = "stand_limits";

  /** 16 MB in all: more than the buffers between a server and a slow reader hold. */
  private static final int BIG_ROWS = 4_000;

  private enum Limit {
    ROWS(
        "http.max-row-limit",
        "10",
        new InfluxStandIn.Settings(0, 10, Duration.ZERO, Clock.systemUTC())),
    POINTS(
        "coordinator.max-select-point",
        "100",
        new InfluxStandIn.Settings(100, 0, Duration.ZERO, Clock.systemUTC())),
    TIME(
        "coordinator.query-timeout",
        "\"500ms\"",
        new InfluxStandIn.Settings(0, 0, Duration.ofMillis(500), Clock.systemUTC()));

    private final String setting;
    private final String value;
    private final InfluxStandIn.Settings settings;

    Limit(String setting, String value, InfluxStandIn.Settings settings) {
      this.setting = setting;
      this.value = value;
      this.settings = settings;
    }

    InfluxServer real() {
      return Servers.startInfluxd1(Map.of(setting, value)).orElseThrow();
    }

    InfluxServer standIn() {
      InfluxStandIn standIn = InfluxStandIn.start1();
      standIn.configure(settings);
      return InfluxServer.version1(standIn.url(), "", "", "stand-in 1.x", standIn::close);
    }
  }

  static Stream<String> kinds() {
    return Servers.hasInfluxd1() ? Stream.of("influxd", "stand-in") : Stream.of("stand-in");
  }

  private static InfluxServer start(String kind, Limit limit) {
    InfluxServer server = kind.equals("influxd") ? limit.real() : limit.standIn();
    server.createBucket(BUCKET);
    return server;
  }

  private static void writeBig(InfluxServer server) {
    String text = "x".repeat(4_000);
    server.write(BUCKET, IntStream.range(0, BIG_ROWS).mapToObj(i -> "big s=\"" + text + "\" " + i));
  }

  /** Reads through a proxy that lets four megabytes a second pass, so that limits of time bite. */
  private static List<Value> readSlowly(InfluxServer server) throws IOException {
    try (FaultProxy proxy = FaultProxy.before(server.url())) {
      proxy.inject(Fault.slow(4_000_000));
      InfluxServer slow = InfluxServer.version1(proxy.url(), "", "", "slow", () -> {});
      Wire.Answer answer =
          Wire.source(slow, BUCKET, "SELECT *::field FROM big GROUP BY *")
              .with("chunk_size", "100")
              .get();
      assertThat(answer.status()).isEqualTo(200);
      return answer.documents();
    }
  }

  private static void endsWithErrorAfterGoodData(List<Value> documents, String error) {
    assertThat(documents.size()).isLessThan(BIG_ROWS / 100 + 1);
    String last = Wire.show(documents.get(documents.size() - 1));
    assertThat(last).contains("\"error\"=\"" + error);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anAnswerThatIsNotChunkedIsCutWithoutAWord(String kind) throws IOException {
    try (InfluxServer server = start(kind, Limit.ROWS)) {
      server.write(BUCKET, IntStream.range(0, 25).mapToObj(i -> "m v=1 " + i));
      assertThat(server.query(BUCKET, "SELECT v FROM m").at("/0/series/0/values")).hasSize(10);
      int rows = 0;
      for (Value document : Wire.source(server, BUCKET, "SELECT v FROM m").get().documents()) {
        String text = Wire.show(document);
        rows += text.split("\\[\\d+, float").length - 1;
      }
      assertThat(rows).isEqualTo(25);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theSelectLimitEndsAnAnswerWithAnErrorInside(String kind) throws IOException {
    try (InfluxServer server = start(kind, Limit.POINTS)) {
      writeBig(server);
      endsWithErrorAfterGoodData(readSlowly(server), "max-select-point limit exceeed: (");
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theQueryTimeoutEndsAnAnswerWithAnErrorInside(String kind) throws IOException {
    try (InfluxServer server = start(kind, Limit.TIME)) {
      writeBig(server);
      List<Value> documents = readSlowly(server);
      assertThat(documents).hasSizeGreaterThan(1);
      endsWithErrorAfterGoodData(documents, "query-timeout limit exceeded");
    }
  }

  static Stream<String> passwordKinds() {
    return kinds();
  }

  @ParameterizedTest
  @MethodSource("passwordKinds")
  void passwordsComeAsBasicOrAsParameters(String kind) {
    try (InfluxServer server = withPassword(kind)) {
      Wire asked = Wire.to(server).with("q", "SHOW DATABASES");
      assertThat(asked.get().status()).isEqualTo(200);
      Wire.Answer none = asked.anonymous().get();
      assertThat(none.status()).isEqualTo(401);
      assertThat(none.text()).contains("unable to parse authentication credentials");
      assertThat(none.header("WWW-Authenticate")).isEqualTo("Basic realm=\"InfluxDB\"");
      assertThat(asked.with("u", server.user()).with("p", server.password()).get().status())
          .isEqualTo(200);
      Wire.Answer wrong = asked.with("p", "wrong").get();
      assertThat(wrong.status()).isEqualTo(401);
      assertThat(wrong.text()).contains("authorization failed");
      assertThat(Wire.to(server).anonymous().get("/ping").status()).isEqualTo(204);
    }
  }

  private static InfluxServer withPassword(String kind) {
    if (kind.equals("influxd")) {
      return Servers.startInflux1WithAuth();
    }
    InfluxStandIn standIn = InfluxStandIn.start1("admin", "geheim");
    return InfluxServer.version1(standIn.url(), "admin", "geheim", "stand-in", standIn::close);
  }
}
