package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.replicator.run.StopSignal;
import io.github.influx2tdengine.sink.schema.FieldColumns;
import io.github.influx2tdengine.sink.schema.TableColumn;
import io.github.influx2tdengine.source.plan.Window;
import io.github.influx2tdengine.source.read.FieldCounts;
import io.github.influx2tdengine.source.read.InfluxException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares how many values each field has in each window. Says nothing about the values, but a
 * window whose counts differ is looked at value by value afterwards.
 */
final class QuickLook implements MeasurementLook {
  private final Sides sides;
  private final Failing failing;
  private final StopSignal stop;
  private final FieldCounts counts;

  QuickLook(Sides sides, Failing failing, StopSignal stop) {
    this.sides = sides;
    this.failing = failing;
    this.stop = stop;
    this.counts = new FieldCounts(sides.http(), sides.influxDatabase(), sides.influx());
  }

  @Override
  public List<Suspect> look(TableView view, Tally tally, Window range, Step step)
      throws IOException, SQLException, InterruptedException {
    List<Suspect> suspects = new ArrayList<>();
    long from = range.from();
    CountedLength length = new CountedLength();
    boolean empty = true;
    while (from < range.to() && !stop.requested()) {
      if (empty) {
        OptionalLong first =
            MeasurementReader.firstTime(sides, failing, view, new Window(from, range.to()));
        if (first.isEmpty()) {
          break;
        }
        from = first.getAsLong();
      }
      long to =
          new Window(from, range.to()).length() <= length.nanos()
              ? range.to()
              : from + length.nanos();
      Window window = new Window(from, to);
      long begin = System.nanoTime();
      try {
        long values = compare(view, window, suspects, tally);
        empty = values == 0;
      } catch (InfluxException e) {
        if (e.kind() != InfluxException.Kind.LIMIT || !window.divisible()) {
          throw e;
        }
        length.tooLong(window.length());
        continue;
      }
      from = to;
      length.took(System.nanoTime() - begin);
      step.done(suspects);
    }
    return suspects;
  }

  /** Counts on both sides; returns how many values InfluxDB has. */
  private long compare(TableView view, Window window, List<Suspect> suspects, Tally tally)
      throws IOException, SQLException, InterruptedException {
    Map<String, Long> left = failing.influx(() -> counts.count(view.measurement(), window));
    Map<String, Long> right = new HashMap<>();
    if (view.table().isPresent()) {
      List<Long> counted =
          failing.tdengine(
              sides.tdengine(),
              () ->
                  sides
                      .tdengine()
                      .counts(
                          view.table().get(),
                          view.filter(),
                          view.columns(),
                          window.from(),
                          window.to()));
      for (int i = 0; i < view.columns().size(); i++) {
        right.put(view.columns().get(i).name(), counted.get(i + 1));
      }
    }
    Findings findings = new Findings();
    left.forEach((field, count) -> field(view, window, field, count, right, findings));
    // Columns that are left belong to no field.
    new TreeSet<>(right.keySet())
        .forEach(
            column -> {
              if (right.get(column) > 0) {
                findings.add(count(view, window, column, 0, right.get(column)));
              }
            });
    if (!findings.isEmpty()) {
      suspects.add(new Suspect(view.name(), window, Findings.forgotten(window)));
    }
    // A point has at least one value, and how many have which only the points would tell.
    tally.compared(left.values().stream().mapToLong(Long::longValue).max().orElse(0), window.to());
    return left.values().stream().mapToLong(Long::longValue).sum();
  }

  private static void field(
      TableView view,
      Window window,
      String field,
      long count,
      Map<String, Long> columns,
      Findings findings) {
    Set<String> names = new TreeSet<>();
    view.table()
        .ifPresent(
            model ->
                FieldColumns.of(model, field).all().stream()
                    .map(TableColumn::name)
                    .forEach(names::add));
    long found = 0;
    for (String name : names) {
      Long values = columns.remove(name);
      found += values == null ? 0 : values;
    }
    if (found != count) {
      findings.add(count(view, window, field, count, found));
    }
  }

  private static Difference count(
      TableView view, Window window, String field, long left, long right) {
    return new Difference(
        Difference.Kind.COUNT,
        view.name(),
        view.tableName(),
        Optional.empty(),
        window.from(),
        field,
        Optional.of("%,d values".formatted(left)),
        Optional.of("%,d values".formatted(right)));
  }
}
