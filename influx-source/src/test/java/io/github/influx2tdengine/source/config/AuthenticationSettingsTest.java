package io.github.influx2tdengine.source.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;

/** A form shows the settings of the authentication that was begun, and no others. */
class AuthenticationSettingsTest {
  private static final List<String> ALL =
      List.of("influxdb.user", "influxdb.password", "influxdb.org", "influxdb.token");

  private static List<String> shown(String... settings) {
    Map<String, String> given =
        new HashMap<>(
            Map.of("influxdb.url", "http://influx:8086", "bucket", "b", "begin.time", "earliest"));
    for (int i = 0; i < settings.length; i += 2) {
      given.put(settings[i], settings[i + 1]);
    }
    Map<String, ConfigValue> values = SourceSettings.definition().validateAll(given);
    return ALL.stream().filter(name -> values.get(name).visible()).toList();
  }

  @Test
  void allWhileNothingIsChosen() {
    assertThat(shown()).isEqualTo(ALL);
  }

  @Test
  void thoseOfTheVersion() {
    assertThat(shown("influxdb.version", "1"))
        .containsExactly("influxdb.user", "influxdb.password");
    assertThat(shown("influxdb.version", "2")).containsExactly("influxdb.org", "influxdb.token");
  }

  @Test
  void thoseOfTheWayThatIsFilledIn() {
    assertThat(shown("influxdb.user", "u")).containsExactly("influxdb.user", "influxdb.password");
    assertThat(shown("influxdb.token", "t")).containsExactly("influxdb.org", "influxdb.token");
  }
}
