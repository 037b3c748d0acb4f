package io.github.influx2tdengine.source.flow;

import io.github.influx2tdengine.source.read.WindowContent;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Takes what may go out from the head of a measurement's slots: windows in the order of time, each
 * whole before the next.
 */
final class Deliverer {
  /** The end of a bounded run. */
  private final OptionalLong end;

  private final Edge edge;
  private final FlowMetrics metrics;

  Deliverer(Edge edge, FlowMetrics metrics) {
    this.end = edge.end();
    this.edge = edge;
    this.metrics = metrics;
  }

  /**
   * The next window or part of the measurement.
   *
   * @param hurry whether a window must not wait for what follows it
   */
  Optional<Delivery> take(MeasurementFlow flow, boolean hurry) {
    while (!flow.slots.isEmpty()) {
      Slot head = flow.slots.peekFirst();
      if (head.kind == Slot.Kind.PARTS) {
        if (head.state == Slot.State.READY && head.heldPart.isEmpty() && head.parts.isEmpty()) {
          passed(flow, head);
          continue;
        }
        return part(flow, head);
      }
      if (head.state != Slot.State.READY) {
        return Optional.empty();
      }
      if (head.kind == Slot.Kind.LATE) {
        flow.slots.removeFirst();
        WindowContent content = head.content.orElseThrow();
        if (flow.lookBack.orElseThrow().changed(head.window, content) && !content.isEmpty()) {
          return Optional.of(again(flow, content));
        }
        continue;
      }
      if (!head.hasPoints()) {
        passed(flow, head);
      } else if (head.late) {
        flow.slots.removeFirst();
        return Optional.of(delivery(flow, head, head.content.orElseThrow(), 0, 0));
      } else {
        return window(flow, head, hurry);
      }
    }
    return Optional.empty();
  }

  private static void passed(MeasurementFlow flow, Slot head) {
    flow.slots.removeFirst();
    if (!head.late) {
      flow.watermark = head.window.to();
    }
  }

  /**
   * A window with points. In a bounded run the last one's offset is the end of the run, so that a
   * stored offset tells that it has finished: a window waits until it is known whether points
   * follow.
   */
  private Optional<Delivery> window(MeasurementFlow flow, Slot head, boolean hurry) {
    WindowContent content = head.content.orElseThrow();
    if (end.isEmpty() || hurry || head.window.to() >= end.getAsLong() || pointsFollow(flow, head)) {
      flow.slots.removeFirst();
      return Optional.of(delivery(flow, head, content, head.window.from(), head.window.to()));
    }
    boolean open =
        flow.planner.position() < end.getAsLong()
            || flow.slots.stream().anyMatch(slot -> slot.state != Slot.State.READY);
    if (open) {
      return Optional.empty();
    }
    flow.slots.clear();
    return Optional.of(delivery(flow, head, content, head.window.from(), end.getAsLong()));
  }

  private static boolean pointsFollow(MeasurementFlow flow, Slot head) {
    return flow.slots.stream()
        .anyMatch(slot -> slot != head && (slot.hasPoints() || slot.kind == Slot.Kind.PARTS));
  }

  /** A part goes out when another has come, or the end of the window. */
  private Optional<Delivery> part(MeasurementFlow flow, Slot slot) {
    // Asked before the queue: when this says all has come, the queue has it all.
    boolean ended = slot.state == Slot.State.READY;
    long from = slot.window.from();
    Optional<WindowContent> next = Optional.ofNullable(slot.parts.poll());
    if (next.isPresent()) {
      Optional<WindowContent> held = slot.heldPart;
      slot.heldPart = next;
      if (held.isPresent()) {
        slot.begun = true;
        return Optional.of(delivery(flow, slot, held.get(), from, from));
      }
    }
    if (!ended || !slot.parts.isEmpty()) {
      return Optional.empty();
    }
    flow.slots.removeFirst();
    return slot.heldPart.map(last -> delivery(flow, slot, last, from, slot.window.to()));
  }

  private Delivery delivery(
      MeasurementFlow flow, Slot slot, WindowContent content, long before, long after) {
    if (slot.late) {
      flow.lookBack.orElseThrow().emittedAgain(content);
      return again(flow, content);
    }
    flow.watermark = after;
    flow.lookBack.ifPresent(lookBack -> lookBack.emitted(slot.window, content, edge.last()));
    return new Delivery(flow.measurement.name(), content, before, after);
  }

  /** What is emitted again lies behind the watermark, and must not move it. */
  private Delivery again(MeasurementFlow flow, WindowContent content) {
    metrics.lateWindows.increment();
    return new Delivery(flow.measurement.name(), content, flow.watermark, flow.watermark);
  }
}
