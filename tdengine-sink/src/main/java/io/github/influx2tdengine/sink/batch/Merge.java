package io.github.influx2tdengine.sink.batch;

import io.github.influx2tdengine.points.ColumnValues;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.sink.schema.Precision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes the times of a subtable's rows distinct: of rows with one time the later record's value
 * wins for each field, whatever its type. The server would merge them likewise, but counts them
 * once, and the count is what tells whether a batch was written.
 */
final class Merge {
  private Merge() {}

  static List<Segment> of(List<Pending> blocks, Precision precision) {
    if (ascending(blocks, precision)) {
      return blocks.stream().map(Segment::of).toList();
    }
    Map<Long, List<Segment.Source>> byTime = new TreeMap<>();
    for (Pending pending : blocks) {
      SeriesBlock block = pending.block();
      for (int row = 0; row < block.rows(); row++) {
        if (!pending.refused(row)) {
          byTime
              .computeIfAbsent(precision.fromNanos(block.time(row)), time -> new ArrayList<>(1))
              .add(new Segment.Source(pending, row));
        }
      }
    }
    SeriesBlock.Builder merged =
        new SeriesBlock.Builder(blocks.get(0).block().series(), byTime.size());
    List<List<Segment.Source>> sources = new ArrayList<>(byTime.size());
    for (List<Segment.Source> rows : byTime.values()) {
      append(merged, rows);
      sources.add(rows);
    }
    return List.of(new Segment(merged.build(), null, sources));
  }

  /** True when each time is behind the one before it, through all blocks: then none repeats. */
  private static boolean ascending(List<Pending> blocks, Precision precision) {
    boolean first = true;
    long previous = 0;
    for (Pending pending : blocks) {
      SeriesBlock block = pending.block();
      for (int row = 0; row < block.rows(); row++) {
        long time = precision.fromNanos(block.time(row));
        if (!first && time <= previous) {
          return false;
        }
        first = false;
        previous = time;
      }
    }
    return true;
  }

  private static void append(SeriesBlock.Builder merged, List<Segment.Source> rows) {
    Segment.Source last = rows.get(rows.size() - 1);
    if (rows.size() == 1) {
      merged.copyRow(last.pending().block(), last.row());
      return;
    }
    merged.row(last.pending().block().time(last.row()));
    Set<String> done = new HashSet<>();
    for (int i = rows.size() - 1; i >= 0; i--) {
      Segment.Source source = rows.get(i);
      for (ColumnValues values : source.pending().block().columns()) {
        if (!values.isNull(source.row()) && done.add(values.column().name())) {
          set(merged, values, source.row());
        }
      }
    }
  }

  private static void set(SeriesBlock.Builder merged, ColumnValues values, int row) {
    String field = values.column().name();
    switch (values.type()) {
      case FLOAT -> merged.set(field, values.getDouble(row));
      case INTEGER -> merged.set(field, values.getLong(row));
      case UNSIGNED -> merged.setUnsigned(field, values.getLong(row));
      case BOOLEAN -> merged.set(field, values.getBoolean(row));
      case STRING -> merged.set(field, values.getString(row));
    }
  }
}
