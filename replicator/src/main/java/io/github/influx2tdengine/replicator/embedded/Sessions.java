package io.github.influx2tdengine.replicator.embedded;

import java.time.Duration;

/**
 * How long silence within this process is taken for a pause and not for a death, in milliseconds.
 *
 * <p>Short sessions make a run that was killed go on soon: the next one waits for the dead one's to
 * end. Sessions shorter than a machine's pauses make broker, worker and tasks give each other up
 * while all of them are alive, and start over without end. A machine that takes long to start them
 * has long pauses, so sessions grow with what a part of the start took.
 */
final class Sessions {
  private static final long MAX = 120_000;

  private Sessions() {}

  /**
   * The broker's at its controller.
   *
   * @param loading what loading the broker's settings took: 0.3 s on a machine at rest
   */
  static long broker(Duration loading) {
    return within(6_000, 20 * loading.toMillis());
  }

  /**
   * The worker's and its consumers' at the broker.
   *
   * @param starting what starting the broker took: 2 s on a machine at rest
   */
  static long worker(Duration starting) {
    return within(10_000, 2 * starting.toMillis());
  }

  private static long within(long least, long millis) {
    return Math.max(least, Math.min(MAX, millis));
  }
}
