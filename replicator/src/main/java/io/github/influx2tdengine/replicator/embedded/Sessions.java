package io.github.influx2tdengine.replicator.embedded;

import java.time.Duration;

/**
 * How long silence within this process is taken for a pause and not for a death, in milliseconds.
 *
 * <p>Short sessions make a run that was killed go on soon: the next one waits for the dead one's to
 * end. Sessions shorter than a machine's pauses make broker, worker and tasks give each other up
 * while all of them are alive, and start over without end. A machine that takes long for a part of
 * the start has long pauses, so sessions grow with what that took.
 *
 * @param broker the broker's at its controller
 * @param worker the worker's, and its consumers', at the broker
 */
record Sessions(long broker, long worker) {
  private static final long MAX = 120_000;

  /**
   * @param loading what loading the broker's settings took when this process did it first: some 0.6
   *     s on a machine at rest
   */
  static Sessions after(Duration loading) {
    long millis = loading.toMillis();
    return new Sessions(within(3_000, 4 * millis), within(4_000, 6 * millis));
  }

  private static long within(long least, long millis) {
    return Math.max(least, Math.min(MAX, millis));
  }
}
