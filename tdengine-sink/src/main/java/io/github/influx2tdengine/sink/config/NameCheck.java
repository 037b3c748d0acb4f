package io.github.influx2tdengine.sink.config;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** A name that TDengine can have as it stands: not empty, without dots, not too long. */
final class NameCheck implements ConfigDef.Validator {
  private final int maxBytes;

  NameCheck(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public void ensureValid(String name, Object value) {
    String text = String.valueOf(value);
    if (value == null || text.isBlank()) {
      throw new ConfigException(name + ": a name is needed");
    }
    if (text.contains(".") || text.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
      throw new ConfigException(
          name + ": '" + text + "' must not hold a dot nor be over " + maxBytes + " bytes");
    }
  }

  @Override
  public String toString() {
    return "at most " + maxBytes + " bytes, no dot";
  }
}
