package io.github.influx2tdengine.sink;

import io.github.influx2tdengine.sink.config.SinkConfig;
import io.github.influx2tdengine.sink.error.ConfigurationException;
import io.github.influx2tdengine.sink.error.UnreachableException;
import io.github.influx2tdengine.sink.metrics.ConnectMetrics;
import io.github.influx2tdengine.sink.write.Database;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records to TDengine. {@code put} only takes records in; writers write them on threads of
 * their own, so that a server that is away never keeps the consumer from its group.
 */
public final class TdengineSinkTask extends SinkTask {
  private static final Logger LOG = LoggerFactory.getLogger(TdengineSinkTask.class);

  /** How long a rebalance or a commit of Connect's own may wait for rows to be written. */
  private static final Duration DRAIN = Duration.ofSeconds(3);

  /** Offsets are committed at least so often under load; at once when all is written. */
  private static final long COMMIT_NANOS = Duration.ofSeconds(5).toNanos();

  /** How soon {@code put} is wanted again while rows or reports are under way, in milliseconds. */
  private static final long SOON_MS = 50;

  private SinkConfig config;
  private Delivery delivery;
  private boolean paused;
  private boolean dirty;
  private boolean commitRequested;
  private long lastCommitNanos;

  @Override
  public String version() {
    return Version.current();
  }

  @Override
  public void start(Map<String, String> settings) {
    config = new SinkConfig(settings);
    try {
      Database.ensure(config);
    } catch (ConfigurationException e) {
      throw new ConnectException(e.getMessage(), e);
    } catch (UnreachableException e) {
      // A worker may start while TDengine is down; the writers try until it is back.
      LOG.warn("{}; the task waits for it", e.getMessage());
    }
    delivery = new Delivery(config, reporter());
    registerMetrics();
    lastCommitNanos = System.nanoTime();
  }

  private void registerMetrics() {
    try {
      PluginMetrics metrics = context.pluginMetrics();
      if (metrics != null) {
        ConnectMetrics.register(metrics, delivery.metrics());
      }
    } catch (NoSuchMethodError | NoClassDefFoundError e) {
      // A worker before Kafka 4.1 has none; JMX shows the same.
      LOG.debug("This worker has no plugin metrics", e);
    }
  }

  private Optional<ErrantRecordReporter> reporter() {
    try {
      return Optional.ofNullable(context.errantRecordReporter());
    } catch (NoSuchMethodError | NoClassDefFoundError e) {
      // Connect before 2.6.
      return Optional.empty();
    }
  }

  @Override
  public void open(Collection<TopicPartition> partitions) {
    delivery.opened();
    if (paused && !partitions.isEmpty()) {
      context.pause(partitions.toArray(new TopicPartition[0]));
    }
  }

  @Override
  public void put(Collection<SinkRecord> records) {
    delivery.settle();
    for (SinkRecord record : records) {
      delivery.accept(record, partition(record), offset(record));
      dirty = true;
    }
    delivery.settle();
    adjustIntake();
    requestCommit();
    if (!delivery.settled()) {
      context.timeout(SOON_MS);
    }
  }

  /** Takes no more while too much is held; the consumer goes on polling and stays in its group. */
  private void adjustIntake() {
    long held = delivery.bufferedBytes();
    if (!paused && held > config.bufferBytes()) {
      paused = true;
      context.pause(assigned());
    } else if (paused && held <= config.bufferBytes() / 2) {
      paused = false;
      context.resume(assigned());
    }
    delivery.metrics().paused(paused);
  }

  private TopicPartition[] assigned() {
    Set<TopicPartition> assignment = context.assignment();
    return assignment.toArray(new TopicPartition[0]);
  }

  private void requestCommit() {
    boolean due = System.nanoTime() - lastCommitNanos > COMMIT_NANOS;
    if (dirty && (delivery.settled() || due)) {
      dirty = !delivery.settled();
      commitRequested = true;
      context.requestCommit();
    }
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> preCommit(
      Map<TopicPartition, OffsetAndMetadata> current) {
    try {
      if (!commitRequested) {
        // Connect's own commit; before a rebalance or stop it is the last.
        delivery.drain(DRAIN);
      }
      delivery.settle();
    } catch (RuntimeException e) {
      // The next put throws it. From here Connect would rewind and go on.
      LOG.debug("commit of what is written in spite of a failure", e);
    }
    commitRequested = false;
    lastCommitNanos = System.nanoTime();
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    delivery
        .committable()
        .forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
    return offsets;
  }

  @Override
  public void close(Collection<TopicPartition> partitions) {
    if (delivery == null) {
      return;
    }
    delivery.drain(DRAIN);
    partitions.forEach(delivery::drop);
  }

  @Override
  public void stop() {
    if (delivery != null) {
      delivery.close();
      delivery = null;
    }
  }

  /** Where Kafka has the record: a transform may have renamed the topic. */
  private static TopicPartition partition(SinkRecord record) {
    try {
      return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    } catch (NoSuchMethodError e) {
      // Connect before 3.6.
      return new TopicPartition(record.topic(), record.kafkaPartition());
    }
  }

  private static long offset(SinkRecord record) {
    try {
      return record.originalKafkaOffset();
    } catch (NoSuchMethodError e) {
      return record.kafkaOffset();
    }
  }
}
