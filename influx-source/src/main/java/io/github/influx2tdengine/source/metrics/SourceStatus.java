package io.github.influx2tdengine.source.metrics;

import io.github.influx2tdengine.source.flow.FlowMetrics;
import io.github.influx2tdengine.source.plan.TimeText;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Counts what a task does. The task writes, and any thread reads. */
public final class SourceStatus implements SourceStatusMBean {
  private final FlowMetrics flow;
  private final LongAdder records = new LongAdder();
  private final LongAdder acknowledged = new LongAdder();
  private final Map<String, Long> offsets = new ConcurrentHashMap<>();
  private volatile Map<String, Long> watermarks = Map.of();
  private volatile boolean delivered;
  private volatile long edge;

  public SourceStatus(FlowMetrics flow) {
    this.flow = flow;
  }

  /** Records are about to be handed over. */
  public void handedOver(int count) {
    records.add(count);
  }

  /**
   * A record is done with.
   *
   * @param metadata where it is; null when a transform dropped it
   */
  public void acknowledged(RecordMetadata metadata) {
    if (metadata != null && metadata.hasOffset()) {
      offsets.merge(metadata.topic() + "-" + metadata.partition(), metadata.offset(), Math::max);
    }
    acknowledged.increment();
  }

  /**
   * Where reading stands.
   *
   * @param now for each measurement the end of what was handed over or found empty
   * @param upTo the time that may be read up to
   * @param all whether a bounded run has handed over everything
   */
  public void progress(Map<String, Long> now, long upTo, boolean all) {
    watermarks = now;
    edge = upTo;
    delivered = all;
  }

  @Override
  public boolean isFinished() {
    // Read in this order: what is delivered has been counted as handed over before.
    return delivered && acknowledged.sum() >= records.sum();
  }

  @Override
  public long getPoints() {
    return flow.points.sum();
  }

  @Override
  public Map<String, Long> getPointsByMeasurement() {
    Map<String, Long> points = new TreeMap<>();
    flow.pointsByMeasurement.forEach((measurement, count) -> points.put(measurement, count.sum()));
    return points;
  }

  @Override
  public String getWaiting() {
    return flow.waiting;
  }

  @Override
  public long getWindows() {
    return flow.windows.sum();
  }

  @Override
  public long getEmptyWindows() {
    return flow.emptyWindows.sum();
  }

  @Override
  public long getHalvedWindows() {
    return flow.halvedWindows.sum();
  }

  @Override
  public long getWindowsInParts() {
    return flow.windowsInParts.sum();
  }

  @Override
  public long getLateWindows() {
    return flow.lateWindows.sum();
  }

  @Override
  public long getRetries() {
    return flow.retries.sum();
  }

  @Override
  public long getServerBusyMs() {
    return flow.busyNanos.sum() / 1_000_000;
  }

  @Override
  public double getWindowLengthMs() {
    return flow.windowNanos / 1e6;
  }

  @Override
  public long getMemoryBytes() {
    return flow.memory;
  }

  @Override
  public long getRecords() {
    return records.sum();
  }

  @Override
  public long getAcknowledgedRecords() {
    return acknowledged.sum();
  }

  @Override
  public long getLagMs() {
    return watermarks.values().stream()
        .min(Long::compare)
        // Subtracted as milliseconds: the earliest time and the edge are too far apart for nanos.
        .map(oldest -> Math.max(0, edge / 1_000_000 - oldest / 1_000_000))
        .orElse(0L);
  }

  /** As {@link #getLagMs()}, of one measurement; 0 while it is not known. */
  long lagMs(String measurement) {
    Long watermark = watermarks.get(measurement);
    return watermark == null ? 0 : Math.max(0, edge / 1_000_000 - watermark / 1_000_000);
  }

  /** The oldest watermark in milliseconds since 1970; 0 while there is none. */
  long watermarkMs() {
    return watermarks.values().stream()
        .min(Long::compare)
        .map(oldest -> oldest / 1_000_000)
        .orElse(0L);
  }

  /** As {@link #watermarkMs()}, of one measurement. */
  long watermarkMs(String measurement) {
    return watermarks.getOrDefault(measurement, 0L) / 1_000_000;
  }

  @Override
  public String getOldestWatermark() {
    return watermarks.values().stream().min(Long::compare).map(TimeText::format).orElse("");
  }

  @Override
  public Map<String, String> getWatermarks() {
    Map<String, String> texts = new TreeMap<>();
    watermarks.forEach((measurement, time) -> texts.put(measurement, TimeText.format(time)));
    return texts;
  }

  @Override
  public Map<String, Long> getAcknowledgedOffsets() {
    return new TreeMap<>(offsets);
  }
}
