package io.github.influx2tdengine.source.plan;

/**
 * When the server may be asked next: so that it is busy for no more than a given share of the time,
 * and that no more than so many points a second come. Reads that overlap count one after the other.
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
    double share = load < 1 ? busy / load : 0;
    if (pointsPerSecond > 0) {
      share = Math.max(share, points / pointsPerSecond * 1e9);
    }
    if (share > 0) {
      long begin = now - busy;
      next = (next == Long.MIN_VALUE ? begin : Math.max(next, begin)) + (long) share;
    }
  }

  /** Nanoseconds until the next read may begin; 0 when it may now. */
  public long remaining(long now) {
    return next == Long.MIN_VALUE ? 0 : Math.max(0, next - now);
  }
}
