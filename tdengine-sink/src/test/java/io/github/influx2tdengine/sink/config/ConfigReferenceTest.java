package io.github.influx2tdengine.sink.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

/**
 * Keeps docs/config-tdengine-sink.md what the settings say of themselves; run with {@code
 * -Ddocs.write=true} to write it.
 */
class ConfigReferenceTest {
  private static final Path REFERENCE = Path.of("..", "docs", "config-tdengine-sink.md");

  @Test
  void theReferenceSaysWhatTheSettingsSay() throws IOException {
    String generated = reference();
    if (Boolean.getBoolean("docs.write")) {
      Files.createDirectories(REFERENCE.getParent());
      Files.writeString(REFERENCE, generated);
    }
    assertThat(REFERENCE)
        .as(
            "written by: mvn -pl tdengine-sink -am test -Dtest=ConfigReferenceTest -Ddocs.write=true")
        .content()
        .isEqualTo(generated);
  }

  private static String reference() {
    ConfigDef def = SinkConfig.definition();
    StringBuilder out = new StringBuilder();
    out.append("# Settings of the TDengine sink connector\n\n");
    out.append("<!-- Generated from the connector's ConfigDef by ConfigReferenceTest. -->\n\n");
    out.append("Class: `io.github.influx2tdengine.sink.TdengineSinkConnector`. Beside these, the");
    out.append(" settings of every sink connector apply: `name`, `topics` or `topics.regex`,\n");
    out.append("`tasks.max`, the converters, `errors.tolerance` and");
    out.append(
        " `errors.deadletterqueue.topic.name`. Records of transactions are safe only with\n");
    out.append("`consumer.override.isolation.level=read_committed`.\n");
    for (String group : def.groups()) {
      out.append("\n## ").append(group).append("\n\n");
      out.append("| setting | type | default | values | meaning |\n");
      out.append("| --- | --- | --- | --- | --- |\n");
      Map<Integer, ConfigDef.ConfigKey> keys = new TreeMap<>();
      for (ConfigDef.ConfigKey key : List.copyOf(def.configKeys().values())) {
        if (group.equals(key.group)) {
          keys.put(key.orderInGroup, key);
        }
      }
      for (ConfigDef.ConfigKey key : keys.values()) {
        out.append("| `").append(key.name).append("` | ");
        out.append(key.type.name().toLowerCase(java.util.Locale.ROOT)).append(" | ");
        out.append(defaultOf(key)).append(" | ");
        out.append(key.validator == null ? "" : cell(key.validator.toString())).append(" | ");
        out.append(cell(key.documentation)).append(" |\n");
      }
    }
    return out.toString();
  }

  private static String defaultOf(ConfigDef.ConfigKey key) {
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
