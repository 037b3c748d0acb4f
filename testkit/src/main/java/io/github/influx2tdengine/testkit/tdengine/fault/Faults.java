package io.github.influx2tdengine.testkit.tdengine.fault;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The faults that are to come: for the next requests of a kind, or for all until healed. */
public final class Faults {
  private final Map<Operation, Deque<Fault>> coming = new EnumMap<>(Operation.class);
  private final Map<Operation, Long> seen = new EnumMap<>(Operation.class);
  private final Map<String, Integer> poisoned = new HashMap<>();
  private boolean hanging;
  private Duration delay = Duration.ZERO;

  public Faults() {}

  /** Lets the fault happen to the next requests of this kind, after those already waiting. */
  public synchronized void next(Operation operation, int times, Fault fault) {
    Deque<Fault> faults = coming.computeIfAbsent(operation, key -> new ArrayDeque<>());
    for (int i = 0; i < times; i++) {
      faults.add(fault);
    }
  }

  /** Fails the next requests of this kind with a code. */
  public void failNext(Operation operation, int times, int code, String message) {
    next(operation, times, new Fault.Fail(code, message));
  }

  /**
   * From now on an execution with rows for this subtable writes nothing and fails with this code,
   * until {@link #heal}: as a row that the server refuses for a reason of its own.
   */
  public synchronized void poison(String subtable, int code) {
    poisoned.put(subtable, code);
  }

  /** The code that an execution for these subtables fails with, if it does. */
  public synchronized Optional<Integer> poison(Collection<String> subtables) {
    return subtables.stream().map(poisoned::get).filter(Objects::nonNull).findFirst();
  }

  /** From now on requests are neither done nor answered, until {@link #heal}. */
  public synchronized void hang() {
    hanging = true;
  }

  /** From now on every request is done after this time, until {@link #heal}. */
  public synchronized void slow(Duration each) {
    delay = each;
  }

  /** Forgets all faults that are to come. */
  public synchronized void heal() {
    hanging = false;
    delay = Duration.ZERO;
    coming.clear();
    poisoned.clear();
  }

  /** Requests of this kind so far, failed ones included. */
  public synchronized long seen(Operation operation) {
    return seen.getOrDefault(operation, 0L);
  }

  /** Faults that are still to come for this kind. */
  public synchronized int waiting(Operation operation) {
    return coming.getOrDefault(operation, new ArrayDeque<>()).size();
  }

  /** Takes the fault for a request that came in. */
  public synchronized Optional<Fault> take(Operation operation) {
    seen.merge(operation, 1L, Long::sum);
    if (hanging) {
      return Optional.of(new Fault.Hang());
    }
    Deque<Fault> faults = coming.get(operation);
    if (faults != null && !faults.isEmpty()) {
      return Optional.of(faults.remove());
    }
    return delay.isZero() ? Optional.empty() : Optional.of(new Fault.Delay(delay));
  }
}
