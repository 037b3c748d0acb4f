package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.points.ColumnValues;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.sink.schema.FieldColumns;
import io.github.influx2tdengine.sink.schema.TableColumn;
import io.github.influx2tdengine.sink.schema.TableModel;
import io.github.influx2tdengine.sink.schema.TablePlanner;
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
    List<List<Candidate>> byColumn = new ArrayList<>();
    columns.forEach(column -> byColumn.add(null));
    List<ColumnValues> homeless = new ArrayList<>();
    for (ColumnValues values : block.columns()) {
      FieldColumns field = FieldColumns.of(table, values.column().name());
      Optional<TableColumn> plain =
          field.plain().filter(column -> planner.belongs(column.type(), values.type()));
      Optional<TableColumn> own = planner.admitsOwn() ? field.own(values.type()) : Optional.empty();
      plain.ifPresent(
          column -> add(byColumn, column, new Candidate(values, Optional.empty(), plain)));
      own.ifPresent(column -> add(byColumn, column, new Candidate(values, plain, own)));
      if (plain.isEmpty() && own.isEmpty()) {
        homeless.add(values);
      }
    }
    return new Placement(byColumn, homeless);
  }

  private void add(List<List<Candidate>> byColumn, TableColumn column, Candidate candidate) {
    int place = places.get(column.name());
    if (byColumn.get(place) == null) {
      byColumn.set(place, new ArrayList<>(1));
    }
    byColumn.get(place).add(candidate);
  }

  /**
   * Values that may be in a column: those that the column of the field's own name does not take,
   * where there is one before it, and that this one does.
   */
  private record Candidate(
      ColumnValues values, Optional<TableColumn> before, Optional<TableColumn> column) {
    boolean belongs(int row) {
      return !values.isNull(row)
          && (before.isEmpty() || !ColumnFit.fits(values, row, before.get().type()))
          && ColumnFit.fits(values, row, column.orElseThrow().type());
    }
  }

  /** The values of one block by column of the table. */
  static final class Placement {
    private final List<List<Candidate>> byColumn;
    private final List<ColumnValues> homeless;

    private Placement(List<List<Candidate>> byColumn, List<ColumnValues> homeless) {
      this.byColumn = byColumn;
      this.homeless = homeless;
    }

    /** The values whose row belongs into the column; empty where none does. */
    Optional<ColumnValues> value(int column, int row) {
      List<Candidate> candidates = byColumn.get(column);
      if (candidates != null) {
        for (Candidate candidate : candidates) {
          if (candidate.belongs(row)) {
            return Optional.of(candidate.values);
          }
        }
      }
      return Optional.empty();
    }

    /** Values for which the table has no column. */
    List<ColumnValues> homeless() {
      return homeless;
    }
  }
}
