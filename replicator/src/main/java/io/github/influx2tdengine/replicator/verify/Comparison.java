package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.run.Console;
import io.github.influx2tdengine.replicator.run.StopSignal;
import io.github.influx2tdengine.sink.config.SinkConfig;
import io.github.influx2tdengine.sink.error.Redacted;
import io.github.influx2tdengine.sink.schema.Catalog;
import io.github.influx2tdengine.sink.schema.DatabaseInfo;
import io.github.influx2tdengine.sink.schema.Placement;
import io.github.influx2tdengine.sink.schema.Precision;
import io.github.influx2tdengine.sink.schema.TableModel;
import io.github.influx2tdengine.sink.schema.TablePlanner;
import io.github.influx2tdengine.source.plan.TimeText;
import io.github.influx2tdengine.source.plan.Window;
import io.github.influx2tdengine.source.read.Measurement;
import io.github.influx2tdengine.source.read.WindowReader;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares a bucket with a database value by value: floats by their bits, text by its characters,
 * times by the nanosecond.
 */
public final class Comparison {
  /** So many differences are listed; all are counted. */
  static final int LISTED = 20;

  private static final long SHOW = Duration.ofSeconds(1).toNanos();

  private final SinkConfig sink;
  private final TablePlanner planner;
  private final Placement placement;
  private final Console console;
  private final StopSignal stop;
  private final long begin = System.nanoTime();
  private final Map<String, Long> points = new LinkedHashMap<>();
  private final Differences differences = new Differences(LISTED);
  private long shown = begin;

  public Comparison(Map<String, String> sinkSettings, Console console, StopSignal stop) {
    this.sink = new SinkConfig(sinkSettings);
    this.planner = new TablePlanner(sink.typeConflict(), sink.stringType().type());
    this.placement =
        new Placement(sink.supertableNames(), sink.subtableNames(), sink.typeConflict());
    this.console = console;
    this.stop = stop;
  }

  /**
   * @param range the times to compare
   * @throws CommandFailure when a side cannot be read to the end
   */
  public Report run(
      WindowReader influx, List<String> measurements, Map<String, String> addedTags, Window range) {
    try (TdengineReader tdengine = new TdengineReader(sink)) {
      checkPrecision(tdengine);
      for (String measurement : measurements) {
        if (stop.requested()) {
          break;
        }
        compare(measurement, influx, tdengine, addedTags, range);
      }
      return new Report(
          points.values().stream().mapToLong(Long::longValue).sum(),
          points,
          differences.count(),
          differences.kept(),
          (System.nanoTime() - begin) / 1e9,
          !stop.requested());
    } catch (IOException e) {
      throw CommandFailure.failed(
          "--influx-url (influxdb.url): the comparison could not be finished: " + e.getMessage(),
          e);
    } catch (SQLException e) {
      throw CommandFailure.failed(
          "--tdengine-url (tdengine.url): the comparison could not be finished: "
              + Redacted.text(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("the comparison was interrupted", e);
    }
  }

  private void checkPrecision(TdengineReader tdengine) throws SQLException {
    DatabaseInfo info =
        DatabaseInfo.read(tdengine, sink.database())
            .orElseThrow(
                () ->
                    CommandFailure.failed(
                        "--database (database): TDengine has no database '"
                            + sink.database()
                            + "'"));
    if (info.precision() != Precision.NS) {
      throw CommandFailure.failed(
          "--database (database): '"
              + sink.database()
              + "' keeps times coarser than nanoseconds, so that a copy in it cannot be compared"
              + " exactly");
    }
  }

  private void compare(
      String name,
      WindowReader influx,
      TdengineReader tdengine,
      Map<String, String> addedTags,
      Window range)
      throws IOException, SQLException, InterruptedException {
    String tableName = placement.supertable(name);
    Optional<TableModel> table =
        new Catalog(sink.database(), false, false, sink.timestampColumn(), planner)
            .read(tableName, tdengine)
            .filter(model -> model.comment().admits(name));
    TableModel model =
        table.orElseGet(() -> TablePlanner.empty(tableName, name, sink.timestampColumn()));
    MeasurementComparison comparison =
        new MeasurementComparison(
            new Measurement(name),
            table,
            new ColumnPlan(model, planner),
            placement,
            influx,
            tdengine,
            addedTags,
            differences,
            stop);
    long before = differences.count();
    comparison.run(range, () -> show(name, comparison));
    if (comparison.points() > 0 || differences.count() > before) {
      points.put(name, comparison.points());
      long found = differences.count() - before;
      console.line(
          "  %s: %,d points, %s"
              .formatted(
                  name,
                  comparison.points(),
                  found == 0
                      ? "equal"
                      : table.isPresent()
                          ? "%,d differences".formatted(found)
                          : "no table '%s' of this measurement in TDengine".formatted(tableName)));
    }
  }

  private void show(String measurement, MeasurementComparison comparison) {
    long now = System.nanoTime();
    if (console.terminal() && now - shown >= SHOW) {
      shown = now;
      console.replace(
          List.of(
              "  %s: %,d points compared up to %s"
                  .formatted(
                      measurement, comparison.points(), TimeText.format(comparison.reached()))));
    }
  }
}
