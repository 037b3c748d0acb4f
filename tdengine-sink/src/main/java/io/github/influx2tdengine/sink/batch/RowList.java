package io.github.influx2tdengine.sink.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of one subtable that have values for the same table columns: runs of rows of one block each.
 */
final class RowList {
  private final List<Run> runs = new ArrayList<>(1);
  private int rows;

  /** Rows of one segment, in the order they are written. */
  static final class Run {
    private final Segment segment;
    private final Routes routes;
    private int[] rows;
    private int count;

    private Run(Segment segment, Routes routes, int[] rows, int count) {
      this.segment = segment;
      this.routes = routes;
      this.rows = rows;
      this.count = count;
    }

    Segment segment() {
      return segment;
    }

    /** Where the values of the segment's block go. */
    Routes routes() {
      return routes;
    }

    int count() {
      return count;
    }

    int row(int i) {
      return rows[i];
    }

    private void add(int row) {
      if (count == rows.length) {
        rows = Arrays.copyOf(rows, count * 2);
      }
      rows[count++] = row;
    }
  }

  void add(Segment segment, Routes routes, int row) {
    Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
    if (last == null || last.segment != segment) {
      last = new Run(segment, routes, new int[8], 0);
      runs.add(last);
    }
    last.add(row);
    rows++;
  }

  void addAll(Segment segment, Routes routes) {
    int count = segment.block().rows();
    int[] all = new int[count];
    for (int row = 0; row < count; row++) {
      all[row] = row;
    }
    runs.add(new Run(segment, routes, all, count));
    rows += count;
  }

  List<Run> runs() {
    return runs;
  }

  int rows() {
    return rows;
  }

  /** Where a row came from: the records that have a part in it. */
  List<Segment.Source> sources(int index) {
    int at = index;
    for (Run run : runs) {
      if (at < run.count) {
        return run.segment.sources(run.rows[at]);
      }
      at -= run.count;
    }
    throw new IndexOutOfBoundsException(index);
  }
}
