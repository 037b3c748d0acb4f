package io.github.influx2tdengine.sink.batch;

import io.github.influx2tdengine.points.SeriesBlock;
import java.util.List;

/**
 * Rows of one subtable with distinct times: a block as it came, or one merged from several rows of
 * the same time.
 *
 * @param sources for each row where it came from; null where all rows are those of {@code pending}
 */
record Segment(SeriesBlock block, Pending pending, List<List<Source>> sources) {
  /** One row of a block that came. */
  record Source(Pending pending, int row) {}

  static Segment of(Pending pending) {
    return new Segment(pending.block(), pending, null);
  }

  List<Source> sources(int row) {
    return sources == null ? List.of(new Source(pending, row)) : sources.get(row);
  }

  boolean refused(int row) {
    return sources == null && pending.refused(row);
  }

  boolean anyRefused() {
    return sources == null && pending.anyRefused();
  }
}
