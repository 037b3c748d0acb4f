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
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Reads a measurement of InfluxDB window by window, some ahead: while one is compared, which keeps
 * TDengine and this program busy, InfluxDB answers for the next ones. So many windows and one are
 * in memory. They come in the order of time. Used by one thread.
 */
final class WindowsAhead implements AutoCloseable {
  /** Packed rows of a window; unpacked into columns they take up two or three times as much. */
  static final long MEMORY = 16L << 20;

  /** What is read of a nanosecond that cannot be cut, of series that all have a point then. */
  static final long MEMORY_OF_A_NANOSECOND = 6 * MEMORY;

  /** A window should hold so many points: enough to make the cost of two queries small. */
  private static final long POINTS = 100_000;

  private static final long FIRST_LENGTH = 3_600_000_000_000L;

  /** 30 days; longer windows make InfluxDB open many shards at once. */
  private static final long LONGEST = 30L * 24 * FIRST_LENGTH;

  private final Sides sides;
  private final Failing failing;
  private final TableView view;
  private final Window range;
  private final Throttle throttle;
  private final int ahead;
  private final WindowPlanner planner;
  private final ExecutorService threads;

  /** Those that are being read or were, in the order of time. */
  private final Deque<Slot> slots = new ArrayDeque<>();

  /** Whether nothing was found where it was looked last. */
  private boolean empty = true;

  private boolean ending;

  /** A window of InfluxDB. */
  record Read(Window window, WindowContent content) {}

  /** A stretch of time that was planned as one window, and the parts of it that are still due. */
  private final class Slot {
    private final Deque<Window> due = new ArrayDeque<>();
    private Future<WindowContent> reading;

    Slot(Window window) {
      due.add(window);
      begin();
    }

    private void begin() {
      Window window = due.getFirst();
      reading = threads.submit(() -> read(window));
    }

    /** The first part was read; true when that was the last. */
    boolean done() {
      due.removeFirst();
      if (due.isEmpty()) {
        return true;
      }
      begin();
      return false;
    }

    /** The first part could not be read whole. */
    void split(List<Window> parts) {
      due.removeFirst();
      for (int i = parts.size() - 1; i >= 0; i--) {
        due.addFirst(parts.get(i));
      }
      begin();
    }
  }

  /**
   * @param ahead how many windows are read at once
   */
  WindowsAhead(
      Sides sides, Failing failing, TableView view, Window range, Throttle throttle, int ahead) {
    this.sides = sides;
    this.failing = failing;
    this.view = view;
    this.range = range;
    this.throttle = throttle;
    this.ahead = ahead;
    this.planner =
        new WindowPlanner(
            new WindowSizes(POINTS, MEMORY, FIRST_LENGTH, LONGEST),
            range.from(),
            TypesUndecided.CELL);
    this.threads =
        Executors.newFixedThreadPool(
            ahead,
            task -> {
              Thread thread = new Thread(task, "verify-read-ahead");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The next window; empty behind the last. */
  Optional<Read> next() throws IOException, SQLException, InterruptedException {
    fill();
    while (!slots.isEmpty()) {
      Slot slot = slots.getFirst();
      Window window = slot.due.getFirst();
      try {
        WindowContent content = await(slot.reading);
        planner.read(window, content.points(), content.series(), content.memory());
        empty = content.isEmpty();
        if (slot.done()) {
          slots.removeFirst();
        }
        fill();
        return Optional.of(new Read(window, content));
      } catch (WindowTooLarge e) {
        slot.split(halves(window, e));
      } catch (TypesUndecided e) {
        slot.split(planner.splitByCells(window));
      } catch (InfluxException e) {
        if (e.kind() != InfluxException.Kind.LIMIT) {
          throw e;
        }
        slot.split(halves(window, e));
      }
    }
    return Optional.empty();
  }

  /** Those that are begun are the last. */
  void end() {
    ending = true;
  }

  /** Gives up what is being read. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** Begins as many windows as there may be; where nothing was found last, one, behind the gap. */
  private void fill() throws IOException, SQLException, InterruptedException {
    while (!ending
        && planner.position() < range.to()
        && slots.size() < (empty ? 1 : ahead)
        && (!empty || skipGap())) {
      slots.addLast(new Slot(planner.next(range.to()).orElseThrow()));
    }
  }

  private WindowContent read(Window window) throws IOException, SQLException, InterruptedException {
    TimeUnit.NANOSECONDS.sleep(remaining());
    long begin = System.nanoTime();
    long memory = window.divisible() ? MEMORY : MEMORY_OF_A_NANOSECOND;
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

  private static WindowContent await(Future<WindowContent> reading)
      throws IOException, SQLException, InterruptedException {
    try {
      return reading.get();
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

  private <E extends IOException> List<Window> halves(Window window, E reason) throws E {
    if (!window.divisible()) {
      throw reason;
    }
    return planner.halve(window);
  }

  /** Moves to where either side has the next row; false when neither has one. */
  private boolean skipGap() throws IOException, SQLException, InterruptedException {
    Window rest = new Window(planner.position(), range.to());
    OptionalLong left = failing.influx(() -> sides.influx().firstTime(view.measurement(), rest));
    OptionalLong right =
        view.table().isEmpty()
            ? OptionalLong.empty()
            : failing.tdengine(
                sides.tdengine(),
                () ->
                    sides
                        .tdengine()
                        .firstTime(view.table().get(), view.filter(), rest.from(), rest.to()));
    if (left.isEmpty() && right.isEmpty()) {
      ending = true;
      return false;
    }
    planner.beginAt(Math.min(left.orElse(Long.MAX_VALUE), right.orElse(Long.MAX_VALUE)));
    return true;
  }
}
