package io.github.influx2tdengine.source.read;

import io.github.influx2tdengine.points.SeriesKey;
import java.util.List;

/** Is shown the points of a window as they came, undecoded. */
public interface PointVisitor {
  /**
   * The next points are of this series and have these columns, the time not among them. A column
   * whose values depend on what else the query touched has an empty name.
   */
  void series(SeriesKey series, List<String> columns);

  /** A point; {@link #value} is called before for each of its values. */
  void point(long time);

  /**
   * A value of the next point, in MessagePack.
   *
   * @param column its place in the columns
   */
  void value(int column, byte[] bytes, int offset, int length);
}
