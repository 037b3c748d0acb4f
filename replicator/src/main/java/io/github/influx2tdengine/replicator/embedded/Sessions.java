package io.github.influx2tdengine.replicator.embedded;

import java.lang.management.ManagementFactory;

/**
 * How long silence within this process is taken for a pause and not for a death, in milliseconds.
 *
 * <p>Short sessions make a run that was killed go on soon: the next one waits for the dead one's to
 * end. Sessions shorter than a machine's pauses make broker, worker and tasks give each other up
 * while all of them are alive, and start over without end. A machine that took long to start has
 * long pauses, so sessions grow with the time that this took so far.
 */
final class Sessions {
  private static final long MAX = 120_000;

  private Sessions() {}

  /** The broker's at its controller; to be asked before the broker starts. */
  static long broker() {
    return within(6_000, 5 * uptime());
  }

  /** The worker's and its consumers' at the broker; to be asked when the broker has started. */
  static long worker() {
    return within(10_000, 2 * uptime());
  }

  private static long within(long least, long millis) {
    return Math.max(least, Math.min(MAX, millis));
  }

  private static long uptime() {
    return ManagementFactory.getRuntimeMXBean().getUptime();
  }
}
