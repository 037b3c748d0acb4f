package io.github.influx2tdengine.replicator.verify;

import java.time.Duration;

/**
 * How long the stretches of time are in which values are counted. Each should keep the servers busy
 * for some seconds: progress shows, and load is shared. Where a count takes longer than that
 * however short the stretch is, as with very many series, they become longer as long as that costs
 * nothing.
 */
final class CountedLength {
  /** Shorter ones are only for a server that refuses to count more at once. */
  static final long FIRST = Duration.ofHours(1).toNanos();

  static final long LONGEST = Duration.ofDays(30).toNanos();

  private static final long BUSY = Duration.ofSeconds(2).toNanos();

  private long length = FIRST;

  /** The last count, and the last of another length; zero before there is one. */
  private long counted;

  private long took;
  private long otherCounted;
  private long otherTook;

  /** Of the next stretch, in nanoseconds. */
  long nanos() {
    return length;
  }

  /** Counting in a stretch of this length took so long. */
  void took(long nanos) {
    if (counted != length) {
      otherCounted = counted;
      otherTook = took;
    }
    counted = length;
    took = nanos;
    if (nanos < BUSY / 2 || longerCostsNothing()) {
      length = Math.min(LONGEST, length * 2);
    } else if (nanos > 2 * BUSY) {
      length = Math.min(length, Math.max(FIRST, length / 2));
    }
  }

  /** Whether the longer of two stretches took about as long as the other; tried at first. */
  private boolean longerCostsNothing() {
    if (otherCounted == 0) {
      return counted == FIRST;
    }
    return counted > otherCounted ? took < otherTook / 4 * 5 : otherTook < took / 4 * 5;
  }

  /** The server does not count in a stretch as long as this one. */
  void tooLong(long nanos) {
    length = Math.max(1, nanos / 2);
  }
}
