package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.points.PackedBlock;
import io.github.influx2tdengine.points.PointFormatException;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.sink.schema.TableColumn;
import io.github.influx2tdengine.sink.schema.TableModel;
import io.github.influx2tdengine.sink.schema.TagColumns;
import io.github.influx2tdengine.source.plan.Window;
import io.github.influx2tdengine.source.read.WindowContent;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Compares single windows: what InfluxDB has of one against the rows that TDengine has. */
final class WindowComparison {
  private final Sides sides;
  private final Failing failing;

  WindowComparison(Sides sides, Failing failing) {
    this.sides = sides;
    this.failing = failing;
  }

  /**
   * Compares a window.
   *
   * @param content all that InfluxDB has in it; what it drops because of its age while the
   *     comparison goes on is no difference, so that the limit is as of now
   * @param expired takes the number of rows that are older than InfluxDB keeps points
   * @param fresh makes what differences are collected in, anew for each attempt
   */
  <F extends Found> F compare(
      TableView view,
      Seen seen,
      Window window,
      WindowContent content,
      Supplier<F> fresh,
      LongConsumer expired)
      throws SQLException, InterruptedException {
    return failing.tdengine(
        sides.tdengine(),
        () -> {
          F found = fresh.get();
          Kept kept = new Kept(found, sides.keptFrom());
          once(view, seen, window, content, kept);
          expired.accept(kept.expired);
          return found;
        });
  }

  /** Leaves out rows that InfluxDB dropped because of their age. */
  private static final class Kept implements Found {
    private final Found found;
    private final long from;
    private long expired;
    private long count;

    Kept(Found found, long from) {
      this.found = found;
      this.from = from;
    }

    @Override
    public void add(Difference difference) {
      if (difference.kind() == Difference.Kind.EXTRA && difference.time() < from) {
        expired++;
      } else {
        count++;
        found.add(difference);
      }
    }
  }

  private void once(TableView view, Seen seen, Window window, WindowContent content, Kept found)
      throws SQLException {
    ExpectedWindow expected = new ExpectedWindow(view.name(), view.plan(), sides.placement());
    for (PackedBlock block : content.blocks()) {
      seen.series(block.series());
      expected.add(unpacked(view, block), found);
    }
    if (view.table().isPresent()) {
      sides
          .tdengine()
          .read(
              view.table().get(),
              view.filter(),
              view.columns(),
              window.from(),
              window.to(),
              (subtable, time, values) -> {
                seen.subtable(subtable);
                expected.actual(subtable, time, values, found);
              });
    }
    expected.finish(found);
    if (view.table().isPresent()) {
      checkTags(view, expected, seen, found);
    }
  }

  /** Text that is none has no table to be in, and what else the series has is not known. */
  private static SeriesBlock unpacked(TableView view, PackedBlock block) {
    try {
      return block.unpack();
    } catch (PointFormatException e) {
      throw CommandFailure.failed(
          "measurement '%s', series %s cannot be compared: %s; leave the measurement or the field out (measurements.exclude, fields.exclude)"
              .formatted(view.name(), block.series(), e.getMessage()),
          e);
    }
  }

  /** Writing to a subtable that has other tags succeeds: each is looked at once. */
  private void checkTags(TableView view, ExpectedWindow expected, Seen seen, Kept found)
      throws SQLException {
    Map<String, SeriesKey> series = expected.series();
    Set<String> due = new HashSet<>(series.keySet());
    due.removeIf(seen::tagsAreChecked);
    if (due.isEmpty()) {
      return;
    }
    TableModel model = view.table().orElseThrow();
    boolean clean = found.count == 0;
    sides
        .tdengine()
        .tags(model, due)
        .forEach(
            (subtable, tags) ->
                checkTags(
                    model,
                    series.get(subtable),
                    tags,
                    (tag, left, right) ->
                        found.add(
                            new Difference(
                                Difference.Kind.TAGS,
                                view.name(),
                                subtable,
                                Optional.of(series.get(subtable)),
                                expected.firstTime(subtable),
                                tag,
                                left,
                                right))));
    if (clean && found.count == 0) {
      due.forEach(seen::tagsChecked);
    }
  }

  private interface TagFound {
    void add(String tag, Optional<String> left, Optional<String> right);
  }

  private static void checkTags(
      TableModel model, SeriesKey series, Map<String, String> actual, TagFound found) {
    Map<String, String> left = new HashMap<>(actual);
    Tags tags = series.tags();
    for (int i = 0; i < tags.size(); i++) {
      Optional<TableColumn> column = TagColumns.existing(model, tags.name(i));
      Optional<String> stored = column.map(known -> left.remove(known.name()));
      Optional<String> expected = Optional.of(tags.value(i));
      if (!stored.equals(expected)) {
        found.add(tags.name(i), expected, stored);
      }
    }
    left.forEach((tag, value) -> found.add(tag, Optional.empty(), Optional.of(value)));
  }
}
