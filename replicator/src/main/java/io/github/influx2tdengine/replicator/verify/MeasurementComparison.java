package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.points.PackedBlock;
import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.replicator.run.StopSignal;
import io.github.influx2tdengine.sink.schema.Placement;
import io.github.influx2tdengine.sink.schema.TableColumn;
import io.github.influx2tdengine.sink.schema.TableModel;
import io.github.influx2tdengine.sink.schema.TagColumns;
import io.github.influx2tdengine.source.plan.Window;
import io.github.influx2tdengine.source.read.InfluxException;
import io.github.influx2tdengine.source.read.Measurement;
import io.github.influx2tdengine.source.read.TypesUndecided;
import io.github.influx2tdengine.source.read.WindowContent;
import io.github.influx2tdengine.source.read.WindowReader;
import io.github.influx2tdengine.source.read.WindowTooLarge;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Compares one measurement window by window, at most {@link #MEMORY} bytes of InfluxDB's rows at a
 * time. A window that differs is looked at once more when the others are done: a writer may have
 * been at work between the two reads of it.
 */
final class MeasurementComparison {
  /** Packed rows; unpacked into columns they take up two or three times as much. */
  private static final long MEMORY = 16L << 20;

  /** A window should hold so many points: enough to make the cost of two queries small. */
  private static final long POINTS = 100_000;

  private static final long FIRST_LENGTH = 3_600_000_000_000L;

  /** 30 days; longer windows make InfluxDB open many shards at once. */
  private static final long LONGEST = 30L * 24 * FIRST_LENGTH;

  private final Measurement measurement;
  private final Optional<TableModel> table;
  private final ColumnPlan plan;
  private final Placement placement;
  private final WindowReader influx;
  private final TdengineReader tdengine;
  private final Map<String, String> addedTags;
  private final Differences differences;
  private final StopSignal stop;
  private final Set<String> subtablesChecked = new HashSet<>();
  private final List<Window> suspects = new ArrayList<>();
  private long points;
  private long reached;

  MeasurementComparison(
      Measurement measurement,
      Optional<TableModel> table,
      ColumnPlan plan,
      Placement placement,
      WindowReader influx,
      TdengineReader tdengine,
      Map<String, String> addedTags,
      Differences differences,
      StopSignal stop) {
    this.measurement = measurement;
    this.table = table;
    this.plan = plan;
    this.placement = placement;
    this.influx = influx;
    this.tdengine = tdengine;
    this.addedTags = addedTags;
    this.differences = differences;
    this.stop = stop;
  }

  /** Points of InfluxDB looked for so far. */
  long points() {
    return points;
  }

  /** How far the comparison is, in nanoseconds since 1970. */
  long reached() {
    return reached;
  }

  /** Called after each window. */
  interface Step {
    void done() throws InterruptedException;
  }

  void run(Window range, Step step) throws IOException, SQLException, InterruptedException {
    long from = range.from();
    long length = FIRST_LENGTH;
    boolean empty = true;
    while (from < range.to() && !stop.requested()) {
      if (empty) {
        OptionalLong first = first(new Window(from, range.to()));
        if (first.isEmpty()) {
          break;
        }
        from = first.getAsLong();
      }
      long to = range.to() - from <= length && range.to() - from > 0 ? range.to() : from + length;
      Window window = new Window(from, Math.min(to, range.to()));
      try {
        long rows = compare(window, Differing.SUSPECT);
        points += rows;
        empty = rows == 0;
        from = window.to();
        reached = from;
        if (rows < POINTS / 2) {
          length = Math.min(LONGEST, length * 2);
        } else if (rows > POINTS * 2) {
          length = Math.max(1, length / 2);
        }
      } catch (WindowTooLarge e) {
        length = shorter(window, e);
      } catch (TypesUndecided e) {
        length = toCellEnd(window, e);
      } catch (InfluxException e) {
        if (e.kind() != InfluxException.Kind.LIMIT) {
          throw e;
        }
        length = shorter(window, e);
      }
      step.done();
    }
    for (Window window : suspects) {
      compare(window, Differing.REPORT);
      step.done();
    }
  }

  private static <E extends IOException> long shorter(Window window, E reason) throws E {
    if (!window.divisible()) {
      throw reason;
    }
    return Math.max(1, window.length() / 2);
  }

  /** Within an hour of InfluxDB's grid the types of numbers can be told. */
  private static long toCellEnd(Window window, TypesUndecided reason) throws TypesUndecided {
    long cellEnd = (Math.floorDiv(window.from(), TypesUndecided.CELL) + 1) * TypesUndecided.CELL;
    if (cellEnd >= window.to()) {
      throw reason;
    }
    return cellEnd - window.from();
  }

  private OptionalLong first(Window range) throws IOException, SQLException {
    OptionalLong left = influx.firstTime(measurement, range);
    OptionalLong right =
        table.isEmpty()
            ? OptionalLong.empty()
            : tdengine.firstTime(table.get(), filter(), range.from(), range.to());
    if (left.isEmpty() || right.isEmpty()) {
      return left.isPresent() ? left : right;
    }
    return OptionalLong.of(Math.min(left.getAsLong(), right.getAsLong()));
  }

  /** What to do about a window that differs. */
  private enum Differing {
    SUSPECT,
    REPORT
  }

  private long compare(Window window, Differing differing) throws IOException, SQLException {
    Differences found = new Differences(Comparison.LISTED);
    WindowContent content = influx.read(measurement, window, MEMORY);
    ExpectedWindow expected = new ExpectedWindow(measurement.name(), plan, placement);
    for (PackedBlock block : content.blocks()) {
      expected.add(block.unpack(), found);
    }
    if (table.isPresent()) {
      tdengine.read(
          table.get(),
          filter(),
          plan.columns(),
          window.from(),
          window.to(),
          (subtable, time, values) -> expected.actual(subtable, time, values, found));
    }
    expected.finish(found);
    if (table.isPresent()) {
      checkTags(table.get(), expected.series(), window, found);
    }
    if (!found.isEmpty()) {
      if (differing == Differing.SUSPECT) {
        suspects.add(window);
      } else {
        differences.addAll(found);
      }
    }
    return expected.rows();
  }

  /** Other servers may fill the same tables; the tags that were added tell whose rows are whose. */
  private Map<String, String> filter() {
    Map<String, String> filter = new HashMap<>();
    addedTags.forEach(
        (tag, value) ->
            TagColumns.existing(table.orElseThrow(), tag)
                .ifPresent(column -> filter.put(column.name(), value)));
    return filter;
  }

  /** Writing to a subtable that has other tags succeeds: each is looked at once. */
  private void checkTags(
      TableModel model, Map<String, SeriesKey> series, Window window, Differences found)
      throws SQLException {
    Set<String> due = new HashSet<>(series.keySet());
    due.removeAll(subtablesChecked);
    if (due.isEmpty()) {
      return;
    }
    boolean clean = found.isEmpty();
    tdengine
        .tags(model, due)
        .forEach((subtable, tags) -> checkTags(model, series.get(subtable), tags, window, found));
    if (clean && found.isEmpty()) {
      subtablesChecked.addAll(due);
    }
  }

  private void checkTags(
      TableModel model,
      SeriesKey series,
      Map<String, String> actual,
      Window window,
      Differences found) {
    Map<String, String> left = new HashMap<>(actual);
    Tags tags = series.tags();
    for (int i = 0; i < tags.size(); i++) {
      Optional<TableColumn> column = TagColumns.existing(model, tags.name(i));
      String stored = column.map(known -> left.remove(known.name())).orElse(null);
      if (!tags.value(i).equals(stored)) {
        found.add(tag(series, window, tags.name(i), tags.value(i), stored == null ? "" : stored));
      }
    }
    left.forEach((tag, value) -> found.add(tag(series, window, tag, "", value)));
  }

  private Difference tag(
      SeriesKey series, Window window, String tag, String expected, String actual) {
    return new Difference(
        Difference.Kind.TAGS,
        measurement.name(),
        series.toString(),
        window.from(),
        tag,
        expected,
        actual);
  }
}
