package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.source.plan.Throttle;
import io.github.influx2tdengine.source.plan.Window;
import io.github.influx2tdengine.source.read.WindowContent;
import java.io.IOException;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Asks both servers about one measurement, InfluxDB no faster than the settings allow. */
final class MeasurementReader implements WindowsAhead.Reader {
  private final Sides sides;
  private final Failing failing;
  private final TableView view;
  private final Throttle throttle;

  /**
   * @param throttle of all measurements
   */
  MeasurementReader(Sides sides, Failing failing, TableView view, Throttle throttle) {
    this.sides = sides;
    this.failing = failing;
    this.view = view;
    this.throttle = throttle;
  }

  @Override
  public WindowContent read(Window window, long memory)
      throws IOException, SQLException, InterruptedException {
    TimeUnit.NANOSECONDS.sleep(remaining());
    long begin = System.nanoTime();
    WindowContent content =
        failing.influx(() -> sides.influx().read(view.measurement(), window, memory));
    long now = System.nanoTime();
    synchronized (throttle) {
      throttle.done(now, now - begin, content.points(), sides.source().loadMaxCatchUp());
    }
    return content;
  }

  private long remaining() {
    synchronized (throttle) {
      return throttle.remaining(System.nanoTime());
    }
  }

  @Override
  public OptionalLong firstTime(Window window)
      throws IOException, SQLException, InterruptedException {
    return firstTime(sides, failing, view, window);
  }

  /** The time of the first row that either side has in a window. */
  static OptionalLong firstTime(Sides sides, Failing failing, TableView view, Window window)
      throws IOException, SQLException, InterruptedException {
    OptionalLong left = failing.influx(() -> sides.influx().firstTime(view.measurement(), window));
    OptionalLong right =
        view.table().isEmpty()
            ? OptionalLong.empty()
            : failing.tdengine(
                sides.tdengine(),
                () ->
                    sides
                        .tdengine()
                        .firstTime(view.table().get(), view.filter(), window.from(), window.to()));
    return left.isEmpty() || right.isPresent() && right.getAsLong() < left.getAsLong()
        ? right
        : left;
  }
}
