package io.github.influx2tdengine.sink.batch;

import io.github.influx2tdengine.points.ColumnValues;
import io.github.influx2tdengine.points.FieldType;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.sink.schema.Precision;
import io.github.influx2tdengine.sink.schema.TableColumn;
import io.github.influx2tdengine.sink.schema.TableModel;
import io.github.influx2tdengine.sink.schema.TdType;
import java.util.BitSet;

/** Lays out rows column by column, as TDengine takes them. */
final class Binding {
  private final TableModel model;
  private final RowRules rules;

  Binding(TableModel model, RowRules rules) {
    this.model = model;
    this.rules = rules;
  }

  /**
   * @param columns indexes of the table's columns that the rows have values for
   */
  SubtableRows bind(String subtable, Object[] tags, BitSet columns, RowList rows) {
    ColumnData[] data = new ColumnData[columns.cardinality() + 1];
    data[0] = times(rows, rules.precision());
    int at = 1;
    for (int column = columns.nextSetBit(0); column >= 0; column = columns.nextSetBit(column + 1)) {
      data[at++] = column(rows, column);
    }
    return new SubtableRows(subtable, tags, data, rows, 0, rows.rows());
  }

  private static ColumnData times(RowList rows, Precision precision) {
    ColumnData times = new ColumnData(TdType.TIMESTAMP, rows.rows());
    int at = 0;
    for (RowList.Run run : rows.runs()) {
      SeriesBlock block = run.segment().block();
      for (int i = 0; i < run.count(); i++) {
        times.set(at++, precision.fromNanos(block.time(run.row(i))));
      }
    }
    return times;
  }

  private ColumnData column(RowList rows, int column) {
    ColumnData data = new ColumnData(model.columns().get(column).type(), rows.rows());
    int at = 0;
    for (RowList.Run run : rows.runs()) {
      SeriesBlock block = run.segment().block();
      Routes of = run.routes();
      for (int feeder : of.feeders(column)) {
        if (of.get(feeder).checked()) {
          fillChecked(data, at, run, of, feeder, column);
        } else {
          fill(data, at, run, block.columns().get(feeder));
        }
      }
      at += run.count();
    }
    return data;
  }

  /** Every value of the block's column goes to this table column. */
  private static void fill(ColumnData to, int at, RowList.Run run, ColumnValues from) {
    boolean doubles = to.type() == TdType.DOUBLE && from.type() == FieldType.FLOAT;
    boolean text = to.type().text();
    for (int i = 0; i < run.count(); i++) {
      int row = run.row(i);
      if (!from.isNull(row)) {
        if (doubles) {
          to.set(at + i, Double.doubleToRawLongBits(from.getDouble(row)));
        } else if (text) {
          to.set(at + i, Values.utf8(from.getString(row)));
        } else {
          to.set(at + i, Values.bits(from, row, to.type()));
        }
      }
    }
  }

  /** Some values go to this table column, others to another that the field has. */
  private void fillChecked(
      ColumnData to, int at, RowList.Run run, Routes of, int feeder, int column) {
    SeriesBlock block = run.segment().block();
    ColumnValues from = block.columns().get(feeder);
    TableColumn target = model.columns().get(column);
    boolean truncate = rules.truncateText();
    for (int i = 0; i < run.count(); i++) {
      int row = run.row(i);
      if (from.isNull(row) || of.target(block, feeder, row, model, truncate) != column) {
        continue;
      }
      if (to.type().text()) {
        String text = from.getString(row);
        to.set(at + i, Values.utf8(truncate ? Values.truncated(text, target) : text));
      } else {
        to.set(at + i, Values.bits(from, row, to.type()));
      }
    }
  }
}
