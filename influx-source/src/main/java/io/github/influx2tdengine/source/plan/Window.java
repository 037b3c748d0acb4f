package io.github.influx2tdengine.source.plan;

import java.util.ArrayList;
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

  /** Whether points at these times take up so little of it that halving would come near slowly. */
  public boolean surrounds(long first, long last) {
    return first >= from && last < to && last - first >= 0 && last - first < length() / 8;
  }

  /** Windows that together are this one, one of them from the first time to the last. */
  public List<Window> around(long first, long last) {
    List<Window> parts = new ArrayList<>();
    if (from < first) {
      parts.add(new Window(from, first));
    }
    parts.add(new Window(first, last + 1));
    if (last + 1 < to) {
      parts.add(new Window(last + 1, to));
    }
    return parts;
  }

  @Override
  public String toString() {
    return "[" + TimeText.format(from) + ", " + TimeText.format(to) + ")";
  }
}
