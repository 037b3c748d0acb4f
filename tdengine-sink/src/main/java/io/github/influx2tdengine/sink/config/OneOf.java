package io.github.influx2tdengine.sink.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Admits the constants of an enum, in lower case. */
final class OneOf implements ConfigDef.Validator {
  private final List<String> values;

  private OneOf(List<String> values) {
    this.values = values;
  }

  static <E extends Enum<E>> OneOf of(Class<E> type) {
    return new OneOf(
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .toList());
  }

  @Override
  public void ensureValid(String name, Object value) {
    if (!values.contains(String.valueOf(value).toLowerCase(Locale.ROOT))) {
      throw new ConfigException(
          name + ": '" + value + "' is unknown; choose " + String.join(", ", values));
    }
  }

  @Override
  public String toString() {
    return String.join(", ", values);
  }
}
