package io.github.influx2tdengine.replicator.verify;

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

  private final Reader reader;
  private final Window range;
  private final int ahead;
  private final WindowPlanner planner;
  private final ExecutorService threads;

  /** Those that are being read or were, in the order of time. */
  private final Deque<Slot> slots = new ArrayDeque<>();

  /** Whether nothing was found where it was looked last. */
  private boolean empty = true;

  private boolean ending;

  /** Answers for one measurement. */
  interface Reader {
    /** What InfluxDB has in a window; asked by several threads at once. */
    WindowContent read(Window window, long memory)
        throws IOException, SQLException, InterruptedException;

    /** The time of the first row that either side has in a window. */
    OptionalLong firstTime(Window window) throws IOException, SQLException, InterruptedException;
  }

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
  WindowsAhead(Reader reader, Window range, int ahead) {
    this.reader = reader;
    this.range = range;
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
      Optional<WindowContent> content = whole(slot, window);
      if (content.isPresent()) {
        planner.read(
            window, content.get().points(), content.get().series(), content.get().memory());
        empty = content.get().isEmpty();
        if (slot.done()) {
          slots.removeFirst();
        }
        fill();
        return Optional.of(new Read(window, content.get()));
      }
    }
    return Optional.empty();
  }

  /** What the slot read; empty where its window has to be read in parts, which is begun. */
  private Optional<WindowContent> whole(Slot slot, Window window)
      throws IOException, SQLException, InterruptedException {
    try {
      return Optional.of(await(slot.reading));
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
    return reader.read(window, window.divisible() ? MEMORY : MEMORY_OF_A_NANOSECOND);
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
    OptionalLong first = reader.firstTime(new Window(planner.position(), range.to()));
    if (first.isEmpty()) {
      ending = true;
      return false;
    }
    planner.beginAt(first.getAsLong());
    return true;
  }
}
