package io.github.influx2tdengine.source.flow;

import io.github.influx2tdengine.source.late.LookBack;
import io.github.influx2tdengine.source.plan.TimeText;
import io.github.influx2tdengine.source.plan.Window;
import io.github.influx2tdengine.source.plan.WindowPlanner;
import io.github.influx2tdengine.source.read.Measurement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One measurement's windows between plan and delivery, in the order of time. */
final class MeasurementFlow {
  /**
   * A gap is looked over in ranges that grow by this, so that few shards are opened for nothing.
   */
  private static final long REACH = 64;

  final Measurement measurement;
  final WindowPlanner planner;
  final Deque<Slot> slots = new ArrayDeque<>();

  /** Looks for late points; empty where that is switched off. */
  final Optional<LookBack> lookBack;

  private final long begin;

  /** Monotonic time before which there is nothing to read for it. */
  private OptionalLong due = OptionalLong.empty();

  /** The end of what was delivered or found empty. */
  long watermark;

  /** It is not known where points begin again: the next one's time must be found. */
  private boolean gap = true;

  private long reach;

  /**
   * @param begin where reading this measurement begins when nothing of it was read yet
   */
  MeasurementFlow(
      Measurement measurement, WindowPlanner planner, long begin, Optional<LookBack> lookBack) {
    this.measurement = measurement;
    this.begin = begin;
    this.lookBack = lookBack;
    this.planner = planner;
    this.watermark = planner.position();
  }

  /** The points before {@code edge} may begin anywhere. */
  void expectGap(long edge) {
    if (!gap && !follows(edge)) {
      gap = true;
      reach = 0;
    }
  }

  /**
   * Decides after a window was read how to go on: after an empty one the next point is searched,
   * unless a later window has been read already and has points.
   */
  void lookAhead(long edge) {
    boolean empty = false;
    for (Slot slot : slots) {
      if (slot.state == Slot.State.READY) {
        empty = !slot.hasPoints();
      }
    }
    if (empty) {
      expectGap(edge);
    } else {
      gap = false;
    }
  }

  private long remaining(long edge) {
    long remaining = edge - planner.position();
    return remaining < 0 && edge > planner.position() ? Long.MAX_VALUE : remaining;
  }

  /** Whether some of a window was delivered, and the rest of it must come next. */
  boolean withinWindow() {
    Slot head = slots.peekFirst();
    return head != null && head.begun;
  }

  /** Something was read: what failed before has not been failing all the time. */
  void worked() {
    slots.forEach(slot -> slot.firstFailure = OptionalLong.empty());
  }

  /** Windows that are planned, being read, or wait with points. */
  long ahead() {
    return slots.stream()
        .filter(slot -> slot.state != Slot.State.READY || slot.hasPoints())
        .count();
  }

  /** Whether something can be planned before {@code edge}. */
  boolean plannable(long edge) {
    return planner.position() < edge
        && !(gap && slots.stream().anyMatch(slot -> slot.state != Slot.State.READY));
  }

  /** Whether the next window reaches the edge. */
  boolean follows(long edge) {
    return remaining(edge) <= planner.length();
  }

  /** Whether what was delivered or found empty reaches as far as the next window could. */
  boolean caughtUp(long edge) {
    return follows(edge) && slots.stream().allMatch(slot -> slot.late || slot.following);
  }

  boolean due(long now) {
    return due.isEmpty() || now - due.getAsLong() >= 0;
  }

  void nextAfter(long now, Duration pause) {
    due = OptionalLong.of(now + pause.toNanos());
  }

  /** What to read next, before {@code edge}; for a flow that is {@link #plannable(long)}. */
  Slot plan(long edge) {
    gap &= !follows(edge);
    if (gap) {
      return add(new Slot(this, searchRange(edge), Slot.Kind.FIRST_TIME, false));
    }
    boolean following = follows(edge);
    return add(new Slot(this, planner.next(edge).orElseThrow(), Slot.Kind.POINTS, following));
  }

