package io.github.influx2tdengine.console.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "influxdb.password",
        "influxdb.token",
        "influxdb.proxy.password",
        "tdengine.password",
        "tdengine.token",
        "producer.override.sasl.jaas.config",
        "consumer.override.ssl.keystore.password",
        "consumer.override.ssl.keystore.key",
        "value.converter.basic.auth.user.info",
        "transforms.x.api-key",
        "CLIENT_SECRET"
      })
  void hidesWhatIsNamedLikeASecret(String setting) {
    assertThat(Mask.settings(Map.of(setting, "hush"))).containsEntry(setting, Mask.HIDDEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"key.converter", "influxdb.user", "subtable.name", "tasks.max", "bucket", "topic"})
  void showsTheRest(String setting) {
    assertThat(Mask.settings(Map.of(setting, "value"))).containsEntry(setting, "value");
  }

  @Test
  void showsReferencesButNotWhatOnlyLooksLikeOne() {
    assertThat(Mask.settings(Map.of("influxdb.token", "${file:/x:y}")))
        .containsEntry("influxdb.token", "${file:/x:y}");
    assertThat(Mask.settings(Map.of("influxdb.token", "abc${file:/x:y}")))
        .containsEntry("influxdb.token", Mask.HIDDEN);
  }

  @Test
  void hidesSecretsInAddresses() {
    assertThat(
            Mask.settings(
                Map.of(
                    "tdengine.url", "jdbc:TAOS-WS://h:6041/?user=root&password=hush&a=b",
                    "influxdb.url", "http://me:hush@host:8086/")))
        .containsEntry("tdengine.url", "jdbc:TAOS-WS://h:6041/?user=root&password=[hidden]&a=b")
        .containsEntry("influxdb.url", "http://[hidden]@host:8086/");
  }
}
