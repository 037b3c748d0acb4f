package io.github.influx2tdengine.source.read;

import java.io.IOException;

/** A window holds more than may be in memory at once; it must be read in parts. */
public final class WindowTooLarge extends IOException {
  private static final long serialVersionUID = 1L;

  private final long points;
  private final long first;
  private final long last;

  /**
   * @param points how many had come when reading stopped
   * @param first the earliest of their times
   * @param last the latest
   */
  WindowTooLarge(long points, long first, long last) {
    super("the window holds more than " + points + " points");
    this.points = points;
    this.first = first;
    this.last = last;
  }

  public long points() {
    return points;
  }

  /** The earliest time of the points that came; there may be earlier ones. */
  public long first() {
    return first;
  }

  /** The latest time of the points that came. */
  public long last() {
    return last;
  }
}
