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
      List<TableColumn> owns = planner.admitsOwn() ? field.owns(values.type()) : List.of();
      if (plain.isPresent()) {
        add(byColumn, i, Optional.empty(), List.of(plain.get()));
      }
      add(byColumn, i, plain.map(TableColumn::type), owns);
      if (plain.isEmpty() && owns.isEmpty()) {
        homeless.add(i);
      }
    }
    int[] sole = new int[columns.size()];
    for (int i = 0; i < sole.length; i++) {
      sole[i] = sole(byColumn.get(i), fields);
    }
    return new Layout(byColumn, sole, homeless);
  }

  /** Adds a field to each of the columns that its values may be in. */
  private void add(
      List<List<Candidate>> byColumn, int field, Optional<TdType> before, List<TableColumn> homes) {
    List<Integer> at = homes.stream().map(home -> places.get(home.name())).toList();
    for (int i = 0; i < at.size(); i++) {
      byColumn.get(at.get(i)).add(new Candidate(field, before, homes.get(i).type(), at.get(i), at));
    }
  }

  /** The field that every value of a column must be of; negative where that has to be decided. */
  private static int sole(List<Candidate> candidates, List<Column> fields) {
    if (candidates.size() != 1) {
      return -1;
    }
    Candidate candidate = candidates.get(0);
    if (candidate.before().isPresent() || candidate.homes().size() > 1) {
      return -1;
    }
    TdType type = candidate.type();
    int field = candidate.field();
    return type.full() && type.holds(fields.get(field).type()) ? field : -1;
  }

  /**
   * A field whose values may be in a column: those that the column of the field's own name does not
   * take, where there is one before it, and that this one does.
   *
   * @param type the column's
   * @param place the column's
   * @param homes the places of all columns that the field has for the type, this one among them
   */
  private record Candidate(
      int field, Optional<TdType> before, TdType type, int place, List<Integer> homes) {
    boolean belongs(ColumnValues values, int row, Object[] actual) {
      return !values.isNull(row)
          && (before.isEmpty() || !ColumnFit.fits(values, row, before.get()))
          && ColumnFit.fits(values, row, type)
          && isHome(actual);
    }

    /** Of several columns it is the first in which the row has a value; else the first of all. */
    private boolean isHome(Object[] actual) {
      for (int home : homes) {
        if (actual[home] != null) {
          return home == place;
        }
      }
      return homes.get(0) == place;
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

    /**
     * Whether what TDengine has in a column is what the row should have there.
     *
     * @param actual what TDengine has in the row, by column
     */
    boolean same(int column, int row, Object[] actual) {
      int sole = layout.sole[column];
      ColumnValues values = sole >= 0 ? fields.get(sole) : decided(column, row, actual);
      return values == null || values.isNull(row)
          ? actual[column] == null
          : actual[column] != null && ValueCheck.same(values, row, actual[column]);
    }

    /** The values whose row belongs into the column; empty where none does. */
    Optional<ColumnValues> value(int column, int row, Object[] actual) {
      return Optional.ofNullable(decided(column, row, actual));
    }

    private ColumnValues decided(int column, int row, Object[] actual) {
      for (Candidate candidate : layout.byColumn.get(column)) {
        ColumnValues values = fields.get(candidate.field());
        if (candidate.belongs(values, row, actual)) {
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
