package io.github.influx2tdengine.sink.batch;

import io.github.influx2tdengine.points.ColumnValues;
import io.github.influx2tdengine.points.FieldType;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.sink.schema.Precision;
import io.github.influx2tdengine.sink.schema.TableColumn;
import io.github.influx2tdengine.sink.schema.TableModel;
import io.github.influx2tdengine.sink.schema.TdType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/** Lays out rows column by column, as the driver takes them. */
final class Binding {
  private final TableBatch.RouteCache routes;
  private final TableModel model;
  private final RowRules rules;

  Binding(TableBatch.RouteCache routes, RowRules rules) {
    this.routes = routes;
    this.model = routes.model();
    this.rules = rules;
  }

  /**
   * @param columns indexes of the table's columns that the rows have values for
   */
  SubtableRows bind(String subtable, Object[] tags, BitSet columns, RowList rows) {
    Object[][] values = new Object[columns.cardinality() + 1][];
    values[0] = times(rows, rules.precision());
    int at = 1;
    for (int column = columns.nextSetBit(0); column >= 0; column = columns.nextSetBit(column + 1)) {
      values[at++] = column(rows, column);
    }
    return new SubtableRows(subtable, tags, values, rows, 0, rows.rows());
  }

  private static Object[] times(RowList rows, Precision precision) {
    Object[] times = new Object[rows.rows()];
    int at = 0;
    for (RowList.Run run : rows.runs()) {
      SeriesBlock block = run.segment().block();
      for (int i = 0; i < run.count(); i++) {
        times[at++] = precision.fromNanos(block.time(run.row(i)));
      }
    }
    return times;
  }

  private Object[] column(RowList rows, int column) {
    Object[] values = new Object[rows.rows()];
    int at = 0;
    for (RowList.Run run : rows.runs()) {
      SeriesBlock block = run.segment().block();
      Routes of = routes.of(block);
      for (int feeder : feeders(of, column)) {
        if (of.get(feeder).checked()) {
          fillChecked(values, at, run, of, feeder, column);
        } else {
          fill(values, at, run, block.columns().get(feeder), model.columns().get(column));
        }
      }
      at += run.count();
    }
    return values;
  }

  /** Every value of the block's column goes to this table column. */
  private static void fill(
      Object[] values, int at, RowList.Run run, ColumnValues from, TableColumn to) {
    boolean doubles = to.type() == TdType.DOUBLE && from.type() == FieldType.FLOAT;
    for (int i = 0; i < run.count(); i++) {
      int row = run.row(i);
      if (!from.isNull(row)) {
        values[at + i] = doubles ? (Object) from.getDouble(row) : Values.boxed(from, row, to);
      }
    }
  }

  /** Some values go to this table column, others to another that the field has. */
  private void fillChecked(
      Object[] values, int at, RowList.Run run, Routes of, int feeder, int column) {
    SeriesBlock block = run.segment().block();
    ColumnValues from = block.columns().get(feeder);
    TableColumn to = model.columns().get(column);
    boolean truncate = rules.truncateText();
    for (int i = 0; i < run.count(); i++) {
      int row = run.row(i);
      if (!from.isNull(row) && of.target(block, feeder, row, model, truncate) == column) {
        values[at + i] =
            truncate && to.type().text()
                ? Values.truncated(from.getString(row), to).getBytes(StandardCharsets.UTF_8)
                : Values.boxed(from, row, to);
      }
    }
  }

  /** The block columns whose values may go to a table column. */
  private static int[] feeders(Routes routes, int column) {
    int[] feeders = new int[routes.list().size()];
    int count = 0;
    for (int i = 0; i < feeders.length; i++) {
      if (routes.get(i).plain() == column || routes.get(i).own() == column) {
        feeders[count++] = i;
      }
    }
    return Arrays.copyOf(feeders, count);
  }
}
