package io.github.influx2tdengine.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.Pace;
import io.github.influx2tdengine.testkit.servers.Servers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Wrong settings are said in one sentence, at the setting at fault, in time. */
class BadInputIT {
  private static final String BUCKET = "src_bad_input";
  private static final String END = "2026-02-01T00:00:00Z";

  @BeforeAll
  static void write() {
    for (InfluxServer server : List.of(Servers.influx1(), Servers.influx2())) {
      server.createBucket(BUCKET);
      server.write(BUCKET, "cpu,host=a usage=1 1767225600000000000");
    }
  }

  @AfterAll
  static void drop() {
    Servers.influx1().dropBucket(BUCKET);
    Servers.influx2().dropBucket(BUCKET);
  }

  private static Map<String, List<String>> errors(SourceRun run) {
    Map<String, List<String>> errors = new HashMap<>();
    assertTimeout(
        Pace.stretched(Duration.ofSeconds(30)),
        () -> {
          for (ConfigValue value :
              new InfluxSourceConnector().validate(run.settings).configValues()) {
            if (!value.errorMessages().isEmpty()) {
              errors.put(value.name(), value.errorMessages());
            }
          }
        });
    return errors;
  }

  private static void assertError(SourceRun run, String setting, String... words) {
    Map<String, List<String>> errors = errors(run);
    assertThat(errors).containsOnlyKeys(setting);
    assertThat(errors.get(setting).get(0)).startsWith(setting + ": ").contains(words);
  }

  @ParameterizedTest(autoCloseArguments = false)
  @EnumSource
  void goodSettingsHaveNoErrors(WholeBucketIT.Version version) {
    assertThat(errors(SourceRun.on(version.server(), BUCKET).with("measurements", "cpu")))
        .isEmpty();
  }

  @ParameterizedTest(autoCloseArguments = false)
  @EnumSource
  void aMissingBucket(WholeBucketIT.Version version) {
    SourceRun run = SourceRun.on(version.server(), "src_no_such_bucket");
    assertError(run, "bucket", "'src_no_such_bucket' does not exist");
    assertThatThrownBy(run::start)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("bucket: ");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @EnumSource
  void anUnknownMeasurementIsRefusedInABoundedRun(WholeBucketIT.Version version) {
    SourceRun run =
        SourceRun.on(version.server(), BUCKET).with("measurements", "cpu,mem", "end.time", END);
    assertError(run, "measurements", "'mem' does not exist");
    assertThatThrownBy(run::start)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("measurements: measurement 'mem' does not exist");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @EnumSource
  void anUnknownMeasurementIsAwaitedWhenFollowing(WholeBucketIT.Version version) {
    SourceRun run = SourceRun.on(version.server(), BUCKET).with("measurements", "cpu,mem");
    assertThat(errors(run)).isEmpty();
    try (SourceRun started = run.start()) {
      assertThat(started.taskCount()).isEqualTo(1);
    }
  }

  @Test
  void aMissingRetentionPolicy() {
    assertError(
        SourceRun.on(Servers.influx1(), BUCKET + "/no_such_policy"),
        "bucket",
        "no retention policy 'no_such_policy'",
        "autogen");
  }

  @Test
  void aWrongToken() {
    assertError(
        SourceRun.on(Servers.influx2(), BUCKET).with("influxdb.token", "wrong"),
        "influxdb.token",
        "HTTP 401");
  }

  @Test
  void aWrongPassword() {
    try (InfluxServer server = Servers.startInflux1WithAuth()) {
      server.createBucket(BUCKET);
      assertError(
          SourceRun.on(server, BUCKET).with("influxdb.password", "wrong"),
          "influxdb.password",
          "HTTP 401");
      SourceRun without = SourceRun.on(server, BUCKET);
      without.settings.remove("influxdb.user");
      without.settings.remove("influxdb.password");
      assertError(without, "influxdb.user", "HTTP 401");
      assertThat(errors(SourceRun.on(server, BUCKET))).isEmpty();
    }
  }

  @Test
  void aPortWhereNobodyListens() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertError(
        SourceRun.on(Servers.influx1(), BUCKET).with("influxdb.url", "http://127.0.0.1:" + port),
        "influxdb.url",
        "refused the connection");
  }

  @Test
  void aHostThatDoesNotExist() {
    assertError(
        SourceRun.on(Servers.influx1(), BUCKET).with("influxdb.url", "http://no-such-host.invalid"),
        "influxdb.url",
        "is unknown");
  }

  @Test
  void aPortThatDoesNotSpeakHttp() throws IOException {
    try (Deaf deaf = new Deaf(true)) {
      assertError(
          SourceRun.on(Servers.influx1(), BUCKET).with("influxdb.url", deaf.url()),
          "influxdb.url",
          "check that influxdb.url is InfluxDB's HTTP port");
    }
  }

  @Test
  void aServerThatNeverAnswers() throws IOException {
    try (Deaf deaf = new Deaf(false)) {
      assertError(
          SourceRun.on(Servers.influx1(), BUCKET).with("influxdb.url", deaf.url()),
          "influxdb.url",
          "gave no answer within");
    }
  }

  @Test
  void aTimeWithoutZoneAndABeginAfterTheEnd() {
    SourceRun run = SourceRun.on(Servers.influx1(), BUCKET);
    assertThat(errors(run.with("begin.time", "2026-01-01T00:00:00")))
        .containsOnlyKeys("begin.time");
    assertError(
        run.with("begin.time", "2026-03-01T00:00:00Z", "end.time", END),
        "begin.time",
        "is not before end.time");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @EnumSource
  void bucketsAndMeasurementsAreRecommended(WholeBucketIT.Version version) {
    Map<String, List<Object>> recommended = new HashMap<>();
    new InfluxSourceConnector()
        .validate(SourceRun.on(version.server(), BUCKET).settings)
        .configValues()
        .forEach(value -> recommended.put(value.name(), value.recommendedValues()));
    assertThat(recommended.get("bucket")).contains(BUCKET);
    assertThat(recommended.get("measurements")).containsExactly("cpu");
  }

  /** Takes connections, and closes them at the first byte or never answers. */
  private static final class Deaf implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

    Deaf(boolean closes) throws IOException {
      Thread thread =
          new Thread(
              () -> {
                try {
                  while (true) {
                    Socket socket = server.accept();
                    if (closes) {
                      socket.getInputStream().read();
                      socket.close();
                    }
                  }
                } catch (IOException e) {
                  // Closed: the test is over.
                  return;
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
