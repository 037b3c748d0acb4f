package io.github.influx2tdengine.source.flow;

import java.util.List;
import java.util.Optional;

/** Chooses what is read next, so that what has been read and what may come fit into memory. */
final class Schedule {
  private final FlowSettings settings;
  private final boolean bounded;
  private final List<MeasurementFlow> flows;

  Schedule(FlowSettings settings, boolean bounded, List<MeasurementFlow> flows) {
    this.settings = settings;
    this.bounded = bounded;
    this.flows = flows;
  }

  /**
   * The slot to read next.
   *
   * @param reading how many are being read
   * @param now monotonic nanoseconds
   * @param edge the time that may be read up to
   */
  Optional<Slot> next(int reading, long now, long edge) {
    boolean room = room();
    Optional<Slot> planned = planned(reading == 0, room, now);
    return planned.isPresent() || !room ? planned : plan(reading, now, edge);
  }

  /** A window of the recent past to read again. */
  Optional<Slot> late(long now, long edge) {
    if (!room()) {
      return Optional.empty();
    }
    for (MeasurementFlow flow : flows) {
      Optional<Slot> slot = flow.planLate(now, edge);
      if (slot.isPresent()) {
        return slot;
      }
    }
    return Optional.empty();
  }

  /** Whether another window fits into memory. */
  boolean room() {
    return memory() + settings.memoryPerWindow() <= settings.memory();
  }

  /** Bytes in hand, those counted that windows being read may come to take. */
  long memory() {
    long memory = 0;
    for (MeasurementFlow flow : flows) {
      for (Slot slot : flow.slots) {
        memory += slot.reserved(settings.memoryPerWindow());
      }
    }
    return memory;
  }

  /**
   * A slot that is planned and not being read: one that failed, or a part of one. The first of a
   * measurement may be read even when there is no room, since nothing behind it can go out before.
   */
  private Optional<Slot> planned(boolean idle, boolean room, long now) {
    for (MeasurementFlow flow : flows) {
      boolean first = true;
      boolean searching = false;
      for (Slot slot : flow.slots) {
        boolean search = slot.kind == Slot.Kind.FIRST_TIME;
        if (slot.state == Slot.State.PLANNED
            && (room || first && idle)
            // Its reader waits for each part to go out, and only the first slot's go out.
            && (slot.kind != Slot.Kind.PARTS || first)
            // Ranges are searched one after the other: a find makes the later ones needless.
            && !(search && searching)
            && (slot.notBefore == Long.MIN_VALUE || now - slot.notBefore >= 0)) {
          return Optional.of(slot);
        }
        first = false;
        searching |= search;
      }
    }
    return Optional.empty();
  }

  private Optional<Slot> plan(int reading, long now, long edge) {
    MeasurementFlow chosen = null;
    for (MeasurementFlow flow : flows) {
      if (flow.ahead() <= settings.concurrency() + 1
          && flow.due(now)
          && flow.plannable(edge)
          && !(!bounded && reading > 0 && settings.load() < 1 && flow.follows(edge))
          && (chosen == null || before(flow, chosen))) {
        chosen = flow;
      }
    }
    if (chosen == null) {
      return Optional.empty();
    }
    Slot slot = chosen.plan(edge);
    if (!bounded && slot.kind == Slot.Kind.POINTS && slot.window.to() >= edge) {
      chosen.nextAfter(now, settings.pollInterval());
    }
    return Optional.of(slot);
  }

  /**
   * In a bounded run a measurement that was begun comes first, since its windows wait for what
   * follows them; otherwise the one that is furthest behind.
   */
  private boolean before(MeasurementFlow flow, MeasurementFlow other) {
    if (bounded && flow.slots.isEmpty() != other.slots.isEmpty()) {
      return !flow.slots.isEmpty();
    }
    return flow.planner.position() < other.planner.position();
  }
}
