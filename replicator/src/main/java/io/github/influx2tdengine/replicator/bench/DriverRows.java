package io.github.influx2tdengine.replicator.bench;

import io.github.influx2tdengine.points.Column;
import io.github.influx2tdengine.points.ColumnValues;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.points.Tags;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Rows laid out as the driver's columnar calls take them, in plain lists: of one field set, and
 * within it each subtable once.
 */
final class DriverRows {
  private final List<Column> columns;
  private final Map<String, Subtable> subtables = new LinkedHashMap<>();
  private int rows;

  /** The rows of one subtable: times, and for each column its values. */
  record Subtable(String name, Tags tags, List<Long> times, List<List<Object>> values) {}

  private DriverRows(List<Column> columns) {
    this.columns = columns;
  }

  List<Column> columns() {
    return columns;
  }

  Iterable<Subtable> subtables() {
    return subtables.values();
  }

  int rows() {
    return rows;
  }

  /**
   * The batches of some blocks, one for each field set.
   *
   * @param names a subtable's name for a series
   */
  static List<DriverRows> of(List<SeriesBlock> blocks, Function<SeriesKey, String> names) {
    Map<List<Column>, DriverRows> byColumns = new LinkedHashMap<>();
    for (SeriesBlock block : blocks) {
      Map<BitSet, DriverRows> byPresence = new LinkedHashMap<>();
      for (int row = 0; row < block.rows(); row++) {
        BitSet present = new BitSet();
        for (int i = 0; i < block.columns().size(); i++) {
          present.set(i, !block.columns().get(i).isNull(row));
        }
        byPresence
            .computeIfAbsent(
                present,
                key ->
                    byColumns.computeIfAbsent(
                        key.stream().mapToObj(i -> block.columns().get(i).column()).toList(),
                        DriverRows::new))
            .add(block, row, names.apply(block.series()));
      }
    }
    return new ArrayList<>(byColumns.values());
  }

  private void add(SeriesBlock block, int row, String table) {
    Subtable subtable =
        subtables.computeIfAbsent(
            table,
            name -> {
              List<List<Object>> values = new ArrayList<>();
              columns.forEach(column -> values.add(new ArrayList<>()));
              return new Subtable(name, block.series().tags(), new ArrayList<>(), values);
            });
    subtable.times().add(block.time(row));
    int at = 0;
    for (ColumnValues values : block.columns()) {
      if (!values.isNull(row)) {
        subtable.values().get(at++).add(values.get(row));
      }
    }
    rows++;
  }
}
