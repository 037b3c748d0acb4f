package io.github.influx2tdengine.sink.metrics;

import io.github.influx2tdengine.sink.batch.Reason;
import java.util.LinkedHashMap;
import java.util.function.DoubleSupplier;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;

/**
 * A task's counts as Connect's plugin metrics (Kafka 4.1 and later), which go where the worker's
 * own metrics go. Connect removes them with the task. Names and meanings are stable.
 */
public final class ConnectMetrics {
  private final PluginMetrics metrics;

  private ConnectMetrics(PluginMetrics metrics) {
    this.metrics = metrics;
  }

  public static void register(PluginMetrics metrics, SinkMetrics sink) {
    ConnectMetrics all = new ConnectMetrics(metrics);
    all.add("records-total", "Records taken from Kafka", sink::getRecords);
    all.add("tombstones-total", "Records without a value, left out", sink::getTombstones);
    all.add("rows-total", "Rows written", sink::getRows);
    all.add("batches-total", "Inserts executed", sink::getBatches);
    all.add(
        "batch-time-ms-total",
        "Milliseconds spent in inserts, all writers together",
        sink::getBatchTimeMs);
    all.add("retries-total", "Batches tried again after an error", sink::getRetries);
    for (Reason reason : Reason.values()) {
      LinkedHashMap<String, String> tags = new LinkedHashMap<>();
      tags.put("reason", reason.label());
      all.add(
          "refused-rows-total",
          "Rows refused for this reason",
          tags,
          () -> sink.getRefusedByReason().get(reason.label()));
    }
    all.add(
        "expired-rows-skipped-total",
        "Rows older than the database keeps, left out because of expired=skip",
        sink::getExpiredSkipped);
    all.add(
        "schema-changes-total",
        "Tables, columns and tags created or widened",
        sink::getSchemaChanges);
    all.add("lag-ms", "Age of the newest point written; -1 before the first", sink::getLagMs);
    all.add("buffered-bytes", "Bytes of rows held in memory, about", sink::getBufferedBytes);
    all.add(
        "paused",
        "1 while the consumer is paused because too much is held",
        () -> sink.isPaused() ? 1 : 0);
    all.add(
        "waiting",
        "1 while the task waits for TDengine to take rows",
        () -> sink.getWaiting().isEmpty() ? 0 : 1);
  }

  private void add(String name, String description, DoubleSupplier value) {
    add(name, description, new LinkedHashMap<>(), value);
  }

  private void add(
      String name, String description, LinkedHashMap<String, String> tags, DoubleSupplier value) {
    metrics.addMetric(
        metrics.metricName(name, description, tags),
        (Gauge<Double>) (config, now) -> value.getAsDouble());
  }
}
