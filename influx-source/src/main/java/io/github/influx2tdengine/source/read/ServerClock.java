package io.github.influx2tdengine.source.read;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's clock, from the {@code Date} headers of its answers. A header has whole seconds and
 * says only that the server's time was within that second somewhere between request and answer;
 * bounds from many answers narrow it down, and a local monotonic clock carries it on. The time
 * given is the lower bound: never ahead of the server. It never moves back.
 *
 * <p>When the server's clock is set, it is followed only if this machine's clock agrees. A clock
 * that jumps ahead of the true time would have times read that nobody has written yet, and their
 * points would be behind the reader when they come.
 */
public final class ServerClock {
  private static final Logger LOG = LoggerFactory.getLogger(ServerClock.class);
  private static final long SECOND = 1_000_000_000L;

  /** Answers that must agree on another time: a single one may be a proxy's. */
  private static final int AGREEING = 3;

  /** Smaller steps are the drift of two clocks, and not worth a word. */
  private static final long NOTABLE = 10 * SECOND;

  private final LongSupplier wall;

  /** Of the server's time minus the local monotonic time. */
  private Bounds bounds = new Bounds(Long.MIN_VALUE, Long.MAX_VALUE);

  /** What the last answers said that do not fit the bounds, and how many they are. */
  private Bounds other = bounds;

  private int others;
  private boolean distrusted;
  private long last = Long.MIN_VALUE;

  private record Bounds(long lowest, long highest) {
    boolean meets(Bounds that) {
      return lowest <= that.highest && that.lowest <= highest;
    }

    Bounds and(Bounds that) {
      return new Bounds(Math.max(lowest, that.lowest), Math.min(highest, that.highest));
    }
  }

  /** With this machine's clock to compare with. */
  public ServerClock() {
    this(() -> System.currentTimeMillis() * 1_000_000L);
  }

  /**
   * @param wall this machine's time in nanoseconds since 1970
   */
  ServerClock(LongSupplier wall) {
    this.wall = wall;
  }

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
    Bounds said = new Bounds(seconds * SECOND - received, (seconds + 1) * SECOND - sent);
    if (said.meets(bounds)) {
      if (bounds.lowest == Long.MIN_VALUE) {
        warnIfApart(said.lowest + received);
      } else if (distrusted) {
        LOG.info("InfluxDB's clock is back at the time it is read by");
      }
      bounds = bounds.and(said);
      others = 0;
      distrusted = false;
      return;
    }
    if (others > 0 && said.meets(other)) {
      other = other.and(said);
      others++;
    } else {
      other = said;
      others = 1;
    }
    if (others >= AGREEING) {
      wasSet(received);
    }
  }

  private static ZonedDateTime parse(String date) {
    return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
  }

  private void warnIfApart(long server) {
    long apart = server - wall.getAsLong();
    if (Math.abs(apart) > NOTABLE) {
      LOG.warn(
          "InfluxDB's clock is {} {} this machine's; InfluxDB's counts for what is read",
          text(apart),
          apart > 0 ? "ahead of" : "behind");
    }
  }

  private void wasSet(long now) {
    long jump = other.lowest - bounds.lowest;
    long here = wall.getAsLong();
    boolean confirmed = Math.abs(other.lowest + now - here) <= Math.abs(bounds.lowest + now - here);
    if (confirmed || Math.abs(jump) <= NOTABLE) {
      if (Math.abs(jump) > NOTABLE) {
        LOG.warn(
            "InfluxDB's clock was set {} by {}{}",
            jump > 0 ? "forward" : "back",
            text(jump),
            jump > 0
                ? ""
                : "; nothing new is read until it has passed the time that was read up to, and"
                    + " points before that time are found by look-back only (lookback.ms)");
      }
      bounds = other;
      others = 0;
      distrusted = false;
    } else if (!distrusted) {
      distrusted = true;
      LOG.warn(
          "InfluxDB's clock went {} by {}, which this machine's clock does not confirm; reading"
              + " goes on by the time before. Set the clocks; if InfluxDB's is right now, restart"
              + " the connector",
          jump > 0 ? "forward" : "back",
          text(jump));
    }
  }

  private static Duration text(long nanos) {
    return Duration.ofSeconds(Math.abs(nanos) / SECOND);
  }

  /**
   * The server's time in nanoseconds since 1970 at the local monotonic time {@code now}; empty
   * before the first answer.
   */
  public synchronized OptionalLong at(long now) {
    if (bounds.lowest == Long.MIN_VALUE) {
      return OptionalLong.empty();
    }
    last = Math.max(last, bounds.lowest + now);
    return OptionalLong.of(last);
  }
}
