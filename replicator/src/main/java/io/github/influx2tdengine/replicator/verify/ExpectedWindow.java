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
  private long rows;

  /** Blocks of one subtable; all of one series, or two series met in one name. */
  private static final class Subtable {
    private final SeriesKey series;
    private final List<PlacedBlock> blocks = new ArrayList<>(1);

    Subtable(SeriesKey series) {
      this.series = series;
    }
  }

  private record PlacedBlock(SeriesBlock block, ColumnPlan.Placement placement, BitSet seen) {
    /** The row of a time, negative where the block has none; times ascend. */
    int row(long time) {
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
          return middle;
        }
      }
      return -1;
    }
  }

  ExpectedWindow(String measurement, ColumnPlan plan, Placement placement) {
    this.measurement = measurement;
    this.plan = plan;
    this.placement = placement;
  }

  void add(SeriesBlock block, Differences differences) {
    Subtable subtable =
        subtables.computeIfAbsent(
            placement.subtable(block.series()), name -> new Subtable(block.series()));
    if (!subtable.series.equals(block.series())) {
      differences.add(
          new Difference(
              Difference.Kind.TABLE,
              measurement,
              block.series().toString(),
              block.time(0),
              "",
              "",
              "series " + block.series() + " and " + subtable.series + " share one subtable"));
      return;
    }
    rows += block.rows();
    subtable.blocks.add(new PlacedBlock(block, plan.place(block), new BitSet(block.rows())));
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

  /** Holds a row of TDengine against what is expected; {@code values} are by the plan's columns. */
  void actual(String name, long time, Object[] values, Differences differences) {
    Subtable subtable = subtables.get(name);
    if (subtable != null) {
      for (PlacedBlock placed : subtable.blocks) {
        int row = placed.row(time);
        if (row >= 0) {
          placed.seen.set(row);
          compare(placed, row, values, differences);
          return;
        }
      }
    }
    differences.add(
        new Difference(
            Difference.Kind.EXTRA,
            measurement,
            subtable == null ? "subtable " + name : subtable.series.toString(),
            time,
            "",
            "",
            ""));
  }

  private void compare(PlacedBlock placed, int row, Object[] values, Differences differences) {
    for (int column = 0; column < values.length; column++) {
      Optional<ColumnValues> expected = placed.placement.value(column, row);
      Object actual = values[column];
      boolean same =
          expected.isPresent()
              ? actual != null && ValueCheck.same(expected.get(), row, actual)
              : actual == null;
      if (!same) {
        differences.add(
            value(
                placed,
                row,
                plan.column(column),
                expected.map(found -> String.valueOf(found.get(row))).orElse(""),
                actual == null ? "" : actual.toString()));
      }
    }
    for (ColumnValues homeless : placed.placement.homeless()) {
      if (!homeless.isNull(row)) {
        differences.add(
            value(placed, row, homeless.column().name(), String.valueOf(homeless.get(row)), ""));
      }
    }
  }

  private Difference value(PlacedBlock placed, int row, String field, String left, String right) {
    return new Difference(
        Difference.Kind.VALUE,
        measurement,
        placed.block.series().toString(),
        placed.block.time(row),
        field,
        left,
        right);
  }

  /** Reports what TDengine did not show. */
  void finish(Differences differences) {
    for (Subtable subtable : subtables.values()) {
      for (PlacedBlock placed : subtable.blocks) {
        for (int row = placed.seen.nextClearBit(0);
            row < placed.block.rows();
            row = placed.seen.nextClearBit(row + 1)) {
          differences.add(
              new Difference(
                  Difference.Kind.MISSING,
                  measurement,
                  subtable.series.toString(),
                  placed.block.time(row),
                  "",
                  "",
                  ""));
        }
      }
    }
  }
}