  /** What to read again, when it is time to and nothing else is under way. */
  Optional<Slot> planLate(long now, long edge) {
    if (lookBack.isEmpty() || !slots.isEmpty() || !follows(edge)) {
      return Optional.empty();
    }
    return lookBack
        .get()
        .next(now, watermark, begin, planner.length())
        .map(window -> add(new Slot(this, window, Slot.Kind.LATE, true)));
  }

  private Window searchRange(long edge) {
    long from = planner.position();
    reach = Math.max(reach, planner.length());
    reach = reach > Long.MAX_VALUE / REACH ? Long.MAX_VALUE : reach * REACH;
    long to = from + reach;
    // Before 1970 there is hardly ever anything; one look is enough.
    to = from < 0 ? Math.max(to, 0) : to;
    return new Window(from, from > 0 && to < from || to > edge ? edge : to);
  }

  private Slot add(Slot slot) {
    slots.addLast(slot);
    return slot;
  }

  /** A range was searched for its first point. */
  void searched(Slot slot, OptionalLong first) {
    slots.remove(slot);
    if (first.isPresent()) {
      slots.removeIf(other -> other.kind == Slot.Kind.FIRST_TIME);
      planner.beginAt(first.getAsLong());
      gap = false;
    } else {
      planner.skipTo(slot.window.to());
      planner.nothingFound();
    }
    if (slots.isEmpty()) {
      watermark = Math.max(watermark, planner.position());
    }
  }

  /** Slots for the parts of a slot's window. */
  void halve(Slot slot) {
    if (slot.kind == Slot.Kind.LATE) {
      List<Window> halves = lookBack.orElseThrow().halves(slot.window);
      if (halves.isEmpty()) {
        // A single cell: its hash takes no memory, and shorter windows have none to compare with.
        slot.kind = Slot.Kind.SCAN;
      } else {
        replace(slot, halves);
      }
    } else if (slot.kind == Slot.Kind.SCAN) {
      emitAgain(slot);
    } else if (slot.kind == Slot.Kind.FIRST_TIME || slot.late) {
      replace(slot, slot.window.halves());
    } else {
      replace(slot, planner.halve(slot.window));
    }
  }

  /**
   * As {@link #halve}, of a window of whose points some, or all, lie between two times.
   *
   * @return whether one of the slots is now to be read in parts
   */
  boolean narrow(Slot slot, long first, long last) {
    Window window = slot.window;
    if (slot.kind != Slot.Kind.POINTS || !window.surrounds(first, last)) {
      halve(slot);
      return false;
    }
    List<Window> parts = window.around(first, last);
    if (!slot.late) {
      planner.halve(window);
    }
    replace(slot, parts);
    if (first < last) {
      return false;
    }
    // The points that were too many are these: another attempt to have them whole would fail.
    slots.stream()
        .filter(part -> part.window.equals(new Window(first, first + 1)))
        .forEach(part -> part.kind = Slot.Kind.PARTS);
    return true;
  }

  /** A cell of the recent past was hashed. */
  void scanned(Slot slot, OptionalLong hash) {
    if (lookBack.orElseThrow().changed(slot.window, hash)) {
      emitAgain(slot);
    } else {
      slots.remove(slot);
    }
  }

  private void emitAgain(Slot slot) {
    lookBack.orElseThrow().emitsAgain(slot.window);
    put(slot, List.of(slot.again()));
  }

  /** Puts parts in the place of a slot. */
  void replace(Slot slot, List<Window> parts) {
    put(slot, parts.stream().map(slot::part).toList());
  }

  private void put(Slot slot, List<Slot> others) {
    List<Slot> all = new ArrayList<>(slots);
    slots.clear();
    for (Slot each : all) {
      if (each == slot) {
        slots.addAll(others);
      } else {
        slots.add(each);
      }
    }
  }

  @Override
  public String toString() {
    return measurement + " at " + TimeText.format(watermark);
  }
}
