package io.github.influx2tdengine.testkit.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.TdengineServer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The images that users run do what the tests of this project ask of a server. Without Docker these
 * tests are skipped, and say so.
 */
class ContainersIT {
  private static final Duration START = Duration.ofMinutes(3);

  private static final boolean DOCKER = DockerClientFactory.instance().isDockerAvailable();

  @BeforeAll
  static void say() {
    if (!DOCKER) {
      System.out.println(
          """
          ********************************************************************
          SKIPPED: no Docker daemon answers, so nothing was tested against the
          images of Kafka, InfluxDB 2 and TDengine. Start Docker to run these.
          ********************************************************************""");
    }
  }

  @BeforeEach
  void docker() {
    assumeTrue(DOCKER, "no Docker daemon answers");
  }

  @Test
  void kafkaAnswers() throws Exception {
    try (KafkaContainer kafka = new KafkaContainer(DockerImageName.parse("apache/kafka:4.1.0"))) {
      kafka.start();
      Map<String, Object> settings =
          Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.getBootstrapServers());
      try (Admin admin = Admin.create(settings)) {
        assertThat(admin.describeCluster().nodes().get(30, TimeUnit.SECONDS)).hasSize(1);
      }
    }
  }

  @Test
  void influxDb2TakesAndGivesPoints() {
    try (GenericContainer<?> influx =
        new GenericContainer<>(DockerImageName.parse("influxdb:2.7"))
            .withExposedPorts(8086)
            .withEnv("DOCKER_INFLUXDB_INIT_MODE", "setup")
            .withEnv("DOCKER_INFLUXDB_INIT_USERNAME", "testkit")
            .withEnv("DOCKER_INFLUXDB_INIT_PASSWORD", "testkit-password")
            .withEnv("DOCKER_INFLUXDB_INIT_ORG", "testkit")
            .withEnv("DOCKER_INFLUXDB_INIT_BUCKET", "testkit")
            .withEnv("DOCKER_INFLUXDB_INIT_ADMIN_TOKEN", "testkit-token")
            .waitingFor(
                Wait.forHttp("/api/v2/buckets?name=testkit")
                    .withHeader("Authorization", "Token testkit-token")
                    .withStartupTimeout(START))) {
      influx.start();
      String url = "http://" + influx.getHost() + ":" + influx.getMappedPort(8086);
      InfluxServer server =
          InfluxServer.version2(url, "testkit", "testkit-token", "container", () -> {});
      server.createBucket("points");
      server.write("points", "m,host=a v=1.5 1");
      assertThat(server.query("points", "SELECT v FROM m").toString()).contains("[[1,1.5]]");
    }
  }

  @Test
  void tdengineRunsSql() {
    try (GenericContainer<?> tdengine =
        new GenericContainer<>(DockerImageName.parse("tdengine/tdengine:3.3.6.13"))
            .withExposedPorts(6041)
            .withEnv("TAOS_DISABLE_TELEMETRY", "1")
            .waitingFor(Wait.forHttp("/-/ping").forPort(6041).withStartupTimeout(START))) {
      tdengine.start();
      String place = tdengine.getHost() + ":" + tdengine.getMappedPort(6041);
      TdengineServer server =
          new TdengineServer(
              "jdbc:TAOS-WS://" + place + "/",
              "http://" + place,
              "root",
              "taosdata",
              "container",
              () -> {});
      assertThat(server.sql("SELECT 1").single()).isEqualTo(1L);
    }
  }
}
