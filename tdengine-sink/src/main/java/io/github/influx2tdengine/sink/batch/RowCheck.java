package io.github.influx2tdengine.sink.batch;

import io.github.influx2tdengine.points.Column;
import io.github.influx2tdengine.points.ColumnValues;
import io.github.influx2tdengine.points.FieldType;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.sink.schema.TableColumn;
import io.github.influx2tdengine.sink.schema.TableModel;
import io.github.influx2tdengine.sink.schema.TableNeeds;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Finds the rows of a block that the server would refuse, before they are sent: one of them rejects
 * all rows of its vgroup, while the rest of the batch is written.
 */
final class RowCheck {
  private final TableModel model;
  private final RowRules rules;

  RowCheck(TableModel model, RowRules rules) {
    this.model = model;
    this.rules = rules;
  }

  /** Refuses and skips rows; returns how many were skipped. */
  int check(Pending pending, Routes routes, List<Refusal> refusals) {
    SeriesBlock block = pending.block();
    int skipped = 0;
    for (int row = 0; row < block.rows(); row++) {
      long time = block.time(row);
      boolean inTime = time >= rules.earliest() && time <= rules.latest();
      if (inTime && routes.unchecked() || pending.refused(row)) {
        continue;
      }
      if (time < rules.earliest() && rules.skipExpired()) {
        pending.skip(row);
        skipped++;
        continue;
      }
      Optional<Problem> problem = inTime ? values(block, row, routes) : Optional.of(time(time));
      if (problem.isPresent()) {
        refusals.add(pending.refuse(row, problem.get()));
      }
    }
    return skipped;
  }

  private Problem time(long time) {
    String when = text(time);
    return time < rules.earliest()
        ? new Problem(
            Reason.EXPIRED,
            model.timeColumn(),
            "time "
                + when
                + " is older than the database keeps (since "
                + text(rules.earliest())
                + "); raise its KEEP, or set expired=skip")
        : new Problem(
            Reason.TIME,
            model.timeColumn(),
            "time " + when + " is beyond what the database holds (" + text(rules.latest()) + ")");
  }

  private static String text(long nanos) {
    return Instant.ofEpochSecond(
            Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L))
        .toString();
  }

  private Optional<Problem> values(SeriesBlock block, int row, Routes routes) {
    for (int i = 0; i < block.columns().size(); i++) {
      if (!block.columns().get(i).isNull(row)
          && routes.target(block, i, row, model, rules.truncateText()) == Routes.NONE) {
        return Optional.of(misfit(block.columns().get(i), row, routes.get(i)));
      }
    }
    return Optional.empty();
  }

  private Problem misfit(ColumnValues values, int row, Routes.Route route) {
    Column column = values.column();
    int to = route.own() != Routes.NONE ? route.own() : route.plain();
    if (to == Routes.NONE) {
      int bytes =
          column.type() == FieldType.STRING ? TableNeeds.Text.of(values.getString(row)).bytes() : 0;
      if (bytes > TableNeeds.MOST_COLUMN_BYTES) {
        return new Problem(
            Reason.TEXT,
            column.name(),
            "value of field '"
                + column.name()
                + "' has "
                + bytes
                + " bytes, more than any column can hold; shorten it, or set"
                + " text.overflow=truncate");
      }
      Optional<TableColumn> taken =
          route.fieldColumns().isEmpty()
              ? Optional.empty()
              : Optional.of(model.columns().get(route.fieldColumns().nextSetBit(0)));
      return taken.isPresent()
          ? new Problem(
              Reason.TYPE,
              column.name(),
              "field '"
                  + column.name()
                  + "' is "
                  + column.type().label()
                  + " here and column '"
                  + taken.get().name()
                  + "' is "
                  + taken.get().type().sql()
                  + "; there is no column for it (type.conflict, or the table's limits)")
          : new Problem(
              Reason.COLUMNS,
              column.name(),
              "supertable '"
                  + model.name()
                  + "' has no room for field '"
                  + column.name()
                  + "' (at most 4,096 columns and tags, a row 65,531 bytes of declared width)");
    }
    TableColumn target = model.columns().get(to);
    if (target.type().text()) {
      return new Problem(
          Reason.TEXT,
          target.name(),
          "value of field '"
              + column.name()
              + "' needs a length of "
              + TableNeeds.Text.of(values.getString(row)).length(target.type())
              + ", column '"
              + target.name()
              + "' has "
              + target.length()
              + " and cannot be widened to that; shorten it, or set text.overflow=truncate");
    }
    return new Problem(
        Reason.TYPE,
        target.name(),
        "value "
            + values.get(row)
            + " of field '"
            + column.name()
            + "' does not fit column '"
            + target.name()
            + "' ("
            + target.type().sql()
            + ")");
  }
}
