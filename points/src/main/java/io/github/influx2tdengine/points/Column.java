package io.github.influx2tdengine.points;

import java.util.Objects;

/**
 * One column of a block: a field with one of its types. A block may hold two columns of one name
 * (the field's type changed); then at most one of them has a value in each row.
 */
public record Column(String name, FieldType type) {
  public Column {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
  }
}
