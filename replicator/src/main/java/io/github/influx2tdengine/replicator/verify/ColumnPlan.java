package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.points.Column;
import io.github.influx2tdengine.points.ColumnValues;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.sink.schema.FieldColumns;
import io.github.influx2tdengine.sink.schema.TableColumn;
import io.github.influx2tdengine.sink.schema.TableModel;
import io.github.influx2tdengine.sink.schema.TablePlanner;
import io.github.influx2tdengine.sink.schema.TdType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * In which columns of a table the values of a measurement are: by the sink's rules, over the table
 * as it is.
 */
final class ColumnPlan {
  private final TableModel table;
  private final TablePlanner planner;
  private final List<TableColumn> columns;
  private final Map<String, Integer> places = new HashMap<>();
  private final Map<List<Column>, Layout> layouts = new HashMap<>();

  /**
   * @param planner knows the setting {@code type.conflict}
   */
  ColumnPlan(TableModel table, TablePlanner planner) {
    this.table = table;
    this.planner = planner;
    this.columns = table.columns().subList(1, table.columns().size());
    for (int i = 0; i < columns.size(); i++) {
      places.put(columns.get(i).name(), i);
    }
  }

  /** The columns without the time, in the order that rows of TDengine are read in. */
  List<TableColumn> columns() {
    return columns;
  }

  String column(int index) {
    return columns.get(index).name();
  }

  /** Where the values of a block should be. */
  Placement place(SeriesBlock block) {
    return new Placement(
        layouts.computeIfAbsent(block.columnList(), this::layout), block.columns());
  }

  private Layout layout(List<Column> fields) {
    List<List<Candidate>> byColumn = new ArrayList<>();
    columns.forEach(column -> byColumn.add(new ArrayList<>(1)));
    List<Integer> homeless = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      Column values = fields.get(i);
      FieldColumns field = FieldColumns.of(table, values.name());
      Optional<TableColumn> plain =
          field.plain().filter(column -> planner.belongs(column.type(), values.type()));
      Optional<TableColumn> own = planner.admitsOwn() ? field.own(values.type()) : Optional.empty();
      if (plain.isPresent()) {
        add(byColumn, new Candidate(i, Optional.empty(), plain.get()));
      }
      if (own.isPresent()) {
        add(byColumn, new Candidate(i, plain.map(TableColumn::type), own.get()));
      }
      if (plain.isEmpty() && own.isEmpty()) {
        homeless.add(i);
      }
    }
    int[] sole = new int[columns.size()];
    for (int i = 0; i < sole.length; i++) {
      sole[i] = sole(byColumn.get(i), fields);
    }
    return new Layout(byColumn, sole, homeless);
  }

  private void add(List<List<Candidate>> byColumn, Candidate candidate) {
    byColumn.get(places.get(candidate.column().name())).add(candidate);
  }

  /** The field that every value of a column must be of; negative where that has to be decided. */
  private static int sole(List<Candidate> candidates, List<Column> fields) {
    if (candidates.size() != 1 || candidates.get(0).before().isPresent()) {
      return -1;
    }
    TdType type = candidates.get(0).column().type();
    int field = candidates.get(0).field();
    return type.full() && type.holds(fields.get(field).type()) ? field : -1;
  }

  /**
   * A field whose values may be in a column: those that the column of the field's own name does not
   * take, where there is one before it, and that this one does.
   */
  private record Candidate(int field, Optional<TdType> before, TableColumn column) {
    boolean belongs(ColumnValues values, int row) {
      return !values.isNull(row)
          && (before.isEmpty() || !ColumnFit.fits(values, row, before.get()))
          && ColumnFit.fits(values, row, column.type());
    }
  }

  /** For blocks of the same fields and types: which go where. */
  private record Layout(List<List<Candidate>> byColumn, int[] sole, List<Integer> homeless) {}

  /** The values of one block by column of the table. */
  static final class Placement {
    private final Layout layout;
    private final List<ColumnValues> fields;

    private Placement(Layout layout, List<ColumnValues> fields) {
      this.layout = layout;
      this.fields = fields;
    }

    /** Whether what TDengine has in a column is what the row should have there. */
    boolean same(int column, int row, Object actual) {
      int sole = layout.sole[column];
      ColumnValues values = sole >= 0 ? fields.get(sole) : decided(column, row);
      return values == null || values.isNull(row)
          ? actual == null
          : actual != null && ValueCheck.same(values, row, actual);
    }

    /** The values whose row belongs into the column; empty where none does. */
    Optional<ColumnValues> value(int column, int row) {
      return Optional.ofNullable(decided(column, row));
    }

    private ColumnValues decided(int column, int row) {
      for (Candidate candidate : layout.byColumn.get(column)) {
        ColumnValues values = fields.get(candidate.field());
        if (candidate.belongs(values, row)) {
          return values;
        }
      }
      return null;
    }

    /** Values for which the table has no column. */
    List<ColumnValues> homeless() {
      return layout.homeless.isEmpty()
          ? List.of()
          : layout.homeless.stream().map(fields::get).toList();
    }
  }
}
