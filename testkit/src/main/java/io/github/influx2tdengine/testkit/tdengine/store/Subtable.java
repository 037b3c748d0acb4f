package io.github.influx2tdengine.testkit.tdengine.store;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A subtable (or a normal table): its tags and its rows, sorted by time, one row a time. */
public final class Subtable {
  private static final long[] NO_TIMES = {};

  private final String name;
  private final Stable stable;
  private final long uid;
  private final long createdMillis;
  private Object[] tags;
  private long[] times = NO_TIMES;
  private int rows;
  private Column[] columns = {};

  Subtable(String name, Stable stable, List<?> tagsById, long uid) {
    this.name = name;
    this.stable = stable;
    this.tags = tagsById.toArray();
    this.uid = uid;
    this.createdMillis = System.currentTimeMillis();
  }

  public String name() {
    return name;
  }

  public Stable stable() {
    return stable;
  }

  public long uid() {
    return uid;
  }

  public long createdMillis() {
    return createdMillis;
  }

  public synchronized int rows() {
    return rows;
  }

  /** A tag's value: a Long, a Double, bytes of UTF-8, or null. */
  public synchronized Object tag(Field field) {
    return field.id() < tags.length ? tags[field.id()] : null;
  }

  synchronized void tag(Field field, Object value) {
    if (field.id() >= tags.length) {
      tags = Arrays.copyOf(tags, field.id() + 1);
    }
    tags[field.id()] = value;
  }

  /**
   * Writes rows: a row whose time is there already gets the batch's columns and keeps its others.
   * Rows of one time in the batch are merged first, the last value that is not NULL winning.
   *
   * @return the rows written, those of one time counting once
   */
  public synchronized int write(RowBatch batch) {
    RowBatch merged = merged(batch);
    int count = merged.rows();
    if (count == 0) {
      return 0;
    }
    if (rows == 0 || merged.times()[0] > times[rows - 1]) {
      append(merged);
    } else {
      upsert(merged);
    }
    return count;
  }

