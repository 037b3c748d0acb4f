package io.github.influx2tdengine.source.plan;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * Times as text and as nanoseconds since 1970-01-01T00:00:00Z. InfluxDB keeps times from
 * 1677-09-21T00:12:43.145224194Z to 2262-04-11T23:47:16.854775806Z.
 */
public final class TimeText {
  /** The earliest time a point can have in InfluxDB: the smallest long plus 2. */
  public static final long MIN = Long.MIN_VALUE + 2;

  /** One past the latest time a point can have in InfluxDB. */
  public static final long END = Long.MAX_VALUE;

  private static final DateTimeFormatter NANOS =
      new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

  private TimeText() {}

  /** {@code 2026-01-01T00:00:00.000000000Z}: always UTC, always nine digits. */
  public static String format(long nanos) {
    return NANOS.format(
        Instant.ofEpochSecond(
            Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L)));
  }

  /**
   * An RFC 3339 time with its zone, to nanoseconds.
   *
   * @throws IllegalArgumentException when it is none, has no zone, or InfluxDB cannot hold it; the
   *     message says which
   */
  public static long parse(String text) {
    OffsetDateTime time;
    try {
      time = OffsetDateTime.parse(text.trim());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not an RFC 3339 time with a zone; write it like "
              + "2026-01-31T00:00:00Z (UTC)",
          e);
    }
    try {
      Instant instant = time.withOffsetSameInstant(ZoneOffset.UTC).toInstant();
      // Multiplying first would overflow for the earliest second, which is only partly in range.
      long seconds = instant.getEpochSecond();
      long nanos =
          seconds < 0
              ? Math.addExact(
                  Math.multiplyExact(seconds + 1, 1_000_000_000L),
                  instant.getNano() - 1_000_000_000L)
              : Math.addExact(Math.multiplyExact(seconds, 1_000_000_000L), instant.getNano());
      if (nanos < MIN) {
        throw new ArithmeticException("before the first");
      }
      return nanos;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is outside the times InfluxDB holds, "
              + format(MIN)
              + " to "
              + format(END),
          e);
    }
  }
}
