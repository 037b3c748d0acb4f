package io.github.influx2tdengine.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.influx2tdengine.testkit.influx.InfluxStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers are found in the order: environment, container, influxd of the PATH, stand-in. */
class ServersTest {
  private static final Docker NONE = new Docker("no-such-command-as-docker");

  @TempDir private Path directory;

  /** A docker that has one container, at the given port, and writes down what it is asked. */
  private Docker docker(int port) throws IOException {
    Path script = directory.resolve("docker");
    Files.writeString(
        script,
        """
        #!/bin/sh
        echo "$@" >> "%s/asked"
        case "$1" in
          info) echo 28.0 ;;
          run) echo 0123abcd ;;
          port) echo 127.0.0.1:%d ;;
        esac
        """
            .formatted(directory, port));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return new Docker(script.toString());
  }

  @Test
  void theEnvironmentComesFirst() throws IOException {
    Servers servers =
        new Servers(
            Map.of(
                "INFLUXDB1_URL", "http://one:8086/",
                "INFLUXDB1_USER", "u",
                "INFLUXDB1_PASSWORD", "p",
                "INFLUXDB2_URL", "http://two:8086",
                "INFLUXDB2_ORG", "o",
                "INFLUXDB2_TOKEN", "t",
                "TDENGINE_URL", "jdbc:TAOS-WS://three:6041/?user=me&password=a%2Bb&timezone=UTC"),
            docker(1));
    InfluxServer one = servers.findInflux1();
    assertThat(one.url()).isEqualTo("http://one:8086");
    assertThat(one.user() + one.password()).isEqualTo("up");
    InfluxServer two = servers.findInflux2();
    assertThat(two.url() + two.organisation() + two.token()).isEqualTo("http://two:8086ot");
    TdengineServer three = servers.findTdengine();
    assertThat(three.jdbcUrl()).isEqualTo("jdbc:TAOS-WS://three:6041/?timezone=UTC");
    assertThat(three.restUrl()).isEqualTo("http://three:6041");
    assertThat(three.user() + three.password()).isEqualTo("mea+b");
    assertThat(three.description()).doesNotContain("a+b");
  }

  @Test
  void aContainerComesBeforeWhatIsInstalledAndIsRemovedWhenClosed() throws IOException {
    try (InfluxStandIn inside = InfluxStandIn.start1()) {
      int port = java.net.URI.create(inside.url()).getPort();
      InfluxServer found = new Servers(Map.of(), docker(port)).findInflux1();
      assertThat(found.description()).startsWith("container influxdb:1.8");
      assertThat(found.url()).isEqualTo(inside.url());
      found.close();
      assertThat(Files.readString(directory.resolve("asked")))
          .contains("--publish 127.0.0.1::8086")
          .endsWith("rm --force 0123abcd\n");
    }
  }

  @Test
  void containersCanBeLeftOut() throws IOException {
    Servers servers = new Servers(Map.of("TESTKIT_CONTAINERS", "off"), docker(1));
    try (InfluxServer found = servers.findInflux2()) {
      assertThat(found.description()).startsWith("stand-in");
    }
  }

  @Test
  void theStandInComesLast() {
    Servers servers = new Servers(Map.of(), NONE);
    try (InfluxServer influx = servers.findInflux2();
        TdengineServer tdengine = servers.findTdengine()) {
      influx.createBucket("b");
      influx.write("b", "m v=1 1");
      assertThat(influx.query("b", "SELECT v FROM m").toString()).contains("[[1,1]]");
      assertThat(tdengine.description()).startsWith("stand-in for TDengine");
    }
  }

  @Test
  void anAddressOfTdengineThatIsNoJdbcUrlIsNamed() {
    assertThatThrownBy(() -> Servers.tdengineAt("http://host:6041/?password=secret"))
        .hasMessageContaining("TDENGINE_URL")
        .hasMessageContaining("jdbc:TAOS-WS")
        .hasMessageNotContaining("secret");
  }

  @Test
  void influxdOfThePathRunsOnItsOwnAndLeavesNothing() throws IOException {
    assumeTrue(Servers.hasInfluxd1(), "no influxd 1.x on the PATH");
    Influxd influxd = Influxd.start(Map.of());
    try {
      InfluxServer server = InfluxServer.version1(influxd.url(), "", "", "", () -> {});
      server.createBucket("db");
      server.write("db", "m v=1 1");
      assertThat(server.query("db", "SELECT v FROM m").toString()).contains("[[1,1]]");
      assertThat(influxd.directory()).isDirectoryContaining("glob:**/influxdb.conf");
    } finally {
      influxd.close();
    }
    assertThat(influxd.directory()).doesNotExist();
  }
}
