package io.github.influx2tdengine.source.flow;

import io.github.influx2tdengine.source.plan.Window;
import io.github.influx2tdengine.source.read.WindowContent;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A window of a measurement on its way from plan to delivery. Only {@link #parts} is touched by the
 * thread that reads; all else belongs to the task's thread.
 */
final class Slot {
  /** How a window is read. */
  enum Kind {
    /** Its points, whole in memory. */
    POINTS,
    /** Its points in parts, as they come. */
    PARTS,
    /** The time of its first point only: what lies before is a gap. */
    FIRST_TIME,
    /** Its points again, to see whether they have changed. */
    LATE,
    /** Only a hash of its points, to see whether they have changed: more than memory can hold. */
    SCAN
  }

  enum State {
    PLANNED,
    READING,
    READY
  }

  final MeasurementFlow flow;
  final Window window;
  Kind kind;
  State state = State.PLANNED;

  /** Whether the window reached the edge when it was planned, so that reading it is following. */
  final boolean following;

  /** Whether its points lie behind the watermark and go out again. */
  final boolean late;

  /** Monotonic time before which a failed slot is not read again. */
  long notBefore = Long.MIN_VALUE;

  int failures;

  /** How often windows were halved for failures that may have had other reasons. */
  int suspicions;

  /** How long the server worked on the window that this one is a part of, before it gave up. */
  long gaveUpAfter;

  /** How often in a row halving did not make the server give up any sooner. */
  int halvedInVain;

  OptionalLong firstFailure = OptionalLong.empty();
  Optional<WindowContent> content = Optional.empty();

  /** Parts that were read and not delivered; the reader waits where one is there already. */
  final BlockingQueue<WindowContent> parts = new ArrayBlockingQueue<>(1);

  /** Whether a part was delivered, and the window's others must follow. */
  boolean begun;

  /** The part that is not delivered before it is known whether another follows. */
  Optional<WindowContent> heldPart = Optional.empty();

  Slot(MeasurementFlow flow, Window window, Kind kind, boolean following) {
    this(flow, window, kind, following, kind == Kind.LATE || kind == Kind.SCAN);
  }

  private Slot(MeasurementFlow flow, Window window, Kind kind, boolean following, boolean late) {
    this.flow = flow;
    this.window = window;
    this.kind = kind;
    this.following = following;
    this.late = late;
  }

  /** The same window, its points to be emitted again whatever they are. */
  Slot again() {
    return new Slot(flow, window, Kind.POINTS, following, true);
  }

  /** A part of this slot's window, with what is known of its failures. */
  Slot part(Window part) {
    Slot slot = new Slot(flow, part, kind, following, late);
    slot.firstFailure = firstFailure;
    slot.suspicions = suspicions;
    slot.gaveUpAfter = gaveUpAfter;
    slot.halvedInVain = halvedInVain;
    slot.notBefore = notBefore;
    return slot;
  }

  boolean hasPoints() {
    return content.isPresent() && !content.get().isEmpty();
  }

  /** Bytes to count for it: what it may come to take while that is not known. */
  long reserved(long perWindow) {
    return switch (state) {
      case PLANNED -> 0;
      case READING -> kind == Kind.FIRST_TIME ? 0 : perWindow;
      case READY -> content.map(WindowContent::memory).orElse(0L);
    };
  }
}
