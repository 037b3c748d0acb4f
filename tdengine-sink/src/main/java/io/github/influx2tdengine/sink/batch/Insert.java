package io.github.influx2tdengine.sink.batch;

import io.github.influx2tdengine.sink.schema.TableColumn;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows that one statement writes: all have values for the same columns of one supertable, and each
 * subtable stands once.
 *
 * @param columns the bound columns, the time first
 */
public record Insert(
    String supertable,
    List<TableColumn> tags,
    List<TableColumn> columns,
    List<SubtableRows> subtables) {
  public int rows() {
    return subtables.stream().mapToInt(SubtableRows::rows).sum();
  }

  /** Two inserts of about half the rows each, to find a bad one; only for more than one row. */
  public List<Insert> halves() {
    int half = rows() / 2;
    List<SubtableRows> first = new ArrayList<>();
    List<SubtableRows> second = new ArrayList<>();
    int taken = 0;
    for (SubtableRows subtable : subtables) {
      int split = Math.max(0, Math.min(subtable.rows(), half - taken));
      if (split > 0) {
        first.add(subtable.part(0, split));
      }
      if (split < subtable.rows()) {
        second.add(subtable.part(split, subtable.rows()));
      }
      taken += subtable.rows();
    }
    return List.of(
        new Insert(supertable, tags, columns, first),
        new Insert(supertable, tags, columns, second));
  }

  /** Refuses all rows, in all records that they came in. */
  public List<Refusal> refuse(Problem problem) {
    List<Refusal> refusals = new ArrayList<>();
    for (SubtableRows subtable : subtables) {
      for (int row = 0; row < subtable.rows(); row++) {
        for (Segment.Source source : subtable.sources(row)) {
          refusals.add(source.pending().refuse(source.row(), problem));
          source.pending().confirm();
        }
      }
    }
    return refusals;
  }
}
