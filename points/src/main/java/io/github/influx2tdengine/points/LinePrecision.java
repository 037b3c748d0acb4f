package io.github.influx2tdengine.points;

import java.util.Locale;

/** The unit of the times in line protocol text. */
public enum LinePrecision {
  NS(1),
  US(1_000),
  MS(1_000_000),
  S(1_000_000_000);

  private final long nanos;

  LinePrecision(long nanos) {
    this.nanos = nanos;
  }

  /**
   * @param name {@code ns}, {@code us}, {@code ms} or {@code s}
   * @throws IllegalArgumentException for any other
   */
  public static LinePrecision of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /**
   * @throws ArithmeticException where the time does not fit 64 bits of nanoseconds
   */
  long toNanos(long time) {
    return Math.multiplyExact(time, nanos);
  }
}
