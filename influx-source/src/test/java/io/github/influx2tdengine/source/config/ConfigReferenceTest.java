package io.github.influx2tdengine.source.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.junit.jupiter.api.Test;

/**
 * Keeps docs/config-influx-source.md what the settings say of themselves; run with {@code
 * -Ddocs.write=true} to write it.
 */
class ConfigReferenceTest {
  private static final Path REFERENCE = Path.of("..", "docs", "config-influx-source.md");

  @Test
  void theReferenceSaysWhatTheSettingsSay() throws IOException {
    String generated = reference();
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(REFERENCE, generated);
    }
    assertThat(REFERENCE)
        .as(
            "written by: mvn -pl influx-source -am test -Dtest=ConfigReferenceTest -Ddocs.write=true")
        .content()
        .isEqualTo(generated);
  }

  @Test
  void everySettingSaysWhatItMeans() {
    for (ConfigKey key : SourceSettings.definition().configKeys().values()) {
      if (!key.internalConfig) {
        assertThat(key.documentation).as(key.name).endsWith(".").hasSizeGreaterThan(20);
        assertThat(key.group).as(key.name).isNotNull();
      }
    }
  }

  private static String reference() {
    ConfigDef def = SourceSettings.definition();
    StringBuilder out =
        new StringBuilder(
            """
            # Settings of the InfluxDB source connector

            <!-- Generated from the connector's ConfigDef by ConfigReferenceTest. -->

            Class: `io.github.influx2tdengine.source.InfluxSourceConnector`. Beside these, the settings of every
            source connector apply: `name`, `tasks.max`, the converters, `exactly.once.support`, `transaction.boundary`,
            `topic.creation.*`. Keys are text (`key.converter=org.apache.kafka.connect.storage.StringConverter`);
            the value's converter goes with `record.format`.
            """);
    for (String group : def.groups()) {
      if (group.isEmpty()) {
        continue;
      }
      out.append("\n## ").append(group).append("\n\n");
      out.append("| setting | type | default | values | meaning |\n");
      out.append("| --- | --- | --- | --- | --- |\n");
      List<ConfigKey> keys =
          def.configKeys().values().stream()
              .filter(key -> group.equals(key.group) && !key.internalConfig)
              .sorted(Comparator.comparing((ConfigKey key) -> key.orderInGroup))
              .toList();
      for (ConfigKey key : keys) {
        out.append("| `").append(key.name).append("` | ");
        out.append(key.type.name().toLowerCase(Locale.ROOT)).append(" | ");
        out.append(defaultOf(key)).append(" | ");
        out.append(key.validator == null ? "" : cell(key.validator.toString())).append(" | ");
        out.append(cell(key.documentation)).append(" |\n");
      }
    }
    return out.toString();
  }

  private static String defaultOf(ConfigKey key) {
    if (!key.hasDefault()) {
      return "required";
    }
    String text = key.type == ConfigDef.Type.PASSWORD ? "" : String.valueOf(key.defaultValue);
    return text.isEmpty() ? "" : "`" + text + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
