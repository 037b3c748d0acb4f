package io.github.influx2tdengine.source.late;

import io.github.influx2tdengine.source.plan.Window;
import io.github.influx2tdengine.source.read.WindowContent;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * What was last emitted of the recent past, as one hash for each cell of a fixed grid: the sum of
 * its points' hashes, so that neither their order nor the windows they came in count. Kept in
 * memory only: after a restart nothing is known, and whatever has points differs.
 */
final class EmittedCells {
  /** Cells in the range of a look-back: with an hour, ten seconds each; 3 KB a measurement. */
  private static final int CELLS = 360;

  private final long cell;
  private final long[] hashes;
  private final long[] numbers;
  private long knownFrom;

  /**
   * @param range nanoseconds that are looked back
   * @param begin the time from which on all that was emitted will be added
   */
  EmittedCells(long range, long begin) {
    this.cell = Math.max(1, range / CELLS);
    // What is being emitted is at most a cell ahead of the range, and at most a cell behind it.
    this.hashes = new long[CELLS + 3];
    this.numbers = new long[CELLS + 3];
    this.knownFrom = begin;
    Arrays.fill(numbers, Long.MIN_VALUE);
  }

  /** Nanoseconds of a cell. */
  long cell() {
    return cell;
  }

  /** The begin of the cell that a time is in. */
  long cellBegin(long time) {
    return Math.floorDiv(time, cell) * cell;
  }

  /**
   * Points were emitted for the first time.
   *
   * @param from what is older is not kept
   */
  void emitted(WindowContent content, long from) {
    content.visit(
        new PointHashes(
            (time, hash) -> {
              if (time >= from) {
                hashes[slot(time)] += hash;
              }
            }));
  }

  /**
   * Compares what a window holds now with what was emitted of it, and takes it for emitted.
   *
   * @param window whole cells
   * @return whether they differ
   */
  boolean changed(Window window, WindowContent content) {
    long first = Math.floorDiv(window.from(), cell);
    int count = Math.toIntExact(Math.floorDiv(window.to() - 1, cell) - first + 1);
    long[] now = new long[count];
    boolean[] has = new boolean[count];
    content.visit(
        new PointHashes(
            (time, hash) -> {
              int number = Math.toIntExact(Math.floorDiv(time, cell) - first);
              now[number] += hash;
              has[number] = true;
            }));
    boolean changed = false;
    for (int i = 0; i < count; i++) {
      int slot = slot((first + i) * cell);
      boolean known = (first + i) * cell >= knownFrom;
      changed |= known ? hashes[slot] != now[i] : has[i];
      hashes[slot] = now[i];
    }
    return changed;
  }

  /**
   * As {@link #changed}, of a single cell whose points were only hashed, and are not taken for
   * emitted.
   *
   * @param hash of what the cell holds; empty where it holds nothing
   */
  boolean changed(Window window, OptionalLong hash) {
    int slot = slot(window.from());
    boolean known = cellBegin(window.from()) >= knownFrom;
    return known ? hashes[slot] != hash.orElse(0) : hash.isPresent();
  }

  /** What was emitted of a single cell does not count any more. */
  void forget(Window window) {
    hashes[slot(window.from())] = 0;
  }

  /** Points of cells that lie in the range were emitted again. */
  void add(WindowContent content) {
    content.visit(new PointHashes((time, hash) -> hashes[slot(time)] += hash));
  }

  /** All cells before {@code time} were compared, so that all are known now. */
  void compared() {
    knownFrom = Long.MIN_VALUE;
  }

  private int slot(long time) {
    long number = Math.floorDiv(time, cell);
    int slot = Math.floorMod(number, hashes.length);
    if (numbers[slot] != number) {
      numbers[slot] = number;
      hashes[slot] = 0;
    }
    return slot;
  }
}
