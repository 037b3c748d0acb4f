package io.github.influx2tdengine.source.read;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.OptionalLong;

/**
 * The server's clock, from the {@code Date} headers of its answers. A header has whole seconds and
 * says only that the server's time was within that second somewhere between request and answer;
 * bounds from many answers narrow it down, and a local monotonic clock carries it on. The time
 * given is the lower bound: never ahead of the server. It never moves back.
 */
public final class ServerClock {
  private static final long SECOND = 1_000_000_000L;

  /** Bounds of the server's time minus the local monotonic time, in nanoseconds. */
  private long lowest = Long.MIN_VALUE;

  private long highest = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private int contradictions;

  /**
   * Takes a header into account.
   *
   * @param date the header's value; one that is no date is left out
   * @param sent the local monotonic time before the request, {@link System#nanoTime()}
   * @param received the same after the answer's headers
   */
  public synchronized void observe(String date, long sent, long received) {
    long seconds;
    try {
      seconds = Instant.from(parse(date)).getEpochSecond();
    } catch (DateTimeParseException e) {
      return;
    }
    long low = seconds * SECOND - received;
    long high = (seconds + 1) * SECOND - sent;
    if (low > highest || high < lowest) {
      // The server's clock was set, or a proxy made this header. One such answer changes nothing;
      // when they keep coming, they are right.
      contradictions++;
      if (contradictions < 3) {
        return;
      }
      lowest = low;
      highest = high;
    } else {
      lowest = Math.max(lowest, low);
      highest = Math.min(highest, high);
    }
    contradictions = 0;
  }

  private static ZonedDateTime parse(String date) {
    return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
  }

  /**
   * The server's time in nanoseconds since 1970 at the local monotonic time {@code now}; empty
   * before the first answer.
   */
  public synchronized OptionalLong at(long now) {
    if (lowest == Long.MIN_VALUE) {
      return OptionalLong.empty();
    }
    last = Math.max(last, lowest + now);
    return OptionalLong.of(last);
  }
}
