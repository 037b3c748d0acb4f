package io.github.influx2tdengine.source;

import io.github.influx2tdengine.points.ColumnValues;
import io.github.influx2tdengine.points.LinePrecision;
import io.github.influx2tdengine.points.RecordReader;
import io.github.influx2tdengine.points.SeriesBlock;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Points by series and time, each with its values by {@code field:type}, for comparing what was
 * written with what was read. Floats are compared by their bits.
 */
final class Points {
  private final Map<String, Map<String, Object>> points = new TreeMap<>();
  private final RecordReader reader = new RecordReader(LinePrecision.NS);
  private long repeated;

  static Points ofLines(Stream<String> lines) {
    Points points = new Points();
    lines.forEach(points::add);
    return points;
  }

  void add(Object value) {
    var decoded = reader.read(value);
    if (!decoded.bad().isEmpty()) {
      throw new AssertionError("not readable: " + decoded.bad());
    }
    decoded.blocks().forEach(this::add);
  }

  private void add(SeriesBlock block) {
    for (int row = 0; row < block.rows(); row++) {
      String key = block.series() + " " + block.time(row);
      Map<String, Object> values = new TreeMap<>();
      for (ColumnValues column : block.columns()) {
        if (!column.isNull(row)) {
          Object value = column.get(row);
          values.put(column.column().name() + ":" + column.type().label(), bits(value));
        }
      }
      Map<String, Object> before = points.putIfAbsent(key, values);
      if (before != null) {
        repeated++;
        before.putAll(values);
      }
    }
  }

  private static Object bits(Object value) {
    return value instanceof Double number
        ? number + " (" + Long.toHexString(Double.doubleToRawLongBits(number)) + ")"
        : value;
  }

  Map<String, Map<String, Object>> all() {
    return points;
  }

  int size() {
    return points.size();
  }

  /** How often a point came that had come before. */
  long repeated() {
    return repeated;
  }
}
