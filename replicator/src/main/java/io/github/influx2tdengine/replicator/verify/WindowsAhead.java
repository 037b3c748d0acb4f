package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.source.plan.Throttle;
import io.github.influx2tdengine.source.plan.Window;
import io.github.influx2tdengine.source.plan.WindowPlanner;
import io.github.influx2tdengine.source.plan.WindowSizes;
import io.github.influx2tdengine.source.read.InfluxException;
import io.github.influx2tdengine.source.read.TypesUndecided;
import io.github.influx2tdengine.source.read.WindowContent;
import io.github.influx2tdengine.source.read.WindowTooLarge;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Reads a measurement of InfluxDB window by window, one ahead: while one is compared, which keeps
 * TDengine and this program busy, InfluxDB answers for the next. Two windows are in memory, one
 * query at a time is asked of InfluxDB.
 */
final class WindowsAhead {
  /** Packed rows of a window; unpacked into columns they take up two or three times as much. */
  static final long MEMORY = 16L << 20;

  /** What is read of a nanosecond that cannot be cut, of series that all have a point then. */
  static final long MEMORY_OF_A_NANOSECOND = 6 * MEMORY;

  /** A window should hold so many points: enough to make the cost of two queries small. */
  private static final long POINTS = 100_000;

  private static final long FIRST_LENGTH = 3_600_000_000_000L;

  /** 30 days; longer windows make InfluxDB open many shards at once. */
  private static final long LONGEST = 30L * 24 * FIRST_LENGTH;

  private final ExecutorService thread;
  private final Sides sides;
  private final Failing failing;
  private final TableView view;
  private final Window range;
  private final Throttle throttle;
  private final WindowPlanner planner;
  private final Deque<Window> planned = new ArrayDeque<>();
  private boolean empty = true;
  private Future<Optional<Read>> ahead;

  /** A window of InfluxDB. */
  record Read(Window window, WindowContent content) {}

  /**
   * @param thread has one thread; {@link #next()} is called by another
   */
  WindowsAhead(
      ExecutorService thread,
      Sides sides,
      Failing failing,
      TableView view,
      Window range,
      Throttle throttle) {
    this.thread = thread;
    this.sides = sides;
    this.failing = failing;
    this.view = view;
    this.range = range;
    this.throttle = throttle;
    this.planner =
        new WindowPlanner(
            new WindowSizes(POINTS, MEMORY, FIRST_LENGTH, LONGEST),
            range.from(),
            TypesUndecided.CELL);
  }

  /** The next window; empty behind the last. */
  Optional<Read> next() throws IOException, SQLException, InterruptedException {
    if (ahead == null) {
      ahead = thread.submit(this::readNext);
    }
    Optional<Read> read = await();
    ahead = read.isPresent() ? thread.submit(this::readNext) : ahead;
    return read;
  }

  /** The window that was begun already, the first time; then none. */
  Optional<Read> last() throws IOException, SQLException, InterruptedException {
    Optional<Read> read = ahead == null ? Optional.empty() : await();
    ahead = null;
    return read;
  }

  private Optional<Read> await() throws IOException, SQLException, InterruptedException {
    try {
      return ahead.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      }
      if (e.getCause() instanceof InterruptedException cause) {
        throw cause;
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Gives up what is being read; to be called when no more windows are wanted. */
  void stop() {
    if (ahead != null) {
      ahead.cancel(true);
    }
  }

  private Optional<Read> readNext() throws IOException, SQLException, InterruptedException {
    while (!planned.isEmpty() || planner.position() < range.to()) {
      if (planned.isEmpty()) {
        if (empty && !skipGap()) {
          return Optional.empty();
        }
        planned.add(planner.next(range.to()).orElseThrow());
      }
      Window window = planned.removeFirst();
      TimeUnit.NANOSECONDS.sleep(throttle.remaining(System.nanoTime()));
      try {
        return Optional.of(read(window));
      } catch (WindowTooLarge e) {
        halve(window, e);
      } catch (TypesUndecided e) {
        split(planner.splitByCells(window));
      } catch (InfluxException e) {
        if (e.kind() != InfluxException.Kind.LIMIT) {
          throw e;
        }
        halve(window, e);
      }
    }
    return Optional.empty();
  }

  private Read read(Window window) throws IOException, SQLException, InterruptedException {
    long begin = System.nanoTime();
    long memory = window.divisible() ? MEMORY : MEMORY_OF_A_NANOSECOND;
    WindowContent content =
        failing.influx(() -> sides.influx().read(view.measurement(), window, memory));
    long now = System.nanoTime();
    throttle.done(now, now - begin, content.points(), sides.source().loadMaxCatchUp());
    planner.read(window, content.points(), content.series(), content.memory());
    empty = content.isEmpty();
    return new Read(window, content);
  }

  private <E extends IOException> void halve(Window window, E reason) throws E {
    if (!window.divisible()) {
      throw reason;
    }
    split(planner.halve(window));
  }

  /** Parts come before what was planned behind the window. */
  private void split(List<Window> parts) {
    for (int i = parts.size() - 1; i >= 0; i--) {
      planned.addFirst(parts.get(i));
    }
  }

  /** Moves to where either side has the next row; false when neither has one. */
  private boolean skipGap() throws IOException, SQLException, InterruptedException {
    Window rest = new Window(planner.position(), range.to());
    OptionalLong left = failing.influx(() -> sides.influx().firstTime(view.measurement(), rest));
    OptionalLong right =
        view.table().isEmpty()
            ? OptionalLong.empty()
            : failing.tdengine(
                sides.tdengineAhead(),
                () ->
                    sides
                        .tdengineAhead()
                        .firstTime(view.table().get(), view.filter(), rest.from(), rest.to()));
    if (left.isEmpty() && right.isEmpty()) {
      return false;
    }
    planner.beginAt(Math.min(left.orElse(Long.MAX_VALUE), right.orElse(Long.MAX_VALUE)));
    return true;
  }
}
