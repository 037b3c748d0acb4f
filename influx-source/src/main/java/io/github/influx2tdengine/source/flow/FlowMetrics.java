package io.github.influx2tdengine.source.flow;

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

  /** Nanoseconds that the server was busy. */
  public final LongAdder busyNanos = new LongAdder();

  /** Nanoseconds of the window that was read last. */
  public volatile long windowNanos;

  /** Bytes of answers in memory. */
  public volatile long memory;
}
