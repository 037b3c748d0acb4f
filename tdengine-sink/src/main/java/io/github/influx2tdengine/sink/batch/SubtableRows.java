package io.github.influx2tdengine.sink.batch;

import java.util.List;

/** Rows of one subtable, by column, as the driver takes them. */
public final class SubtableRows {
  private final String name;
  private final Object[] tags;
  private final ColumnData[] columns;
  private final RowList origins;
  private final int from;
  private final int rows;

  /**
   * @param tags for each tag of the table a value or null
   * @param columns for each bound column its values; the times, in the database's unit, first
   * @param origins the rows these are a part of, beginning with {@code from}
   */
  SubtableRows(
      String name, Object[] tags, ColumnData[] columns, RowList origins, int from, int rows) {
    this.name = name;
    this.tags = tags;
    this.columns = columns;
    this.origins = origins;
    this.from = from;
    this.rows = rows;
  }

  public String name() {
    return name;
  }

  /** The value of a tag: String, Boolean, Long, BigInteger or Double after its type, or null. */
  public Object tag(int index) {
    return tags[index];
  }

  /** For each bound column its values; not to be changed. */
  public ColumnData[] columns() {
    return columns;
  }

  public int rows() {
    return rows;
  }

  /** Some of the rows, {@code begin} to before {@code end}. */
  SubtableRows part(int begin, int end) {
    ColumnData[] part = new ColumnData[columns.length];
    for (int i = 0; i < part.length; i++) {
      part[i] = columns[i].part(begin, end);
    }
    return new SubtableRows(name, tags, part, origins, from + begin, end - begin);
  }

  List<Segment.Source> sources(int row) {
    return origins.sources(from + row);
  }
}
