package io.github.influx2tdengine.console.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Finds the last record of partitions. Where they end does not tell: the end of a transaction takes
 * an offset too, and a sink never commits that. So a read-committed consumer looks.
 */
final class LastRecords {
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /** Behind the last record there are a few ends of transactions at most, unless many failed. */
  private static final long FEW = 8;

  /** Looks for the last record from an offset on. */
  interface Look {
    OptionalLong from(long offset);
  }

  private LastRecords() {}

  /**
   * The offset of the last record, by {@code topic-partition}; partitions without any from the
   * given offset on are absent. Transactions that are open do not count: a task ends those of its
   * predecessor before it begins.
   *
   * @param from by partition
   * @throws org.apache.kafka.common.KafkaException when Kafka does not answer in time, or refuses
   */
  static Map<String, Long> of(ClientSettings client, Map<TopicPartition, Long> from) {
    Map<String, Object> settings = client.consumer();
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // What is asked for may be deleted meanwhile.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Map<String, Long> found = new HashMap<>();
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(from.keySet());
      from.forEach(
          (partition, begin) -> {
            long end = ends.get(partition);
            last(begin, end, offset -> look(consumer, partition, offset, end, deadline))
                .ifPresent(offset -> found.put(partition.toString(), offset));
          });
    }
    return found;
  }

  /** Goes back from the end, further each time, until there is a record. */
  static OptionalLong last(long begin, long end, Look look) {
    for (long count = FEW; begin < end; count *= 2) {
      long from = Math.max(begin, end - count);
      OptionalLong found = look.from(from);
      if (found.isPresent() || from == begin) {
        return found;
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalLong look(
      Consumer<byte[], byte[]> consumer,
      TopicPartition partition,
      long from,
      long end,
      long deadline) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    OptionalLong last = OptionalLong.empty();
    while (consumer.position(partition) < end) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException(partition + " could not be read to its end in time");
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
        last = OptionalLong.of(record.offset());
      }
    }
    return last;
  }
}
