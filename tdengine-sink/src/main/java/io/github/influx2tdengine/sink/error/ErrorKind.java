package io.github.influx2tdengine.sink.error;

/** What to do about an error of TDengine or its driver. */
public enum ErrorKind {
  /** Goes away by itself: keep the rows, wait, try again. */
  TRANSIENT,
  /** The table is not what was thought: describe it again, change it where needed, try again. */
  STALE_SCHEMA,
  /** Some row is at fault: find it, refuse it, write the others. */
  BAD_ROWS,
  /** Only an administrator can mend it: fail at once and say what is missing. */
  CONFIGURATION,
  /** A code not known here: tried a few times, then taken for bad rows. */
  UNKNOWN
}
