package io.github.influx2tdengine.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.replicator.embedded.DataDirectory;
import io.github.influx2tdengine.testkit.influx.InfluxStandIn;
import io.github.influx2tdengine.testkit.servers.Pace;
import io.github.influx2tdengine.testkit.servers.Servers;
import io.github.influx2tdengine.testkit.servers.TdengineServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is wrong is told within 30 s, in one sentence with the setting's name, and leaves nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
/* Ends a run that hangs; the limit that is claimed is asserted below. */
@Timeout(600)
class BadInputIT {
  private static final String DATABASE = "replicator_bad_input";
  private static final String TOKEN = "the right token";

  private final InfluxStandIn influx = InfluxStandIn.start2("org", TOKEN);
  private final TdengineServer tdengine = Servers.tdengine();

  @TempDir Path temp;

  @BeforeAll
  void bucket() {
    io.github.influx2tdengine.testkit.servers.InfluxServer server =
        io.github.influx2tdengine.testkit.servers.InfluxServer.version2(
            influx.url(), "org", TOKEN, "stand-in", () -> {});
    server.createBucket("b");
    server.write("b", "cpu,host=a load=1 1767225600000000000");
  }

  @AfterAll
  void close() {
    influx.close();
    tdengine.sql("DROP DATABASE IF EXISTS " + DATABASE);
  }

  @Test
  void anUnknownHost() {
    refused(
        options("--influx-url", "http://no-such-host.invalid:8086"), 1, "influxdb.url", "unknown");
  }

  @Test
  void aPortNobodyListensOn() throws IOException {
    refused(
        options("--influx-url", "http://127.0.0.1:" + unusedPort()), 1, "influxdb.url", "refused");
  }

  @Test
  void somethingElseThanInfluxDbAnswers() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      Thread closer = new Thread(() -> closeEach(other));
      closer.setDaemon(true);
      closer.start();
      refused(
          options("--influx-url", "http://127.0.0.1:" + other.getLocalPort()), 1, "influxdb.url");
    }
  }

  @Test
  void theBackupPortOfInfluxDb() throws Exception {
    try (ServerSocket backup = new ServerSocket()) {
      backup.setReuseAddress(true);
      try {
        backup.bind(new InetSocketAddress("127.0.0.1", 8088));
      } catch (BindException e) {
        Assumptions.abort("port 8088 is taken here: " + e.getMessage());
      }
      Thread closer = new Thread(() -> closeEach(backup));
      closer.setDaemon(true);
      closer.start();
      refused(options("--influx-url", "http://127.0.0.1:8088"), 1, "influxdb.url", "backup port");
    }
  }

  private static void closeEach(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        server.accept().close();
      } catch (IOException e) {
        return;
      }
    }
  }

  @Test
  void aWrongToken() {
    refused(options("--influx-token", "wrong"), 1, "influxdb.token", "does not accept the token");
  }

  @Test
  void aMissingBucket() {
    refused(options("--bucket", "nope"), 1, "bucket", "'nope'");
  }

  @Test
  void anUnknownMeasurement() {
    refused(options("--measurement", "nope"), 1, "measurements", "'nope' does not exist");
  }

  @Test
  void aBeginBehindTheEnd() {
    refused(options("--begin", "2027-01-01T00:00:00Z"), 2, "begin.time", "not before");
  }

  @Test
  void aTimeWithoutZone() {
    refused(options("--begin", "2026-01-01T00:00:00"), 2, "begin.time", "zone");
    refused(options("--end", "2026-02-01"), 2, "end.time", "zone");
  }

  @Test
  void missingOptions() {
    refused(new LinkedHashMap<>(Map.of("--bucket", "b")), 2, "--influx-url", "--tdengine-url");
  }

  @Test
  void aLoginThatTdengineRefuses() {
    refused(options("--tdengine-password", "wrong"), 1, "tdengine.user", "refuses the login");
  }

  @Test
  void noTdengine() throws IOException {
    refused(
        options("--tdengine-url", "jdbc:TAOS-WS://127.0.0.1:" + unusedPort()), 1, "tdengine.url");
  }

  @Test
  void aDatabaseOfMilliseconds() {
    tdengine.sql("DROP DATABASE IF EXISTS " + DATABASE);
    tdengine.sql("CREATE DATABASE " + DATABASE + " PRECISION 'ms'");
    try {
      refused(options("--database", DATABASE), 1, "timestamp.precision.loss", DATABASE);
    } finally {
      tdengine.sql("DROP DATABASE " + DATABASE);
    }
  }

  @Test
  void aDataDirectoryInUse() {
    Path used = temp.resolve("used");
    try (DataDirectory other = DataDirectory.open(used)) {
      refused(
          options("--data-dir", other.path().toString()), 1, "used by another run", "--data-dir");
    }
  }

  @Test
  void settingsThatReplicateSetsItself() {
    refused(options("--source", "value.converter=x"), 2, "value.converter", "--source");
    refused(options("--sink", "topics=x"), 2, "topics", "--sink");
  }

  @Test
  void anUnknownValueOfASetting() {
    refused(options("--source", "record.format=xml"), 1, "record.format");
    refused(options("--sink", "batch.rows=many"), 1, "batch.rows");
  }

  private Map<String, String> options(String changed, String value) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("--influx-url", influx.url());
    options.put("--influx-org", "org");
    options.put("--influx-token", TOKEN);
    options.put("--bucket", "b");
    options.put("--begin", "2026-01-01T00:00:00Z");
    options.put("--end", "2026-02-01T00:00:00Z");
    options.put("--tdengine-url", tdengine.jdbcUrl());
    options.put("--tdengine-user", tdengine.user());
    options.put("--tdengine-password", tdengine.password());
    options.put("--database", DATABASE);
    options.put("--data-dir", temp.resolve("fresh").toString());
    options.put(changed, value);
    return options;
  }

  private void refused(Map<String, String> options, int code, String... told) {
    List<String> arguments = new ArrayList<>(List.of("replicate"));
    options.forEach(
        (option, value) -> {
          arguments.add(option);
          arguments.add(value);
        });
    long begin = System.nanoTime();
    InProcess run = InProcess.run(Map.of(), arguments);
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isLessThan(Pace.stretched(Duration.ofSeconds(30)));
    assertThat(run.code()).as(run.err()).isEqualTo(code);
    assertThat(run.err()).contains(told).doesNotContain("\tat ");
    if (code == CommandFailure.FAILED) {
      assertThat(run.err().strip().lines()).as("one sentence").hasSize(1);
    }
    assertThat(Files.exists(temp.resolve("fresh"))).as("something was made").isFalse();
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
