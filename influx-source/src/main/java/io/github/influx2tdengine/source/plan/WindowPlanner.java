package io.github.influx2tdengine.source.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts the time of one measurement into windows: as long as makes them hold about the points
 * wanted, by the density of what was read last. Decides only; reads nothing.
 */
public final class WindowPlanner {
  /**
   * Points a window should hold for each series: a query costs the server about 25 µs for each
   * series and field even when it returns nothing, as much as ten rows of it.
   */
  private static final int POINTS_PER_SERIES = 10;

  /** Windows grow and shrink by no more than this at once: density may change again. */
  private static final double STEP = 8;

  /** Windows within one cell each, before longer ones are tried again for the first time. */
  private static final int CELLS = 48;

  /** Cells that a window is split into at once: those of the longest window, a week. */
  private static final int CELLS_AT_ONCE = 200;

  private final WindowSizes sizes;
  private final long cell;
  private long position;
  private long length;
  private int cells = CELLS / 2;
  private int cellsLeft;
  private long afterGap = Long.MIN_VALUE;
  private boolean bursts;

  /**
   * @param begin where reading begins, in nanoseconds
   * @param cell nanoseconds of the cells that windows keep within when the types of numbers are in
   *     doubt
   */
  public WindowPlanner(WindowSizes sizes, long begin, long cell) {
    this.sizes = sizes;
    this.cell = cell;
    this.position = begin;
    this.length = Math.min(sizes.first(), sizes.longest());
  }

  /** Where the next window begins. */
  public long position() {
    return position;
  }

  /** Nanoseconds of the next window, unless the edge cuts it. */
  public long length() {
    return length;
  }

  /** The next window before {@code edge}; empty when there is no time left before it. */
  public Optional<Window> next(long edge) {
    if (position >= edge) {
      return Optional.empty();
    }
    long to = plus(position, length, edge);
    if (cellsLeft > 0) {
      to = Math.min(to, plus(cellBegin(position), cell, edge));
      cellsLeft--;
    }
    Window window = new Window(position, to);
    position = to;
    return Optional.of(window);
  }

  /** Nothing lies before {@code time}. */
  public void skipTo(long time) {
    position = Math.max(position, time);
  }

  /**
   * Nothing lies before {@code time}, where points begin again. Where that once was so dense that a
   * window had to be halved, windows begin small after every gap.
   */
  public void beginAt(long time) {
    skipTo(time);
    afterGap = time;
    if (bursts) {
      length = Math.min(length, sizes.first());
    }
  }

  /**
   * The time up to {@link #position()} was searched and holds nothing: how dense what follows is,
   * is not known any more, and windows that were short for a burst need be so no longer. Else a
   * measurement that has gone quiet would be searched without a pause, for no window of it would
   * ever reach the edge.
   */
  public void nothingFound() {
    length = Math.max(length, Math.min(sizes.first(), sizes.longest()));
  }

  /** A window was read, and held so much. */
  public void read(Window window, long points, int series, long memory) {
    if (points == 0) {
      // Says nothing about the density of what follows.
      return;
    }
    double wanted = Math.max(sizes.points(), (double) POINTS_PER_SERIES * series);
    // Half of what memory allows, so that a window twice as dense still fits.
    double factor = Math.min(wanted / points, sizes.memory() / 2.0 / Math.max(1, memory));
    long sized = scaled(window.length(), Math.max(1 / STEP, Math.min(STEP, factor)));
    boolean cut = window.length() < length;
    length = cut && factor >= 1 ? Math.max(length, sized) : sized;
  }

  /** The parts of a window that could not be read whole; those to come are shorter, too. */
  public List<Window> halve(Window window) {
    bursts |= window.from() == afterGap;
    length = Math.max(1, Math.min(length, window.length() / 2));
    return window.halves();
  }

  /**
   * The parts of a window that reaches over several cells; those to come stay within one, for a
   * while that doubles each time: most often it is all of a measurement that has such numbers.
   */
  public List<Window> splitByCells(Window window) {
    cells = Math.min(cells * 2, Integer.MAX_VALUE / 2);
    cellsLeft = cells;
    return cellsOf(window);
  }

  /**
   * A window's cells, each a window; two halves where there are many, so that they are not all
   * planned at once.
   */
  public List<Window> cellsOf(Window window) {
    if (window.length() / cell > CELLS_AT_ONCE) {
      long middle = cellBegin(window.halves().get(1).from());
      return List.of(new Window(window.from(), middle), new Window(middle, window.to()));
    }
    List<Window> parts = new ArrayList<>();
    long from = window.from();
    while (from < window.to()) {
      long to = plus(cellBegin(from), cell, window.to());
      parts.add(new Window(from, to));
      from = to;
    }
    return parts;
  }

  private long cellBegin(long time) {
    return Math.floorDiv(time, cell) * cell;
  }

  private long scaled(long nanos, double factor) {
    double scaled = nanos * factor;
    return Math.max(1, scaled >= sizes.longest() ? sizes.longest() : (long) scaled);
  }

  /** {@code from + nanos}, at most {@code edge}. */
  private static long plus(long from, long nanos, long edge) {
    long sum = from + nanos;
    return sum < from || sum > edge ? edge : sum;
  }
}
