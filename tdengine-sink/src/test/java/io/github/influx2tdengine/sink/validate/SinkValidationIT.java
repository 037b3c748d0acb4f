package io.github.influx2tdengine.sink.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.influx2tdengine.sink.TdengineSinkConnector;
import io.github.influx2tdengine.sink.TdengineSinkTask;
import io.github.influx2tdengine.sink.TestTdengine;
import io.github.influx2tdengine.sink.config.SinkConfig;
import io.github.influx2tdengine.sink.write.Session;
import io.github.influx2tdengine.testkit.servers.Pace;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each fault ends within 30 seconds, in one sentence, at the setting's name. */
@Timeout(600)
class SinkValidationIT {
  private final Map<String, String> settings = new HashMap<>();

  SinkValidationIT() {
    settings.put("name", "v");
    settings.put("topics", "t");
    settings.put(SinkConfig.URL, TestTdengine.jdbcUrl());
    settings.put(SinkConfig.PASSWORD, "taosdata");
    settings.put(SinkConfig.DATABASE, "sink_" + UUID.randomUUID().toString().substring(0, 8));
  }

  private Map<String, List<String>> errors() {
    Map<String, List<String>> errors = new HashMap<>();
    long begun = System.nanoTime();
    List<ConfigValue> values = new TdengineSinkConnector().validate(settings).configValues();
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isLessThan(Pace.stretched(Duration.ofSeconds(30)));
    for (ConfigValue value : values) {
      if (!value.errorMessages().isEmpty()) {
        errors.put(value.name(), value.errorMessages());
      }
    }
    return errors;
  }

  private void database(String sql) throws Exception {
    try (Session session = Session.open(new SinkConfig(settings))) {
      session.execute(sql);
    }
  }

  @Test
  void whatIsInOrderPassesAndCreatesNothing() throws Exception {
    assertThat(errors()).isEmpty();
    try (Session session = Session.open(new SinkConfig(settings))) {
      assertThat(session.query("SHOW DATABASES"))
          .doesNotContain(List.of(settings.get(SinkConfig.DATABASE)));
    }
  }

  /** The open edition lists rights and does not ask for them; only a real server has users. */
  @Test
  void aUserWithoutRightsInTheListMayWriteToTheOpenEdition() throws Exception {
    String user = "u" + UUID.randomUUID().toString().substring(0, 8);
    try {
      database("CREATE USER " + user + " PASS 'Rights-123'");
    } catch (SQLException e) {
      Assumptions.abort("this server has no users: " + e.getMessage());
    }
    try {
      settings.put(SinkConfig.USER, user);
      settings.put(SinkConfig.PASSWORD, "Rights-123");
      assertThat(errors()).isEmpty();
    } finally {
      settings.put(SinkConfig.USER, "root");
      settings.put(SinkConfig.PASSWORD, "taosdata");
      database("DROP USER " + user);
    }
  }

  @Test
  void aRefusedLoginIsToldWithoutThePassword() {
    settings.put(SinkConfig.PASSWORD, "wr+ng%41");
    assertThat(errors()).containsOnlyKeys(SinkConfig.USER);
    assertThat(errors().get(SinkConfig.USER).get(0))
        .contains("refuses the login as 'root'")
        .doesNotContain("wr+ng");
    assertThatThrownBy(() -> new TdengineSinkTask().start(settings))
        .hasMessageContaining("tdengine.user")
        .hasMessageNotContaining("wr+ng");
  }

  @Test
  void nobodyAtTheAddress() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    settings.put(SinkConfig.URL, "jdbc:TAOS-WS://127.0.0.1:" + port);
    assertThat(errors()).containsOnlyKeys(SinkConfig.URL);
    assertThat(errors().get(SinkConfig.URL).get(0)).contains("127.0.0.1:" + port);
  }

  @Test
  void somebodyWhoDoesNotSpeakToUs() throws Exception {
    try (ServerSocket mute = new ServerSocket(0)) {
      settings.put(SinkConfig.URL, "jdbc:TAOS-WS://127.0.0.1:" + mute.getLocalPort());
      assertThat(errors()).containsOnlyKeys(SinkConfig.URL);
    }
  }

  @Test
  void aCoarseDatabaseIsRefusedUnlessToldToTruncate() throws Exception {
    String database = settings.get(SinkConfig.DATABASE);
    database("CREATE DATABASE `" + database + "` PRECISION 'ms' VGROUPS 1");
    try {
      assertThat(errors()).containsOnlyKeys(SinkConfig.DATABASE);
      assertThat(errors().get(SinkConfig.DATABASE).get(0))
          .contains("precision 'ms'")
          .contains("timestamp.precision.loss=truncate");
      assertThatThrownBy(() -> new TdengineSinkTask().start(settings))
          .hasMessageContaining("precision 'ms'");
      settings.put(SinkConfig.PRECISION_LOSS, "truncate");
      assertThat(errors()).isEmpty();
    } finally {
      database("DROP DATABASE `" + database + "`");
    }
  }

  @Test
  void secretsAndNonsenseInSettingsAreRefused() {
    settings.put(SinkConfig.URL, "jdbc:TAOS-WS://h:6041/?user=a&password=secret");
    settings.put(SinkConfig.SUBTABLE_NAME, "{host}");
    settings.put(SinkConfig.SUPERTABLE_NAMES, "a:b.c");
    settings.put(SinkConfig.EXPIRED, "maybe");
    Map<String, List<String>> errors = errors();
    assertThat(errors)
        .containsOnlyKeys(
            SinkConfig.URL,
            SinkConfig.SUBTABLE_NAME,
            SinkConfig.SUPERTABLE_NAMES,
            SinkConfig.EXPIRED);
    assertThat(errors.toString()).doesNotContain("secret");
  }
}
