package io.github.influx2tdengine.sink.schema;

/** What happens to a value whose type is not its column's; the setting {@code type.conflict}. */
public enum TypeConflict {
  /** It gets a column of its own, {@code <field>_<type>}. */
  COLUMN,
  /** An integer goes into a DOUBLE column where that is exact; otherwise as {@link #COLUMN}. */
  WIDEN,
  /** The row is refused. */
  FAIL
}
