package io.github.influx2tdengine.console.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** Looks at the end of a dead-letter topic. */
public final class RefusedRows {
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final ClientSettings settings;

  public RefusedRows(ClientSettings settings) {
    this.settings = settings;
  }

  /**
   * A row that the sink refused.
   *
   * @param series the record's key
   * @param topic where the row was, with partition and offset
   */
  public record Row(
      Instant time,
      String series,
      String table,
      String column,
      String kind,
      String reason,
      String topic,
      String partition,
      String offset) {}

  /**
   * What a look found.
   *
   * @param total rows the topic has had since it was made, about; those it no longer keeps too
   * @param rows the last ones, newest first
   */
  public record Look(long total, List<Row> rows) {}

  /**
   * Reads the newest rows. One look at a time: each has a consumer of its own.
   *
   * @throws org.apache.kafka.common.KafkaException when Kafka does not answer or refuses
   */
  public synchronized Look last(String topic, int count) {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings.consumer())) {
      List<TopicPartition> partitions =
          Optional.ofNullable(consumer.listTopics().get(topic)).orElse(List.of()).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      if (partitions.isEmpty()) {
        return new Look(0, List.of());
      }
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
      consumer.assign(partitions);
      partitions.forEach(
          partition ->
              consumer.seek(
                  partition, Math.max(begins.get(partition), ends.get(partition) - count)));
      ArrayDeque<ConsumerRecord<byte[], byte[]>> found = new ArrayDeque<>();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < deadline
          && partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(200)).forEach(found::add);
      }
      return new Look(
          ends.values().stream().mapToLong(Long::longValue).sum(), newest(found, count));
    }
  }

  private static List<Row> newest(ArrayDeque<ConsumerRecord<byte[], byte[]>> found, int count) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(found);
    records.sort(
        Comparator.comparingLong((ConsumerRecord<byte[], byte[]> record) -> record.timestamp())
            .thenComparingLong(ConsumerRecord::offset)
            .reversed());
    return records.stream().limit(count).map(RefusedRows::row).toList();
  }

  private static Row row(ConsumerRecord<byte[], byte[]> record) {
    return new Row(
        Instant.ofEpochMilli(record.timestamp()),
        record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8),
        header(record, "influx2tdengine.table"),
        header(record, "influx2tdengine.column"),
        header(record, "influx2tdengine.reason"),
        // Connect's own headers tell of records that never reached the sink.
        first(
            header(record, "influx2tdengine.message"),
            header(record, "__connect.errors.exception.message")),
        first(header(record, "influx2tdengine.topic"), header(record, "__connect.errors.topic")),
        first(
            header(record, "influx2tdengine.partition"),
            header(record, "__connect.errors.partition")),
        first(header(record, "influx2tdengine.offset"), header(record, "__connect.errors.offset")));
  }

  private static String first(String one, String other) {
    return one.isEmpty() ? other : one;
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? ""
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
