package io.github.influx2tdengine.source.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceConfigTest {
  private static SourceConfig config(String... more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("influxdb.url", "http://influx:8086");
    settings.put("bucket", "b");
    settings.put("begin.time", "2026-01-01T00:00:00Z");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return new SourceConfig(settings);
  }

  @Test
  void fourSettingsAreEnough() {
    assertThat(config().topic()).isEqualTo("influx.{bucket}");
    assertThat(config().end()).isEmpty();
    assertThat(config().measurements().selects("anything")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "begin.time|2026-01-01T00:00:00|with a zone",
        "end.time|tomorrow|with a zone",
        "end.time|2025-01-01T00:00:00Z|begin.time: '2026-01-01T00:00:00Z' is not before end.time",
        "influxdb.url|influx:8086|is not an http:// or https:// address",
        "influxdb.url|http://u:secret@influx:8086|influxdb.user and influxdb.password",
        "bucket|' '|is empty",
        "measurements.regex|(|is not a regular expression",
        "tags.add|site|is not name=value",
        "topic|influx.{db}|'{db}' is unknown",
        "influxdb.password|p|influxdb.user: is missing",
        "load.max|0|load.max",
        "record.format|avro|record.format",
        "window.length.ms|700000000|is more than window.length.max.ms",
        "errors.tolerance|all|would drop points",
        "topic.creation.default.cleanup.policy|compact|keeps only the last record",
      })
  void wrongSettingsAreRefusedByName(String name, String value, String message) {
    assertThatThrownBy(() -> config(name, value))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("secret")
        .satisfies(
            e -> assertThat(e.getMessage()).containsAnyOf(name, "begin.time", "influxdb.user"));
  }

  @Test
  void blocksNeedTheConverterForBytes() {
    assertThatThrownBy(
            () ->
                config(
                    "record.format",
                    "block",
                    "value.converter",
                    "org.apache.kafka.connect.storage.StringConverter"))
        .hasMessageContaining("ByteArrayConverter");
    config(
        "record.format",
        "block",
        "value.converter",
        "org.apache.kafka.connect.converters.ByteArrayConverter");
  }

  @Test
  void secretsAreInNoText() {
    SourceConfig config = config("influxdb.token", "tok3n", "influxdb.proxy.password", "pr0xy");
    assertThat(config.values().toString() + config.transport() + config)
        .doesNotContain("tok3n", "pr0xy");
  }

  @Test
  void measurementsAreSelectedByNamePatternAndExclusion() {
    MeasurementSelection selection =
        config(
                "measurements",
                "cpu",
                "measurements.regex",
                "disk.*",
                "measurements.exclude",
                "diskio")
            .measurements();
    assertThat(selection.selects("cpu")).isTrue();
    assertThat(selection.selects("disk")).isTrue();
    assertThat(selection.selects("diskio")).isFalse();
    assertThat(selection.selects("mem")).isFalse();
  }

  @Test
  void fieldsAreSelectedByMeasurementAndField() {
    FieldSelection fields =
        config("fields.include", "cpu\\..*", "fields.exclude", ".*\\.guest").fields();
    assertThat(fields.selects("cpu", "user")).isTrue();
    assertThat(fields.selects("cpu", "guest")).isFalse();
    assertThat(fields.selects("mem", "used")).isFalse();
  }
}
