package io.github.influx2tdengine.sink.metrics;

import java.util.Map;

/**
 * What a sink task tells through JMX, as {@code
 * io.github.influx2tdengine:type=sink,connector=NAME,task=N}. Counts begin with the task.
 */
public interface SinkMetricsMXBean {
  /** Records taken from Kafka. */
  long getRecords();

  /** Records without a value, left out. */
  long getTombstones();

  /** Rows written, each row of a batch once. */
  long getRows();

  /** Inserts executed. */
  long getBatches();

  /** Time spent in them, in milliseconds, all writers together. */
  long getBatchTimeMs();

  /** Batches tried again after an error. */
  long getRetries();

  /** Rows refused. */
  long getRefused();

  /** Rows refused, by reason. */
  Map<String, Long> getRefusedByReason();

  /** Rows older than the database keeps, left out because of {@code expired=skip}. */
  long getExpiredSkipped();

  /** Tables, columns and tags created or widened. */
  long getSchemaChanges();

  /** Age of the newest point written, in milliseconds; -1 before the first. */
  long getLagMs();

  /** Bytes of rows held in memory, about. */
  long getBufferedBytes();

  /** True while the consumer is paused because too much is held. */
  boolean isPaused();

  /** What the task waits for and since when; empty where it waits for nothing. */
  String getWaiting();
}
