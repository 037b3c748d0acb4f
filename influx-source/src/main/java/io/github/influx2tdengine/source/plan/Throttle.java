package io.github.influx2tdengine.source.plan;

/**
 * When the server may be asked next: after each read it is left alone for so long that it was busy
 * for no more than a given share of the time, and that no more than so many points a second came.
 */
public final class Throttle {
  private final double pointsPerSecond;
  private long next = Long.MIN_VALUE;

  /**
   * @param pointsPerSecond 0 for no limit
   */
  public Throttle(double pointsPerSecond) {
    this.pointsPerSecond = pointsPerSecond;
  }

  /**
   * A read has ended.
   *
   * @param now monotonic nanoseconds
   * @param busy nanoseconds that the server was busy with it
   * @param points how many came
   * @param load the share of time that it may be busy
   */
  public void done(long now, long busy, long points, double load) {
    double pause = busy * (1 / load - 1);
    if (pointsPerSecond > 0) {
      pause = Math.max(pause, points / pointsPerSecond * 1e9 - busy);
    }
    if (pause > 0) {
      long begin = next == Long.MIN_VALUE ? now : Math.max(next, now);
      next = begin + (long) pause;
    }
  }

  /** Nanoseconds until the next read may begin; 0 when it may now. */
  public long remaining(long now) {
    return next == Long.MIN_VALUE ? 0 : Math.max(0, next - now);
  }
}
