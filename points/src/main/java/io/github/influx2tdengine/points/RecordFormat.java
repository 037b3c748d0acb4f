package io.github.influx2tdengine.points;

import java.util.Locale;

/** How points are laid out in a record's value; the setting {@code record.format}. */
public enum RecordFormat {
  /** STRING: line protocol with times in nanoseconds, a line for each point. */
  LINE,
  /** A {@link StructFormat#pointSchema(java.util.List) Point}, or an ARRAY of them. */
  STRUCT,
  /** BYTES: the message of a {@link PackedBlock}. */
  BLOCK;

  /**
   * @param name {@code line}, {@code struct} or {@code block}
   * @throws IllegalArgumentException for any other
   */
  public static RecordFormat of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
