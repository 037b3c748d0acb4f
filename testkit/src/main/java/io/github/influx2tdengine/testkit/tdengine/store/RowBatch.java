package io.github.influx2tdengine.testkit.tdengine.store;

import java.util.List;

/**
 * Rows for one subtable, column by column.
 *
 * @param times of the rows, in the database's unit, in any order
 * @param fields the columns given, without the time
 * @param columns their values; the same length as {@code fields}
 */
public record RowBatch(long[] times, List<Field> fields, List<Column> columns) {

  public int rows() {
    return times.length;
  }
}
