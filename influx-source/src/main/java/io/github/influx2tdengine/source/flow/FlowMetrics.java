package io.github.influx2tdengine.source.flow;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What a task has done since it started. Read by any thread. */
public final class FlowMetrics {
  public final LongAdder points = new LongAdder();
  public final LongAdder windows = new LongAdder();
  public final LongAdder emptyWindows = new LongAdder();
  public final LongAdder halvedWindows = new LongAdder();
  public final LongAdder windowsInParts = new LongAdder();
  public final LongAdder lateWindows = new LongAdder();
  public final LongAdder retries = new LongAdder();

  /** Points by measurement, since the task started. */
  public final Map<String, LongAdder> pointsByMeasurement = new ConcurrentHashMap<>();

  /** Nanoseconds that the server was busy. */
  public final LongAdder busyNanos = new LongAdder();

  /** Nanoseconds of the window that was read last. */
  public volatile long windowNanos;

  /** Bytes of answers in memory. */
  public volatile long memory;

  /** Since when reading fails, and why; empty while it works. */
  public volatile String waiting = "";

  /** Points of a measurement were handed over. */
  void points(String measurement, long count) {
    points.add(count);
    pointsByMeasurement.computeIfAbsent(measurement, name -> new LongAdder()).add(count);
  }
}
