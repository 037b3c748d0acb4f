package io.github.influx2tdengine.testkit.influx;

import java.time.Duration;

/** The server's limits on one query: {@code max-select-point} and {@code query-timeout}. */
final class PointLimit {
  private final long maxPoints;
  private final long deadline;
  private long points;

  /**
   * @param maxPoints 0 for no limit
   * @param timeout zero for none
   */
  PointLimit(long maxPoints, Duration timeout) {
    this.maxPoints = maxPoints;
    this.deadline = timeout.isZero() ? 0 : System.nanoTime() + timeout.toNanos();
  }

  void count() {
    points++;
    if (maxPoints > 0 && points > maxPoints) {
      // Spelt so by InfluxDB.
      throw new QueryException(
          "max-select-point limit exceeed: (%d/%d)".formatted(points, maxPoints));
    }
    if (deadline != 0 && System.nanoTime() - deadline > 0) {
      throw new QueryException("query-timeout limit exceeded");
    }
  }
}
