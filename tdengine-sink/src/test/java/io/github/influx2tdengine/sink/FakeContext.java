package io.github.influx2tdengine.sink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** What Connect gives a task; remembers what the task asked for. */
final class FakeContext implements SinkTaskContext {
  final Set<TopicPartition> assignment = new HashSet<>();
  final Set<TopicPartition> paused = new HashSet<>();
  final List<SinkRecord> deadLetters = new ArrayList<>();
  final List<Throwable> errors = new ArrayList<>();
  final Map<MetricName, MetricValueProvider<?>> metrics = new HashMap<>();
  boolean tolerant = true;
  boolean commitRequested;
  long timeoutMs = -1;

  @Override
  public Map<String, String> configs() {
    return Map.of();
  }

  @Override
  public void offset(Map<TopicPartition, Long> offsets) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void offset(TopicPartition partition, long offset) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void timeout(long ms) {
    timeoutMs = ms;
  }

  @Override
  public Set<TopicPartition> assignment() {
    return assignment;
  }

  @Override
  public void pause(TopicPartition... partitions) {
    paused.addAll(List.of(partitions));
  }

  @Override
  public void resume(TopicPartition... partitions) {
    paused.removeAll(List.of(partitions));
  }

  @Override
  public void requestCommit() {
    commitRequested = true;
  }

  @Override
  public ErrantRecordReporter errantRecordReporter() {
    return tolerant ? this::report : null;
  }

  @Override
  public PluginMetrics pluginMetrics() {
    return new PluginMetrics() {
      @Override
      public MetricName metricName(
          String name, String description, LinkedHashMap<String, String> tags) {
        return new MetricName(name, "plugins", description, tags);
      }

      @Override
      public void addMetric(MetricName name, MetricValueProvider<?> provider) {
        if (metrics.put(name, provider) != null) {
          throw new IllegalArgumentException(name + " is there already");
        }
      }

      @Override
      public void removeMetric(MetricName name) {
        metrics.remove(name);
      }

      @Override
      public Sensor addSensor(String name) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void removeSensor(String name) {
        throw new UnsupportedOperationException();
      }
    };
  }

  /** The value of a plugin metric; the sum where there are several by tag. */
  double pluginMetric(String name) {
    return metrics.entrySet().stream()
        .filter(metric -> metric.getKey().name().equals(name))
        .mapToDouble(metric -> (Double) ((Gauge<?>) metric.getValue()).value(new MetricConfig(), 0))
        .sum();
  }

  private Future<Void> report(SinkRecord record, Throwable error) {
    deadLetters.add(record);
    errors.add(error);
    return CompletableFuture.completedFuture(null);
  }
}
