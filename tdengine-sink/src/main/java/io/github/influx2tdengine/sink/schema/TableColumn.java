package io.github.influx2tdengine.sink.schema;

import io.github.influx2tdengine.sink.name.Names;

/**
 * A column or tag of a supertable.
 *
 * @param length the declared length of text (bytes of VARCHAR, characters of NCHAR); the size in
 *     bytes otherwise
 */
public record TableColumn(String name, TdType type, int length) {
  /** What it adds to the declared width of a row or of the tags. */
  public int width() {
    return type.width(length);
  }

  /** True when both are text and {@code other} is at least as long. */
  public boolean fitsInto(TableColumn other) {
    return type.text() && type == other.type && length <= other.length;
  }

  /** Its definition in SQL. */
  public String ddl() {
    return Names.quoted(name) + " " + type.sql() + (type.text() ? "(" + length + ")" : "");
  }
}
