package io.github.influx2tdengine.sink.schema;

import java.util.Locale;

/** The unit of a database's times. */
public enum Precision {
  MS(1_000_000),
  US(1_000),
  NS(1);

  private final long nanos;

  Precision(long nanos) {
    this.nanos = nanos;
  }

  public static Precision of(String name) {
    return valueOf(name.trim().toUpperCase(Locale.ROOT));
  }

  /** Nanoseconds since 1970 in this unit, cut off towards the past. */
  public long fromNanos(long time) {
    return nanos == 1 ? time : Math.floorDiv(time, nanos);
  }
}
