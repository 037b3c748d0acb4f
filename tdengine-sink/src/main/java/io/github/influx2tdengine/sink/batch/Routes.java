package io.github.influx2tdengine.sink.batch;

import io.github.influx2tdengine.points.Column;
import io.github.influx2tdengine.points.ColumnValues;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.sink.schema.FieldColumns;
import io.github.influx2tdengine.sink.schema.TableColumn;
import io.github.influx2tdengine.sink.schema.TableModel;
import io.github.influx2tdengine.sink.schema.TablePlanner;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where the columns of a block go in one table. Made once for each list of columns; table columns
 * are known by their index in {@link TableModel#columns()}.
 */
public final class Routes {
  /** No such column in the table. */
  static final int NONE = -1;

  private final List<Route> routes;
  private final BitSet all = new BitSet();
  private final boolean complete;
  private final boolean unchecked;

  /** The block's columns by those of the table, as far as they were asked for. */
  private final Map<Integer, int[]> feeders = new HashMap<>();

  /**
   * Where the values of one block column go.
   *
   * @param plain the column of the field's own name, for values that fit it; or {@link #NONE}
   * @param own the column made for the value's type, or {@link #NONE}
   * @param fieldColumns all columns the field has in the table
   * @param checked true when a value must be looked at to know where it goes
   */
  record Route(Column column, int plain, int own, BitSet fieldColumns, boolean checked) {
    boolean complete() {
      return plain != NONE || own != NONE;
    }
  }

  private Routes(List<Route> routes) {
    this.routes = routes;
    this.complete = routes.stream().allMatch(Route::complete);
    this.unchecked = complete && routes.stream().noneMatch(Route::checked);
    routes.forEach(route -> all.or(route.fieldColumns()));
  }

  public static Routes of(TableModel model, List<Column> columns, TablePlanner planner) {
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < model.columns().size(); i++) {
      index.put(model.columns().get(i).name(), i);
    }
    List<Route> routes = new ArrayList<>(columns.size());
    for (Column column : columns) {
      FieldColumns field = FieldColumns.of(model, column.name());
      Optional<TableColumn> plain =
          field.plain().filter(existing -> planner.belongs(existing.type(), column.type()));
      Optional<TableColumn> own = planner.admitsOwn() ? field.own(column.type()) : Optional.empty();
      BitSet fieldColumns = new BitSet();
      field.all().forEach(existing -> fieldColumns.set(index.get(existing.name())));
      boolean checked =
          plain.isPresent()
              ? Values.mayNotFit(plain.get().type(), column.type())
              : own.isPresent() && Values.mayNotFit(own.get().type(), column.type());
      routes.add(
          new Route(
              column,
              plain.map(existing -> index.get(existing.name())).orElse(NONE),
              own.map(existing -> index.get(existing.name())).orElse(NONE),
              fieldColumns,
              checked));
    }
    return new Routes(routes);
  }

  List<Route> list() {
    return routes;
  }

  Route get(int column) {
    return routes.get(column);
  }

  /** The block columns whose values may go to a table column. */
  int[] feeders(int tableColumn) {
    return feeders.computeIfAbsent(
        tableColumn,
        column ->
            IntStream.range(0, routes.size())
                .filter(i -> routes.get(i).plain() == column || routes.get(i).own() == column)
                .toArray());
  }

  /** All columns the table has for the block's fields. */
  BitSet all() {
    return all;
  }

  /** True when every column of the block has a place, values aside. */
  public boolean complete() {
    return complete;
  }

  /** True when no value has to be looked at. */
  public boolean unchecked() {
    return unchecked;
  }

  /** The table column that takes a value; {@link #NONE} when none does. */
  int target(SeriesBlock block, int column, int row, TableModel model, boolean truncate) {
    Route route = routes.get(column);
    if (!route.checked()) {
      return route.plain() != NONE ? route.plain() : route.own();
    }
    ColumnValues values = block.columns().get(column);
    if (route.plain() != NONE && fits(values, row, model, route.plain(), truncate)) {
      return route.plain();
    }
    return route.own() != NONE && fits(values, row, model, route.own(), truncate)
        ? route.own()
        : NONE;
  }

  private static boolean fits(
      ColumnValues values, int row, TableModel model, int column, boolean truncate) {
    TableColumn to = model.columns().get(column);
    return truncate && to.type().text() || Values.fits(values, row, to);
  }
}
