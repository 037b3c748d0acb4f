package io.github.influx2tdengine.sink;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** What Connect gives a task; remembers what the task asked for. */
final class FakeContext implements SinkTaskContext {
  final Set<TopicPartition> assignment = new HashSet<>();
  final Set<TopicPartition> paused = new HashSet<>();
  final List<SinkRecord> deadLetters = new ArrayList<>();
  final List<Throwable> errors = new ArrayList<>();
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
    throw new UnsupportedOperationException();
  }

  private Future<Void> report(SinkRecord record, Throwable error) {
    deadLetters.add(record);
    errors.add(error);
    return CompletableFuture.completedFuture(null);
  }
}
