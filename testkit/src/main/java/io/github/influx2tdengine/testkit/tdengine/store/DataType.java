package io.github.influx2tdengine.testkit.tdengine.store;

import java.util.Locale;
import java.util.Optional;

/** TDengine's column types, with the numbers they have on the wire and the names DESCRIBE shows. */
public enum DataType {
  BOOL(1, "BOOL", 1),
  TINYINT(2, "TINYINT", 1),
  SMALLINT(3, "SMALLINT", 2),
  INT(4, "INT", 4),
  BIGINT(5, "BIGINT", 8),
  FLOAT(6, "FLOAT", 4),
  DOUBLE(7, "DOUBLE", 8),
  VARCHAR(8, "VARCHAR", 0),
  TIMESTAMP(9, "TIMESTAMP", 8),
  NCHAR(10, "NCHAR", 0),
  UTINYINT(11, "TINYINT UNSIGNED", 1),
  USMALLINT(12, "SMALLINT UNSIGNED", 2),
  UINT(13, "INT UNSIGNED", 4),
  UBIGINT(14, "BIGINT UNSIGNED", 8),
  VARBINARY(16, "VARBINARY", 0);

  private final int code;
  private final String label;
  private final int width;

  DataType(int code, String label, int width) {
    this.code = code;
    this.label = label;
    this.width = width;
  }

  /** The number of the type on the wire. */
  public int code() {
    return code;
  }

  /** The name DESCRIBE shows. */
  public String label() {
    return label;
  }

  /** Bytes of one value; 0 for types with a declared length. */
  public int width() {
    return width;
  }

  /** Whether the type is declared with a length. */
  public boolean sized() {
    return width == 0;
  }

  public boolean isText() {
    return this == VARCHAR || this == NCHAR;
  }

  public boolean isFloating() {
    return this == FLOAT || this == DOUBLE;
  }

  public boolean isUnsigned() {
    return this == UTINYINT || this == USMALLINT || this == UINT || this == UBIGINT;
  }

  /** Integers of any width, signed or not. */
  public boolean isInteger() {
    return this == TINYINT || this == SMALLINT || this == INT || this == BIGINT || isUnsigned();
  }

  /** The type with this number on the wire. */
  public static Optional<DataType> ofCode(int code) {
    for (DataType type : values()) {
      if (type.code == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The type SQL calls this, without UNSIGNED. */
  public static Optional<DataType> ofSql(String word, boolean unsigned) {
    String name = word.toUpperCase(Locale.ROOT);
    DataType type =
        switch (name) {
          case "BOOL" -> BOOL;
          case "TINYINT" -> unsigned ? UTINYINT : TINYINT;
          case "SMALLINT" -> unsigned ? USMALLINT : SMALLINT;
          case "INT", "INTEGER" -> unsigned ? UINT : INT;
          case "BIGINT" -> unsigned ? UBIGINT : BIGINT;
          case "FLOAT" -> FLOAT;
          case "DOUBLE" -> DOUBLE;
          case "VARCHAR", "BINARY" -> VARCHAR;
          case "TIMESTAMP" -> TIMESTAMP;
          case "NCHAR" -> NCHAR;
          case "VARBINARY" -> VARBINARY;
          default -> null;
        };
    return Optional.ofNullable(type);
  }
}
