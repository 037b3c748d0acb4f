package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.replicator.run.Console;
import io.github.influx2tdengine.replicator.run.StopSignal;
import io.github.influx2tdengine.source.plan.Throttle;
import io.github.influx2tdengine.source.plan.Window;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures how fast a comparison is beside what each side gives alone: the same stretches are read
 * from InfluxDB and thrown away, read from TDengine and thrown away, and compared, in turns of some
 * seconds, so that whatever else keeps the machine busy meets all three. InfluxDB alone is asked
 * one query at a time, the comparison asks as many at once as it always does, so that it may be
 * faster.
 */
final class Rates {
  /** Points of a turn: enough that the first short windows do not count. */
  private static final long TURN = 1_000_000;

  private final Sides sides;
  private final Failing failing;
  private final Console console;
  private final StopSignal stop;
  private long points;
  private long rows;
  private long differences;
  private long influxNanos;
  private long tdengineNanos;
  private long comparisonNanos;

  Rates(Sides sides, Console console, StopSignal stop) {
    this.sides = sides;
    this.failing = new Failing(stop);
    this.console = console;
    this.stop = stop;
  }

  void run() throws IOException, SQLException, InterruptedException {
    FirstLook look = new FirstLook(sides, failing, stop);
    for (String measurement : sides.measurements()) {
      TableView view = failing.tdengine(sides.tdengine(), () -> sides.view(measurement));
      if (view.table().isEmpty()) {
        continue;
      }
      long from = sides.range().from();
      while (from < sides.range().to() && !stop.requested()) {
        Turn turn = influx(view, new Window(from, sides.range().to()));
        // Whichever comes last finds more in caches: they take turns.
        if (points / TURN % 2 == 0) {
          tdengine(view, turn);
          compare(look, view, turn);
        } else {
          compare(look, view, turn);
          tdengine(view, turn);
        }
        points += turn.points();
        from = turn.whole().to();
        console.line(toString());
      }
    }
  }

  private record Turn(Window whole, List<Window> windows, long points) {}

  /** One query at a time. */
  private Turn influx(TableView view, Window rest)
      throws IOException, SQLException, InterruptedException {
    long begin = System.nanoTime();
    List<Window> windows = new ArrayList<>();
    long count = 0;
    long to = rest.to();
    MeasurementReader reader = new MeasurementReader(sides, failing, view, new Throttle(0));
    try (WindowsAhead read = new WindowsAhead(reader, rest, 1)) {
      for (Optional<WindowsAhead.Read> next = read.next(); next.isPresent(); next = read.next()) {
        windows.add(next.get().window());
        count += next.get().content().points();
        to = next.get().window().to();
        if (count >= TURN) {
          read.end();
        }
      }
    }
    influxNanos += System.nanoTime() - begin;
    return new Turn(new Window(rest.from(), count < TURN ? rest.to() : to), windows, count);
  }

  private void tdengine(TableView view, Turn turn) throws SQLException, InterruptedException {
    long begin = System.nanoTime();
    for (Window window : turn.windows()) {
      rows +=
          failing.tdengine(
              sides.tdengine(),
              () ->
                  sides
                      .tdengine()
                      .read(
                          view.table().orElseThrow(),
                          view.filter(),
                          view.columns(),
                          window.from(),
                          window.to(),
                          (subtable, time, values) -> {}));
    }
    tdengineNanos += System.nanoTime() - begin;
  }

  private void compare(FirstLook look, TableView view, Turn turn)
      throws IOException, SQLException, InterruptedException {
    long begin = System.nanoTime();
    Tally tally = new Tally(view.name(), turn.whole().from());
    for (Suspect suspect : look.look(view, tally, turn.whole(), suspects -> {})) {
      differences += suspect.findings().count();
    }
    comparisonNanos += System.nanoTime() - begin;
  }

  /** Rate of the comparison over that of the slower side. */
  private double ratio() {
    return (double) Math.max(influxNanos, tdengineNanos) / comparisonNanos;
  }

  private long perSecond(long nanos) {
    return nanos == 0 ? 0 : Math.round(points * 1e9 / nanos);
  }

  boolean equal() {
    return points > 0 && rows == points && differences == 0;
  }

  @Override
  public String toString() {
    return "  %,d points: InfluxDB alone (one query at a time) %,d/s, TDengine alone %,d/s, compared %,d/s: %.2f of the slower; %,d differences"
        .formatted(
            points,
            perSecond(influxNanos),
            perSecond(tdengineNanos),
            perSecond(comparisonNanos),
            ratio(),
            differences);
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("points", points);
    json.put("rows", rows);
    json.put("differences", differences);
    json.put("influxdb_points_per_second", perSecond(influxNanos));
    json.put("tdengine_points_per_second", perSecond(tdengineNanos));
    json.put("compared_points_per_second", perSecond(comparisonNanos));
    json.put("ratio", Math.round(ratio() * 1000) / 1000.0);
    json.put("heap_megabytes", Runtime.getRuntime().maxMemory() >> 20);
    return json;
  }
}