  private static RowBatch merged(RowBatch batch) {
    long[] times = batch.times();
    boolean ascending = true;
    for (int i = 1; i < times.length && ascending; i++) {
      ascending = times[i] > times[i - 1];
    }
    if (ascending) {
      return batch;
    }
    int[] order =
        IntStream.range(0, times.length)
            .boxed()
            .sorted((a, b) -> Long.compare(times[a], times[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    long[] distinct = new long[times.length];
    List<Column> columns =
        batch.fields().stream().map(field -> Column.of(field.type(), times.length)).toList();
    int last = -1;
    for (int row : order) {
      boolean repeated = last >= 0 && distinct[last] == times[row];
      if (!repeated) {
        distinct[++last] = times[row];
      }
      for (int c = 0; c < columns.size(); c++) {
        if (!repeated || !batch.columns().get(c).isNull(row)) {
          columns.get(c).copy(last, batch.columns().get(c), row);
        }
      }
    }
    return new RowBatch(Arrays.copyOf(distinct, last + 1), batch.fields(), columns);
  }

  private void append(RowBatch batch) {
    int count = batch.rows();
    if (rows + count > times.length) {
      times = Arrays.copyOf(times, Math.max(rows + count, times.length + (times.length >> 1)));
    }
    System.arraycopy(batch.times(), 0, times, rows, count);
    for (int c = 0; c < batch.fields().size(); c++) {
      column(batch.fields().get(c), rows + count).appendAll(rows, batch.columns().get(c), count);
    }
    rows += count;
  }

  private void upsert(RowBatch batch) {
    int count = batch.rows();
    int start = Arrays.binarySearch(times, 0, rows, batch.times()[0]);
    start = start < 0 ? -start - 1 : start;
    // For each row of the result from start on: the row it was, the row of the batch, or -1.
    int[] old = new int[rows - start + count];
    int[] fresh = new int[rows - start + count];
    int length = 0;
    int added = 0;
    for (int o = start, f = 0; o < rows || f < count; length++) {
      int order = o == rows ? 1 : f == count ? -1 : Long.compare(times[o], batch.times()[f]);
      old[length] = order <= 0 ? o++ : -1;
      fresh[length] = order >= 0 ? f++ : -1;
      added += order > 0 ? 1 : 0;
    }
    if (added == 0) {
      for (int c = 0; c < batch.fields().size(); c++) {
        Column column = column(batch.fields().get(c), 8);
        for (int i = 0; i < length; i++) {
          if (fresh[i] >= 0) {
            column.copy(old[i], batch.columns().get(c), fresh[i]);
          }
        }
      }
      return;
    }
    int total = start + length;
    long[] newTimes = Arrays.copyOf(times, total + (total >> 2));
    for (int i = 0; i < length; i++) {
      newTimes[start + i] = old[i] >= 0 ? times[old[i]] : batch.times()[fresh[i]];
    }
    for (Field field : batch.fields()) {
      column(field, 8);
    }
    Column[] newColumns = new Column[columns.length];
    for (int id = 0; id < columns.length; id++) {
      if (columns[id] != null) {
        newColumns[id] = rebuilt(id, batch, start, old, fresh, length);
      }
    }
    times = newTimes;
    columns = newColumns;
    rows = total;
  }

  private Column rebuilt(int id, RowBatch batch, int start, int[] old, int[] fresh, int length) {
    Column source = columns[id];
    Column bound = null;
    for (int c = 0; c < batch.fields().size(); c++) {
      if (batch.fields().get(c).id() == id) {
        bound = batch.columns().get(c);
      }
    }
    Column result = source.prefix(start, Math.min(start + length, source.size() + batch.rows()));
    for (int i = 0; i < length; i++) {
      if (bound != null && fresh[i] >= 0) {
        if (!bound.isNull(fresh[i]) || result.size() > start + i) {
          result.copy(start + i, bound, fresh[i]);
        }
      } else if (old[i] >= 0 && !source.isNull(old[i])) {
        result.copy(start + i, source, old[i]);
      }
    }
    return result;
  }

  private Column column(Field field, int capacity) {
    if (field.id() >= columns.length) {
      columns = Arrays.copyOf(columns, field.id() + 1);
    }
    if (columns[field.id()] == null) {
      columns[field.id()] = Column.of(field.type(), capacity);
    }
    return columns[field.id()];
  }

  /** Deletes rows from {@code from} to {@code to}, both included, and says how many. */
  public synchronized int delete(long from, long to) {
    int first = lowerBound(times, rows, from);
    int end = to == Long.MAX_VALUE ? rows : lowerBound(times, rows, to + 1);
    if (end <= first) {
      return 0;
    }
    int kept = rows - (end - first);
    long[] newTimes = Arrays.copyOf(times, kept);
    System.arraycopy(times, end, newTimes, first, rows - end);
    Column[] newColumns = new Column[columns.length];
    for (int id = 0; id < columns.length; id++) {
      if (columns[id] != null) {
        Column result = columns[id].prefix(first, kept);
        for (int row = end; row < Math.min(rows, columns[id].size()); row++) {
          result.copy(first + row - end, columns[id], row);
        }
        newColumns[id] = result;
      }
    }
    times = newTimes;
    columns = newColumns;
    rows = kept;
    return end - first;
  }

  /** Forgets a dropped column's values. */
  synchronized void dropColumn(int id) {
    if (id < columns.length) {
      columns = columns.clone();
      columns[id] = null;
    }
  }

  /** The rows as they are now. */
  public synchronized Snapshot snapshot() {
    Column[] copies = new Column[columns.length];
    for (int id = 0; id < columns.length; id++) {
      copies[id] = columns[id] == null ? null : columns[id].snapshot();
    }
    return new Snapshot(this, times, rows, copies);
  }

  private static int lowerBound(long[] times, int rows, long time) {
    int at = Arrays.binarySearch(times, 0, rows, time);
    return at < 0 ? -at - 1 : at;
  }

  /** The rows of a subtable at one moment. */
  public static final class Snapshot {
    private static final Column EMPTY = Column.of(DataType.BIGINT, 0);

    private final Subtable table;
    private final long[] times;
    private final int rows;
    private final Column[] columns;

    Snapshot(Subtable table, long[] times, int rows, Column[] columns) {
      this.table = table;
      this.times = times;
      this.rows = rows;
      this.columns = columns;
    }

    public Subtable table() {
      return table;
    }

    public int rows() {
      return rows;
    }

    public long time(int row) {
      return times[row];
    }

    /** The column's values; a column nobody wrote is empty, which reads as NULL. */
    public Column column(Field field) {
      return field.id() < columns.length && columns[field.id()] != null
          ? columns[field.id()]
          : EMPTY;
    }

    /** The first row whose time is not before this one. */
    public int lowerBound(long time) {
      return Subtable.lowerBound(times, rows, time);
    }
  }
}
