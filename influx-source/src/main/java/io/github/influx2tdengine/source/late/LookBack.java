package io.github.influx2tdengine.source.late;

import io.github.influx2tdengine.source.plan.Window;
import io.github.influx2tdengine.source.read.WindowContent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds late and overwritten points of one measurement: every interval the recent past is read
 * again, and a window in which a cell differs from what was emitted of it is emitted again.
 */
public final class LookBack {
  private final long range;
  private final long interval;
  private final EmittedCells cells;
  private final Deque<Window> rest = new ArrayDeque<>();
  private OptionalLong next = OptionalLong.empty();
  private boolean running;

  /**
   * @param begin where the measurement's reading begins
   */
  public LookBack(Duration range, Duration interval, long begin) {
    this.range = range.toNanos();
    this.interval = interval.toNanos();
    this.cells = new EmittedCells(this.range, begin);
  }

  /**
   * A window was emitted.
   *
   * @param edge the time that may be read up to: older windows than the range behind it are never
   *     looked at again
   */
  public void emitted(Window window, WindowContent content, long edge) {
    if (window.to() > edge - range) {
      cells.emitted(content, cells.cellBegin(edge - range));
    }
  }

  /**
   * The next window to read again.
   *
   * @param now monotonic nanoseconds
   * @param watermark the end of what was emitted
   * @param begin where the connector's reading begins; nothing before it is read
   * @param length nanoseconds that a window of this measurement should have
   */
  public Optional<Window> next(long now, long watermark, long begin, long length) {
    if (rest.isEmpty()) {
      if (running) {
        running = false;
        cells.compared();
      }
      if (next.isPresent() && now - next.getAsLong() < 0) {
        return Optional.empty();
      }
      boolean first = next.isEmpty();
      next = OptionalLong.of(now + interval);
      // What came with the first windows is known; the past before them can wait its turn, too.
      if (first && begin >= watermark - cells.cell()) {
        return Optional.empty();
      }
      plan(watermark, begin, length);
    }
    return Optional.ofNullable(rest.pollFirst());
  }

  private void plan(long watermark, long begin, long length) {
    // Only whole cells: a cell that reading has not passed yet would differ. A begin within a cell
    // is rounded up, since the cell's first part was never emitted.
    long from = cells.cellBegin(Math.max(begin - 1, watermark - range)) + cells.cell();
    long end = cells.cellBegin(watermark);
    long step = Math.max(cells.cell(), cells.cellBegin(length));
    while (from < end) {
      long to = Math.min(end, from + step < from ? end : from + step);
      rest.add(new Window(from, to));
      from = to;
    }
    running = !rest.isEmpty();
  }

  /** Whether a window that was read again must be emitted again. */
  public boolean changed(Window window, WindowContent content) {
    return cells.changed(window, content);
  }

  /**
   * Whether the single cell of a window must be emitted again, after {@link #halves} had no smaller
   * windows and it was only hashed.
   */
  public boolean changed(Window window, OptionalLong hash) {
    return cells.changed(window, hash);
  }

  /** Such a cell is emitted again. */
  public void emitsAgain(Window window) {
    cells.forget(window);
  }

  /** A part of such a cell was emitted again. */
  public void emittedAgain(WindowContent content) {
    cells.add(content);
  }

  /** The parts of a window that could not be read whole; empty when it is a single cell. */
  public List<Window> halves(Window window) {
    long middle = cells.cellBegin(window.from() + window.length() / 2);
    return middle <= window.from()
        ? List.of()
        : List.of(new Window(window.from(), middle), new Window(middle, window.to()));
  }
}
