package io.github.influx2tdengine.testkit.tdengine.query;

import io.github.influx2tdengine.testkit.tdengine.store.DataType;
import io.github.influx2tdengine.testkit.tdengine.store.Field;

/**
 * A column of a result.
 *
 * @param length characters or bytes of types that have a length, else 0
 */
public record ResultColumn(String name, DataType type, int length) {

  public static ResultColumn of(Field field) {
    return new ResultColumn(field.name(), field.type(), field.length());
  }

  public static ResultColumn text(String name, int length) {
    return new ResultColumn(name, DataType.VARCHAR, length);
  }

  public static ResultColumn of(String name, DataType type) {
    return new ResultColumn(name, type, 0);
  }

  /** Bytes that a value may take. */
  public int bytes() {
    return new Field(0, name, type, length).declaredBytes();
  }

  /** The length a client is told. */
  public int shownLength() {
    return type.sized() ? length : type.width();
  }
}
