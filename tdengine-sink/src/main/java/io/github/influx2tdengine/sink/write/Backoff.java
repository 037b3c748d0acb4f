package io.github.influx2tdengine.sink.write;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits between retries: doubled each time up to the longest, with jitter so that the tasks of a
 * cluster do not all come back at once.
 */
public final class Backoff {
  private final long firstMs;
  private final long longestMs;
  private int attempts;

  public Backoff(long firstMs, long longestMs) {
    this.firstMs = firstMs;
    this.longestMs = Math.max(firstMs, longestMs);
  }

  /** How long to wait now, in milliseconds: between half and all of the step. */
  public long nextMs() {
    long step = attempts >= 30 ? longestMs : Math.min(longestMs, firstMs << attempts);
    attempts++;
    return step / 2 + ThreadLocalRandom.current().nextLong(step / 2 + 1);
  }

  public int attempts() {
    return attempts;
  }

  public void reset() {
    attempts = 0;
  }
}
