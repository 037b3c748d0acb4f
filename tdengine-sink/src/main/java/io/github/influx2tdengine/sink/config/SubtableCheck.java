package io.github.influx2tdengine.sink.config;

import io.github.influx2tdengine.sink.name.SubtableNames;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Empty, or a template that {@link SubtableNames} understands. */
final class SubtableCheck implements ConfigDef.Validator {
  @Override
  public void ensureValid(String name, Object value) {
    String template = String.valueOf(value);
    if (!template.isEmpty()) {
      try {
        SubtableNames.template(template);
      } catch (IllegalArgumentException e) {
        throw new ConfigException(name + ": " + e.getMessage());
      }
    }
  }

  @Override
  public String toString() {
    return "a template over {measurement}, {tag.NAME}, {hash}";
  }
}
