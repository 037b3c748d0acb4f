package io.github.influx2tdengine.replicator.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Tells whether a consumer group has committed past the last record of its topic. A committed
 * offset never reaches the end of a transactional topic (the last thing there is a commit marker),
 * so where it is below the end, a read-committed consumer looks whether any record lies between.
 */
final class Drain implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final Admin admin;
  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final String group;

  Drain(Admin admin, Map<String, Object> client, String group, List<TopicPartition> partitions) {
    this.admin = admin;
    this.group = group;
    this.partitions = partitions;
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    // One record is enough to know.
    settings.put("max.poll.records", "1");
    settings.put("max.partition.fetch.bytes", "1");
    settings.put("fetch.max.wait.ms", "50");
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Offsets the group has committed; partitions without any are absent. */
  Map<TopicPartition, Long> committed()
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin
            .listConsumerGroupOffsets(group)
            .partitionsToOffsetAndMetadata()
            .get(10, TimeUnit.SECONDS);
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata offset = committed.get(partition);
      if (offset != null) {
        offsets.put(partition, offset.offset());
      }
    }
    return offsets;
  }

  /** Whether no committed record lies behind the group's offsets. */
  boolean isComplete() throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, Long> committed = committed();
    Map<TopicPartition, Long> ends = offsets(OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    // The markers of a transaction are written after the producer was told that it is committed;
    // until then its records are not visible, and not to be taken for absent.
    if (!ends.equals(offsets(OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED))) {
      return false;
    }
    Map<TopicPartition, Long> begins =
        offsets(OffsetSpec.earliest(), IsolationLevel.READ_COMMITTED);
    for (TopicPartition partition : partitions) {
      long from = Math.max(committed.getOrDefault(partition, 0L), begins.get(partition));
      if (from < ends.get(partition) && hasRecord(partition, from, ends.get(partition))) {
        return false;
      }
    }
    return true;
  }

  private Map<TopicPartition, Long> offsets(OffsetSpec which, IsolationLevel isolation)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, which));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    admin
        .listOffsets(asked, new ListOffsetsOptions(isolation))
        .all()
        .get(10, TimeUnit.SECONDS)
        .forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }

  private boolean hasRecord(TopicPartition partition, long from, long end) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    long deadline = System.nanoTime() + LOOK.toNanos();
    while (consumer.position(partition) < end) {
      if (!consumer.poll(Duration.ofMillis(100)).isEmpty()) {
        return true;
      }
      if (System.nanoTime() > deadline) {
        // Not known is not done; the next look begins again.
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
