package io.github.influx2tdengine.points;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The five types a field value can have in InfluxDB. A field name may carry several types over its
 * life; a {@link Column} is a name with one of them.
 */
public enum FieldType {
  FLOAT("float"),
  INTEGER("integer"),
  UNSIGNED("unsigned"),
  BOOLEAN("boolean"),
  STRING("string");

  private final String label;

  FieldType(String label) {
    this.label = label;
  }

  /** The name InfluxDB uses, for example in {@code SHOW FIELD KEYS}. */
  public String label() {
    return label;
  }

  /**
   * @throws IllegalArgumentException when InfluxDB has no type of that name
   */
  public static FieldType of(String label) {
    for (FieldType type : values()) {
      if (type.label.equals(label)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "field type '"
            + label
            + "' is unknown; known are "
            + Arrays.stream(values()).map(FieldType::label).collect(Collectors.joining(", ")));
  }
}
