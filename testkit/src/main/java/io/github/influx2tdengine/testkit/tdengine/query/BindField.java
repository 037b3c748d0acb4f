package io.github.influx2tdengine.testkit.tdengine.query;

import io.github.influx2tdengine.testkit.tdengine.store.DataType;
import io.github.influx2tdengine.testkit.tdengine.store.Field;
import io.github.influx2tdengine.testkit.tdengine.store.Limits;

/** A question mark of a prepared INSERT. */
public record BindField(Kind kind, Field field) {

  /** What a question mark stands for, with its number on the wire. */
  public enum Kind {
    COLUMN(1),
    TAG(2),
    TABLE_NAME(4);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }
  }

  static BindField tableName() {
    return new BindField(
        Kind.TABLE_NAME, new Field(0, "tbname", DataType.VARCHAR, Limits.TABLE_NAME_BYTES + 78));
  }
}
