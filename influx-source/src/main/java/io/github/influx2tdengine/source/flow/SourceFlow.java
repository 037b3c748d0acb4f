package io.github.influx2tdengine.source.flow;

import io.github.influx2tdengine.source.late.LookBack;
import io.github.influx2tdengine.source.plan.Throttle;
import io.github.influx2tdengine.source.plan.WindowPlanner;
import io.github.influx2tdengine.source.read.Measurement;
import io.github.influx2tdengine.source.read.TypesUndecided;
import io.github.influx2tdengine.source.read.WindowContent;
import io.github.influx2tdengine.source.read.WindowReader;
import io.github.influx2tdengine.source.read.WindowTooLarge;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The reading of one task: plans windows of its measurements, has some read at once, and hands them
 * over in the order of time of each measurement, a window whole before the next. All methods but
 * {@link #close()} belong to one thread.
 */
public final class SourceFlow implements ReadingFlow {
  /**
   * How long small windows are collected into one delivery: with one transaction each, five a
   * second cost nothing, while thousands would keep the broker busy for seconds.
   */
  private static final Duration LINGER = Duration.ofMillis(200);

  /** How often is looked whether something became due. */
  private static final Duration LOOK = Duration.ofMillis(50);

  private final FlowSettings settings;
  private final Edge edge;
  private final Fetcher fetcher;
  private final Throttle throttle;
  private final Failures failures;
  private final FlowMetrics metrics;
  private final Health health;
  private final List<MeasurementFlow> flows = new ArrayList<>();
  private final Schedule schedule;
  private final Deliverer deliverer;
  private int reading;
  private OptionalLong edgeNotBefore = OptionalLong.empty();
  private int edgeFailures;
  private boolean lateTurn;

  public SourceFlow(FlowSettings settings, Edge edge, WindowReader reader, FlowMetrics metrics) {
    this.settings = settings;
    this.edge = edge;
    this.metrics = metrics;
    this.throttle = new Throttle(settings.pointsPerSecond());
    this.failures = new Failures(settings.retries());
    this.health = new Health(settings.name(), metrics);
    this.schedule = new Schedule(settings, edge.end().isPresent(), flows);
    this.deliverer = new Deliverer(edge, metrics);
    this.fetcher =
        new Fetcher(reader, settings.concurrency(), settings.memoryPerWindow(), settings.name());
  }

  /** Reads this measurement, too, from {@code begin} on. */
  public void add(String measurement, long begin) {
    flows.add(
        new MeasurementFlow(
            new Measurement(measurement),
            new WindowPlanner(settings.sizes(), begin, TypesUndecided.CELL),
            settings.begin(),
            settings.lookBack().isZero()
                ? Optional.empty()
                : Optional.of(
                    new LookBack(settings.lookBack(), settings.lookBackInterval(), begin))));
  }

  @Override
  public Map<String, Long> watermarks() {
    Map<String, Long> watermarks = new LinkedHashMap<>();
    flows.forEach(flow -> watermarks.put(flow.measurement.name(), flow.watermark));
    return watermarks;
  }

  @Override
  public boolean finished() {
    return edge.end().isPresent()
        && flows.stream()
            .allMatch(
                flow -> flow.slots.isEmpty() && flow.planner.position() >= edge.end().getAsLong());
  }

  @Override
  public boolean caughtUp() {
    return edge.end().isEmpty()
        && edge.last() != Long.MIN_VALUE
        && flows.stream().allMatch(flow -> flow.caughtUp(edge.last()));
  }

  @Override
  public List<Delivery> next(Duration wait) throws InterruptedException {
    long until = System.nanoTime() + wait.toNanos();
    List<Delivery> deliveries = new ArrayList<>();
    long collected = 0;
    while (true) {
      takeOutcomes();
      for (Optional<Delivery> ready = takeReady();
          ready.isPresent();
          ready = collected < settings.memoryPerWindow() ? takeReady() : Optional.empty()) {
        if (deliveries.isEmpty()) {
          until = Math.min(until, System.nanoTime() + LINGER.toNanos());
        }
        deliveries.add(ready.get());
        collected += ready.get().content().memory();
      }
      submit();
      long left = until - System.nanoTime();
      boolean enough = collected >= settings.memoryPerWindow() / 2;
      if (left <= 0 || enough || reading == 0 && !deliveries.isEmpty()) {
        metrics.memory = schedule.memory();
        return deliveries;
      }
      fetcher.next(Duration.ofNanos(Math.min(left, pause()))).ifPresent(this::take);
    }
  }

  private long pause() {
    long throttled = throttle.remaining(System.nanoTime());
    return throttled > 0 ? Math.min(throttled, LOOK.toNanos()) : LOOK.toNanos();
  }

  private void takeOutcomes() throws InterruptedException {
    for (Optional<Outcome> outcome = fetcher.next(Duration.ZERO);
        outcome.isPresent();
        outcome = fetcher.next(Duration.ZERO)) {
      take(outcome.get());
    }
  }

  private void take(Outcome outcome) {
    if (!outcome.ended()) {
      return;
    }
    Slot slot = outcome.slot();
    reading--;
    metrics.busyNanos.add(outcome.busy());
    if (outcome.failure().isPresent()) {
      failed(slot, outcome.failure().get(), outcome.busy());
      return;
    }
    // A failed read is not charged: its pause is the back-off's. A bounded run is all catching up.
    throttle.done(
        System.nanoTime(),
        outcome.busy(),
        outcome.content().map(WindowContent::points).orElse(0L),
        slot.following && edge.end().isEmpty() ? settings.load() : settings.loadCatchUp());
    health.worked(slot);
    slot.flow.worked();
    if (slot.kind == Slot.Kind.FIRST_TIME) {
      slot.flow.searched(slot, outcome.number());
      return;
    }
    if (slot.kind == Slot.Kind.SCAN) {
      metrics.windows.increment();
      slot.flow.scanned(slot, outcome.number());
      return;
    }
    slot.state = Slot.State.READY;
    slot.content = outcome.content();
    metrics.windows.increment();
    metrics.windowNanos = slot.window.length();
    if (slot.kind == Slot.Kind.POINTS && !slot.late) {
      read(slot, slot.content.orElseThrow());
    }
  }

  private void read(Slot slot, WindowContent content) {
    slot.flow.planner.read(slot.window, content.points(), content.series(), content.memory());
    if (content.isEmpty()) {
      metrics.emptyWindows.increment();
    }
    edgeNow().ifPresent(edgeNow -> slot.flow.lookAhead(edgeNow));
  }

  private void failed(Slot slot, Exception failure, long busy) {
    MeasurementFlow flow = slot.flow;
    slot.heldPart = Optional.empty();
    slot.parts.clear();
    // What was delivered of it comes again; until it does, others need not wait.
    slot.begun = false;
    slot.state = Slot.State.PLANNED;
    Failures.Decision decision = failures.decide(slot, failure, busy, System.nanoTime());
    if (slot.kind == Slot.Kind.LATE
        && (decision == Failures.Decision.CELLS || decision == Failures.Decision.PARTS)) {
      decision = Failures.Decision.HALVE;
    }
    switch (decision) {
      case HALVE -> {
        metrics.halvedWindows.increment();
        if (failure instanceof WindowTooLarge large) {
          if (flow.narrow(slot, large.first(), large.last())) {
            metrics.windowsInParts.increment();
          }
        } else {
          flow.halve(slot);
        }
      }
      case CELLS ->
          flow.replace(
              slot,
              slot.late
                  ? flow.planner.cellsOf(slot.window)
                  : flow.planner.splitByCells(slot.window));
      case PARTS -> {
        metrics.windowsInParts.increment();
        slot.kind = Slot.Kind.PARTS;
      }
      case AGAIN -> {
        metrics.retries.increment();
        health.failed(slot, failure);
      }
      case FAIL ->
          throw new ReadFailedException(
              "Reading measurement '"
                  + flow.measurement
                  + "', window "
                  + slot.window
                  + ", failed: "
                  + failure.getMessage(),
              failure);
      default -> throw new IllegalStateException("no such decision");
    }
  }

  private Optional<Delivery> takeReady() {
    // With nothing being read and no room to read more, a window that waits would wait for ever.
    boolean hurry = reading == 0 && !schedule.room();
    List<MeasurementFlow> next =
        flows.stream()
            .filter(MeasurementFlow::withinWindow)
            .findFirst()
            .map(List::of)
            .orElse(flows);
    for (MeasurementFlow flow : next) {
      Optional<Delivery> ready = deliverer.take(flow, hurry);
      if (ready.isPresent()) {
        metrics.points(flow.measurement.name(), ready.get().content().points());
        return ready;
      }
    }
    return Optional.empty();
  }

  /** Has slots read: as many as may be at once, and one more that begins when one ends. */
  private void submit() {
    OptionalLong edgeNow = edgeNow();
    if (edgeNow.isEmpty()) {
      return;
    }
    while (reading <= settings.concurrency()) {
      long now = System.nanoTime();
      if (throttle.remaining(now) > 0) {
        return;
      }
      Optional<Slot> slot = next(now, edgeNow.getAsLong());
      if (slot.isEmpty()) {
        return;
      }
      slot.get().state = Slot.State.READING;
      reading++;
      fetcher.submit(slot.get());
    }
  }

  /** What to read next: new points and late ones by turns, since either may take all the time. */
  private Optional<Slot> next(long now, long edgeNow) {
    Optional<Slot> slot = Optional.empty();
    if (lateTurn && reading == 0) {
      slot = schedule.late(now, edgeNow);
    }
    if (slot.isEmpty()) {
      slot = schedule.next(reading, now, edgeNow);
      if (slot.isEmpty() && reading == 0 && !lateTurn) {
        slot = schedule.late(now, edgeNow);
      }
    }
    slot.ifPresent(chosen -> lateTurn = chosen.kind != Slot.Kind.LATE);
    return slot;
  }

  /** The edge; empty while the server cannot be asked for its clock. */
  private OptionalLong edgeNow() {
    long now = System.nanoTime();
    if (edgeNotBefore.isPresent() && now - edgeNotBefore.getAsLong() < 0) {
      return OptionalLong.empty();
    }
    try {
      long at = edge.now();
      edgeNotBefore = OptionalLong.empty();
      edgeFailures = 0;
      health.clockAnswered();
      return OptionalLong.of(at);
    } catch (IOException e) {
      edgeFailures++;
      edgeNotBefore = OptionalLong.of(now + failures.pause(edgeFailures, e).toNanos());
      metrics.retries.increment();
      health.clockFailed(e);
      if (failures.givesUpAsking(edgeFailures)) {
        throw new ReadFailedException("The server's clock cannot be read: " + e.getMessage(), e);
      }
      return OptionalLong.empty();
    }
  }

  @Override
  public void close() {
    fetcher.close();
  }
}
