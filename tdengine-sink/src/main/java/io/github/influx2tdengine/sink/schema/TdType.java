package io.github.influx2tdengine.sink.schema;

import io.github.influx2tdengine.points.FieldType;
import java.util.Locale;

/** TDengine's column types, with what a row pays for them and which field type they hold. */
public enum TdType {
  BOOL("BOOL", 1, FieldType.BOOLEAN),
  TINYINT("TINYINT", 1, FieldType.INTEGER),
  SMALLINT("SMALLINT", 2, FieldType.INTEGER),
  INT("INT", 4, FieldType.INTEGER),
  BIGINT("BIGINT", 8, FieldType.INTEGER),
  UTINYINT("TINYINT UNSIGNED", 1, FieldType.UNSIGNED),
  USMALLINT("SMALLINT UNSIGNED", 2, FieldType.UNSIGNED),
  UINT("INT UNSIGNED", 4, FieldType.UNSIGNED),
  UBIGINT("BIGINT UNSIGNED", 8, FieldType.UNSIGNED),
  FLOAT("FLOAT", 4, FieldType.FLOAT),
  DOUBLE("DOUBLE", 8, FieldType.FLOAT),
  TIMESTAMP("TIMESTAMP", 8, null),
  VARCHAR("VARCHAR", 1, FieldType.STRING),
  NCHAR("NCHAR", 4, FieldType.STRING),
  /** Any other: JSON, VARBINARY, GEOMETRY, DECIMAL, BLOB. Nothing is written to it. */
  OTHER("", 8, null);

  private final String sql;
  private final int bytes;
  private final FieldType holds;

  TdType(String sql, int bytes, FieldType holds) {
    this.sql = sql;
    this.bytes = bytes;
    this.holds = holds;
  }

  /** The name in SQL, without a length. */
  public String sql() {
    return sql;
  }

  /** True for the types that are declared with a length. */
  public boolean text() {
    return this == VARCHAR || this == NCHAR;
  }

  /** What a column of this type adds to the declared width of a row. */
  public int width(int length) {
    return text() ? bytes * length + 2 : bytes;
  }

  /** The longest that can be declared within so many bytes of row; negative where none can. */
  public int lengthWithin(int width) {
    return (width - 2) / bytes - (width < 2 ? 1 : 0);
  }

  /** True when values of a field type belong into a column of this type, size aside. */
  public boolean holds(FieldType type) {
    return holds == type;
  }

  /** True when it takes every value of the field type that it holds. */
  public boolean full() {
    return switch (this) {
      case BOOL, BIGINT, UBIGINT, DOUBLE, VARCHAR, NCHAR -> true;
      default -> false;
    };
  }

  /** As {@code DESCRIBE} spells it; BINARY is an old name of VARCHAR. */
  public static TdType of(String described) {
    String name = described.trim().toUpperCase(Locale.ROOT);
    if (name.equals("BINARY")) {
      return VARCHAR;
    }
    for (TdType type : values()) {
      if (type.sql.equals(name)) {
        return type;
      }
    }
    return OTHER;
  }
}
