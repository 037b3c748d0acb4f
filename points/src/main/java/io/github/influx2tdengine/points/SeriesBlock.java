package io.github.influx2tdengine.points;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Points of one series, by column: {@link #rows()} times in nanoseconds since 1970, and for each
 * column as many values, some of them null. Times need not ascend and may repeat. Each row has at
 * least one value; of two columns with one name at most one has a value in a row.
 */
public final class SeriesBlock {
  private final SeriesKey series;
  private final long[] times;
  private final int rows;
  private final List<ColumnValues> columns;

  /** Made when first asked for. */
  private List<Column> columnList;

  private SeriesBlock(SeriesKey series, long[] times, int rows, List<ColumnValues> columns) {
    this.series = series;
    this.times = times;
    this.rows = rows;
    this.columns = columns;
  }

  public SeriesKey series() {
    return series;
  }

  public int rows() {
    return rows;
  }

  /** Nanoseconds since 1970-01-01T00:00:00Z. */
  public long time(int row) {
    return times[row];
  }

  public List<ColumnValues> columns() {
    return columns;
  }

  /** The block's columns without their values. */
  public List<Column> columnList() {
    List<Column> made = columnList;
    if (made == null) {
      Column[] list = new Column[columns.size()];
      for (int i = 0; i < list.length; i++) {
        list[i] = columns.get(i).column();
      }
      made = List.of(list);
      columnList = made;
    }
    return made;
  }

  /** A block of some of the rows, in the order given, columns without values left out. */
  public SeriesBlock select(int[] selected) {
    Builder builder = new Builder(series, selected.length);
    for (int row : selected) {
      builder.copyRow(this, row);
    }
    return builder.build();
  }

  @Override
  public String toString() {
    return series + " rows=" + rows + " columns=" + columnList();
  }

  /**
   * Collects rows: {@link #row(long)} begins one, the {@code set} methods give it values; columns
   * appear when first used.
   */
  public static final class Builder {
    private final SeriesKey series;
    private final List<ColumnValues> columns = new ArrayList<>();

    /** Null until a column is looked for: a block of one row never does. */
    private Map<Column, ColumnValues> byColumn;

    private long[] times;
    private int rows;

    public Builder(SeriesKey series) {
      this(series, 16);
    }

    public Builder(SeriesKey series, int expectedRows) {
      this.series = series;
      this.times = new long[Math.max(1, expectedRows)];
    }

    public int rows() {
      return rows;
    }

    /** Declares a column in the order it shall have. */
    public Builder column(Column column) {
      values(column);
      return this;
    }

    public Builder row(long time) {
      if (rows == times.length) {
        int capacity = rows * 2;
        times = Arrays.copyOf(times, capacity);
        columns.forEach(values -> values.grow(capacity));
      }
      times[rows++] = time;
      return this;
    }

    public Builder set(String field, double value) {
      values(new Column(field, FieldType.FLOAT)).setDouble(rows - 1, value);
      return this;
    }

    public Builder set(String field, long value) {
      values(new Column(field, FieldType.INTEGER)).setLong(rows - 1, value);
      return this;
    }

    /** An unsigned value by its 64 bits. */
    public Builder setUnsigned(String field, long bits) {
      values(new Column(field, FieldType.UNSIGNED)).setLong(rows - 1, bits);
      return this;
    }

    public Builder set(String field, boolean value) {
      values(new Column(field, FieldType.BOOLEAN)).setLong(rows - 1, value ? 1 : 0);
      return this;
    }

    public Builder set(String field, String value) {
      values(new Column(field, FieldType.STRING)).setString(rows - 1, value);
      return this;
    }

    /** A new row with the time and values of a row of another block. */
    public Builder copyRow(SeriesBlock from, int row) {
      row(from.time(row));
      for (ColumnValues values : from.columns()) {
        if (!values.isNull(row)) {
          values(values.column()).copyRow(values, row, rows - 1);
        }
      }
      return this;
    }

    ColumnValues values(Column column) {
      if (byColumn == null) {
        byColumn = new HashMap<>();
        columns.forEach(values -> byColumn.put(values.column(), values));
      }
      ColumnValues known = byColumn.get(column);
      return known == null ? add(column) : known;
    }

    /** A column that the block is known not to have. */
    ColumnValues add(Column column) {
      ColumnValues made = new ColumnValues(column, times.length);
      columns.add(made);
      if (byColumn != null) {
        byColumn.put(column, made);
      }
      return made;
    }

    public SeriesBlock build() {
      return new SeriesBlock(series, times, rows, List.copyOf(columns));
    }
  }
}
