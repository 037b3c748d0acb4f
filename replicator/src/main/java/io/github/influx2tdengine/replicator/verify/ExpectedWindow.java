package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.points.ColumnValues;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.sink.schema.Placement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The points of one window of one measurement as InfluxDB has them, arranged as TDengine should: by
 * subtable, time and column. Rows of TDengine are held against it in any order; what was never
 * asked for is missing there.
 */
final class ExpectedWindow {
  private final String measurement;
  private final ColumnPlan plan;
  private final Placement placement;
  private final Map<String, Subtable> subtables = new HashMap<>();
  private String lastName = "";
  private Subtable lastSubtable;
  private long rows;

  /** Blocks of one subtable; all of one series, or two series met in one name. */
  private static final class Subtable {
    private final String name;
    private final SeriesKey series;
    private final List<PlacedBlock> blocks = new ArrayList<>(1);
    private int current;
    private boolean shared;

    Subtable(String name, SeriesKey series) {
      this.name = name;
      this.series = series;
    }

    /** The block that has a row of this time, its place in it set; null where none has. */
    PlacedBlock find(long time) {
      for (int i = 0; i < blocks.size(); i++) {
        int at = current + i < blocks.size() ? current + i : current + i - blocks.size();
        PlacedBlock placed = blocks.get(at);
        if (placed.find(time)) {
          current = at;
          return placed;
        }
      }
      return null;
    }
  }

  private static final class PlacedBlock {
    private final SeriesBlock block;
    private final ColumnPlan.Placement placement;
    private final BitSet seen;
    private int row = -1;

    PlacedBlock(SeriesBlock block, ColumnPlan.Placement placement) {
      this.block = block;
      this.placement = placement;
      this.seen = new BitSet(block.rows());
    }

    /** Finds the row of a time: most often it is the one behind that found last. */
    boolean find(long time) {
      if (row + 1 < block.rows() && block.time(row + 1) == time) {
        row++;
        return true;
      }
      int low = 0;
      int high = block.rows() - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        long at = block.time(middle);
        if (at < time) {
          low = middle + 1;
        } else if (at > time) {
          high = middle - 1;
        } else {
          row = middle;
          return true;
        }
      }
      return false;
    }
  }

  ExpectedWindow(String measurement, ColumnPlan plan, Placement placement) {
    this.measurement = measurement;
    this.plan = plan;
    this.placement = placement;
  }

  void add(SeriesBlock block, Found found) {
    String name = placement.subtable(block.series());
    Subtable subtable = subtables.computeIfAbsent(name, key -> new Subtable(key, block.series()));
    if (!subtable.series.equals(block.series())) {
      subtable.shared = true;
      found.add(
          new Difference(
              Difference.Kind.TABLE,
              measurement,
              name,
              Optional.of(block.series()),
              block.time(0),
              "",
              Optional.empty(),
              Optional.of(
                  "series " + block.series() + " and " + subtable.series + " share one subtable")));
      return;
    }
    rows += block.rows();
    subtable.blocks.add(new PlacedBlock(block, plan.place(block)));
  }

  /** Points of InfluxDB in this window. */
  long rows() {
    return rows;
  }

  /** Series by the subtable they should be in. */
  Map<String, SeriesKey> series() {
    Map<String, SeriesKey> series = new HashMap<>();
    subtables.forEach((name, subtable) -> series.put(name, subtable.series));
    return series;
  }

  /** The time of the first point that belongs into a subtable. */
  long firstTime(String subtable) {
    return subtables.get(subtable).blocks.get(0).block.time(0);
  }

  /** Holds a row of TDengine against what is expected; {@code values} are by the plan's columns. */
  void actual(String name, long time, Object[] values, Found found) {
    if (!name.equals(lastName)) {
      lastName = name;
      lastSubtable = subtables.get(name);
    }
    PlacedBlock placed = lastSubtable == null ? null : lastSubtable.find(time);
    if (placed != null) {
      placed.seen.set(placed.row);
      compare(placed, placed.row, values, found);
    } else if (lastSubtable == null || !lastSubtable.shared) {
      // In a shared subtable it may be the other series' row, and that series share it is told.
      found.add(
          Difference.extra(
              measurement,
              name,
              Optional.ofNullable(lastSubtable).map(subtable -> subtable.series),
              time));
    }
  }

  private void compare(PlacedBlock placed, int row, Object[] values, Found found) {
    for (int column = 0; column < values.length; column++) {
      if (!placed.placement.same(column, row, values)) {
        found.add(
            value(
                placed,
                row,
                plan.column(column),
                placed.placement.value(column, row, values).map(known -> text(known, row)),
                Optional.ofNullable(values[column]).map(Object::toString)));
      }
    }
    for (ColumnValues homeless : placed.placement.homeless()) {
      if (!homeless.isNull(row)) {
        found.add(
            value(
                placed,
                row,
                homeless.column().name(),
                Optional.of(text(homeless, row)),
                Optional.empty()));
      }
    }
  }

  private static String text(ColumnValues values, int row) {
    return String.valueOf(values.get(row));
  }

  private Difference value(
      PlacedBlock placed, int row, String field, Optional<String> left, Optional<String> right) {
    return new Difference(
        Difference.Kind.VALUE,
        measurement,
        placement.subtable(placed.block.series()),
        Optional.of(placed.block.series()),
        placed.block.time(row),
        field,
        left,
        right);
  }

  /** Reports what TDengine did not show. */
  void finish(Found found) {
    for (Subtable subtable : subtables.values()) {
      for (PlacedBlock placed : subtable.blocks) {
        for (int row = placed.seen.nextClearBit(0);
            row < placed.block.rows();
            row = placed.seen.nextClearBit(row + 1)) {
          found.add(
              Difference.missing(
                  measurement, subtable.name, subtable.series, placed.block.time(row)));
        }
      }
    }
  }
}
