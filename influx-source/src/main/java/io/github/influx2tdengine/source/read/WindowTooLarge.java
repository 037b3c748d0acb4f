package io.github.influx2tdengine.source.read;

import java.io.IOException;

/** A window holds more than may be in memory at once; it must be read in parts. */
public final class WindowTooLarge extends IOException {
  private static final long serialVersionUID = 1L;

  private final long points;

  /**
   * @param points how many had come when reading stopped
   */
  WindowTooLarge(long points) {
    super("the window holds more than " + points + " points");
    this.points = points;
  }

  public long points() {
    return points;
  }
}
