package io.github.influx2tdengine.points;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Blocks as rows that compare by value and print readably; floats by their bits. */
final class Rows {
  private Rows() {}

  /** {@code series time {field:type=value, …}}, in the order of the rows. */
  static List<String> of(Collection<SeriesBlock> blocks) {
    List<String> rows = new ArrayList<>();
    for (SeriesBlock block : blocks) {
      for (int row = 0; row < block.rows(); row++) {
        Map<String, Object> fields = new TreeMap<>();
        for (ColumnValues values : block.columns()) {
          if (!values.isNull(row)) {
            fields.put(
                values.column().name() + ":" + values.type().label(),
                values.type() == FieldType.FLOAT
                    ? Double.doubleToRawLongBits(values.getDouble(row))
                    : values.get(row));
          }
        }
        rows.add(block.series() + " " + block.time(row) + " " + fields);
      }
    }
    return rows;
  }

  static List<String> of(SeriesBlock block) {
    return of(List.of(block));
  }
}
