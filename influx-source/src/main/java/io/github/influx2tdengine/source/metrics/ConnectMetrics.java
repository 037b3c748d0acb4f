package io.github.influx2tdengine.source.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;

/**
 * A task's status as Connect's plugin metrics (Kafka 4.1 and later), which go where the worker's
 * own metrics go. Connect removes them with the task. Names and meanings are stable.
 */
public final class ConnectMetrics {
  private final PluginMetrics metrics;

  private ConnectMetrics(PluginMetrics metrics) {
    this.metrics = metrics;
  }

  /**
   * Adds the metrics.
   *
   * @param perMeasurement measurements that get a lag of their own
   */
  public static void register(
      PluginMetrics metrics, SourceStatus status, List<String> perMeasurement) {
    ConnectMetrics all = new ConnectMetrics(metrics);
    all.add("points-total", "Points handed over", status::getPoints);
    all.add("records-total", "Records handed over", status::getRecords);
    all.add(
        "acknowledged-records-total",
        "Records that Kafka has acknowledged",
        status::getAcknowledgedRecords);
    all.add("windows-total", "Windows read", status::getWindows);
    all.add("empty-windows-total", "Windows that held nothing", status::getEmptyWindows);
    all.add(
        "halved-windows-total",
        "Windows that were too much and were read in halves",
        status::getHalvedWindows);
    all.add(
        "windows-in-parts-total",
        "Windows of a nanosecond that memory could not hold",
        status::getWindowsInParts);
    all.add(
        "late-windows-total",
        "Windows emitted again because look-back found them changed",
        status::getLateWindows);
    all.add("retries-total", "Reads that failed and were tried again", status::getRetries);
    all.add(
        "server-busy-ms-total",
        "Milliseconds that the server was busy with reads",
        status::getServerBusyMs);
    all.add("window-length-ms", "Length of the window read last", status::getWindowLengthMs);
    all.add("memory-bytes", "Bytes of answers in memory", status::getMemoryBytes);
    all.add(
        "watermark-ms",
        "Oldest end of what was handed over or found empty, in milliseconds since 1970",
        status::watermarkMs);
    all.add("lag-ms", "Milliseconds from the oldest watermark to the edge", status::getLagMs);
    all.add(
        "finished",
        "1 when everything up to end.time was acknowledged by Kafka",
        () -> status.isFinished() ? 1 : 0);
    for (String measurement : perMeasurement) {
      LinkedHashMap<String, String> tags = new LinkedHashMap<>();
      tags.put("measurement", measurement);
      all.add(
          "measurement-watermark-ms",
          "The measurement's watermark, in milliseconds since 1970",
          tags,
          () -> status.watermarkMs(measurement));
      all.add(
          "measurement-lag-ms",
          "Milliseconds from the measurement's watermark to the edge",
          tags,
          () -> status.lagMs(measurement));
    }
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
