package io.github.influx2tdengine.sink.batch;

import java.util.Locale;

/** Why a row was refused; the names are those of metrics and headers. */
public enum Reason {
  /** The record or row is no point in any known format. */
  FORMAT,
  /** Older than the database keeps. */
  EXPIRED,
  /** Beyond the times the database can hold. */
  TIME,
  /** Text longer than any column can be. */
  TEXT,
  /** A tag set that the table cannot hold. */
  TAGS,
  /** A field that the table has no room for. */
  COLUMNS,
  /** A value whose type or size is not the column's, where {@code type.conflict} says fail. */
  TYPE,
  /** Another measurement or series has the table. */
  TAKEN,
  /** The server refused the row. */
  SERVER;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
