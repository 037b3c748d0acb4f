package io.github.influx2tdengine.sink.schema;

/** The type that string fields get; the setting {@code string.type}. */
public enum StringType {
  VARCHAR(TdType.VARCHAR),
  NCHAR(TdType.NCHAR);

  private final TdType type;

  StringType(TdType type) {
    this.type = type;
  }

  public TdType type() {
    return type;
  }
}
