package io.github.influx2tdengine.source.plan;

import java.util.List;

/**
 * A half-open range of time of one measurement, the unit of reading.
 *
 * @param from first nanosecond, inclusive
 * @param to last nanosecond, exclusive; greater than {@code from}
 */
public record Window(long from, long to) {
  public Window {
    if (to <= from) {
      throw new IllegalArgumentException("window ends at " + to + ", before it begins at " + from);
    }
  }

  /** Nanoseconds; the longest possible where the range is wider than a long counts. */
  public long length() {
    long length = to - from;
    return length < 0 ? Long.MAX_VALUE : length;
  }

  /** Whether it can be split: it is longer than a nanosecond. */
  public boolean divisible() {
    return length() > 1;
  }

  /** Two windows that together are this one. */
  public List<Window> halves() {
    // Halved one by one, since the sum of both may be more than a long holds.
    long middle = from / 2 + to / 2 + (from % 2 + to % 2) / 2;
    middle = middle <= from ? from + 1 : middle;
    return List.of(new Window(from, middle), new Window(middle, to));
  }

  @Override
  public String toString() {
    return "[" + TimeText.format(from) + ", " + TimeText.format(to) + ")";
  }
}
