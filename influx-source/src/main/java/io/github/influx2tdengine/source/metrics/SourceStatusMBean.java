package io.github.influx2tdengine.source.metrics;

import java.util.Map;

/**
 * What one task of the source has done, as JMX shows it under {@code
 * io.github.influx2tdengine:type=source,connector=NAME,task=N}. Names and meanings are stable.
 */
public interface SourceStatusMBean {
  /**
   * Whether a bounded run is over: everything up to {@code end.time} was handed to Kafka and
   * acknowledged. Always false without an end.
   */
  boolean isFinished();

  /** Points handed over since the task started, repeated ones included. */
  long getPoints();

  /** The same by measurement; one without points is absent. */
  Map<String, Long> getPointsByMeasurement();

  /**
   * {@code since 2026-01-01T00:00:00Z: reason} while reading fails and is tried again; else empty.
   */
  String getWaiting();

  /** Windows read, empty ones included. */
  long getWindows();

  /** Windows that held nothing. */
  long getEmptyWindows();

  /** Windows that were too much for the memory or the server and were read in halves. */
  long getHalvedWindows();

  /** Windows of a nanosecond that memory could not hold and that went out in parts. */
  long getWindowsInParts();

  /** Windows emitted again because look-back found them changed. */
  long getLateWindows();

  /** Reads that failed and were tried again. */
  long getRetries();

  /** Milliseconds that the server was busy with this task's reads. */
  long getServerBusyMs();

  /** Length in milliseconds of the window read last. */
  double getWindowLengthMs();

  /** Bytes of answers in memory. */
  long getMemoryBytes();

  /** Records handed over. */
  long getRecords();

  /** Records that Kafka has acknowledged, or that a transform dropped. */
  long getAcknowledgedRecords();

  /**
   * Milliseconds from the oldest watermark to the edge: the end of a bounded run, or the server's
   * clock minus {@code delay.ms}.
   */
  long getLagMs();

  /** The oldest watermark, RFC 3339; empty without measurements. */
  String getOldestWatermark();

  /** For each measurement, RFC 3339: the end of what was handed over or found empty. */
  Map<String, String> getWatermarks();

  /** For each {@code topic-partition} the offset of the last record that Kafka has acknowledged. */
  Map<String, Long> getAcknowledgedOffsets();
}
