package io.github.influx2tdengine.testkit.tdengine.query;

import io.github.influx2tdengine.testkit.tdengine.store.Column;
import io.github.influx2tdengine.testkit.tdengine.store.DataType;
import io.github.influx2tdengine.testkit.tdengine.store.Field;
import io.github.influx2tdengine.testkit.tdengine.store.Stable;
import io.github.influx2tdengine.testkit.tdengine.store.Subtable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** A supertable with its subtables, or one of them: columns, then tags, then tbname. */
final class TableRelation implements Relation {
  /** What the server tells of tbname: the longest full name of a table. */
  static final int TBNAME_LENGTH = 270;

  private final Collection<Subtable> tables;
  private final List<Field> columns;
  private final List<Field> tags;
  private final List<ResultColumn> shown = new ArrayList<>();
  private final int star;

  private TableRelation(Stable stable, Collection<Subtable> tables, boolean starHasTags) {
    this.tables = tables;
    this.columns = stable.columns();
    this.tags = stable.tags();
    columns.forEach(field -> shown.add(ResultColumn.of(field)));
    tags.forEach(field -> shown.add(ResultColumn.of(field)));
    shown.add(ResultColumn.text("tbname", TBNAME_LENGTH));
    this.star = columns.size() + (starHasTags ? tags.size() : 0);
  }

  static TableRelation of(Stable stable) {
    return new TableRelation(stable, stable.subtables(), true);
  }

  static TableRelation of(Subtable table) {
    return new TableRelation(table.stable(), List.of(table), false);
  }

  @Override
  public List<ResultColumn> columns() {
    return shown;
  }

  @Override
  public int starColumns() {
    return star;
  }

  @Override
  public boolean constantPerTable(int column) {
    return column >= columns.size();
  }

  @Override
  public Iterator<Row> rows(Scan scan) {
    List<Cursor> cursors = new ArrayList<>();
    for (Subtable table : tables) {
      if (scan.wants(table.name())) {
        Cursor cursor = new Cursor(table.snapshot(), scan);
        if (cursor.row < cursor.end) {
          cursors.add(cursor);
        }
      }
    }
    return scan.byTime() ? merged(cursors) : concatenated(cursors);
  }

  @Override
  public Iterator<Row> tables(Scan scan) {
    return tables.stream()
        .filter(table -> scan.wants(table.name()))
        .<Row>map(table -> column -> constant(table, column))
        .iterator();
  }

  private Object constant(Subtable table, int column) {
    int tag = column - columns.size();
    return tag == tags.size() ? Result.text(table.name()) : table.tag(tags.get(tag));
  }

  private static Iterator<Row> concatenated(List<Cursor> cursors) {
    return new Iterator<>() {
      private int at;
      private boolean started;

      @Override
      public boolean hasNext() {
        return at < cursors.size()
            && (!started
                || cursors.get(at).row + 1 < cursors.get(at).end
                || at + 1 < cursors.size());
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        if (started && ++cursors.get(at).row >= cursors.get(at).end) {
          at++;
        }
        started = true;
        return cursors.get(at);
      }
    };
  }

  private static Iterator<Row> merged(List<Cursor> cursors) {
    PriorityQueue<Cursor> queue = new PriorityQueue<>(Comparator.comparingLong(Cursor::time));
    queue.addAll(cursors);
    return new Iterator<>() {
      private Cursor last;

      @Override
      public boolean hasNext() {
        return !queue.isEmpty() || last != null && last.row + 1 < last.end;
      }

      @Override
      public Row next() {
        if (last != null && ++last.row < last.end) {
          queue.add(last);
        }
        last = queue.remove();
        return last;
      }
    };
  }

  /** A place in one subtable. */
  private final class Cursor implements Row {
    private final Subtable.Snapshot snapshot;
    private final Column[] values;
    private final int end;
    private int row;

    Cursor(Subtable.Snapshot snapshot, Scan scan) {
      this.snapshot = snapshot;
      this.row = snapshot.lowerBound(scan.from());
      this.end = scan.to() == Long.MAX_VALUE ? snapshot.rows() : snapshot.lowerBound(scan.to() + 1);
      this.values = new Column[columns.size()];
      for (int column = 1; column < values.length; column++) {
        values[column] = snapshot.column(columns.get(column));
      }
    }

    long time() {
      return snapshot.time(row);
    }

    @Override
    public Object get(int column) {
      if (column == 0) {
        return time();
      }
      if (column >= values.length) {
        return constant(snapshot.table(), column);
      }
      Column present = values[column];
      if (present.isNull(row)) {
        return null;
      }
      DataType type = columns.get(column).type();
      if (type.sized()) {
        return present.text(row);
      }
      long bits = present.bits(row);
      return type.isFloating() ? (Object) Double.longBitsToDouble(bits) : (Object) bits;
    }
  }
}
