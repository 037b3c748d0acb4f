package io.github.influx2tdengine.replicator.records;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.run.StopSignal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what a topic holds now, committed records only; joins no group and commits nothing. */
public final class TopicRecords {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> client;
  private final StopSignal stop;

  /**
   * @param client what a Kafka client needs to reach the broker
   */
  public TopicRecords(Map<String, ?> client, StopSignal stop) {
    this.client = new HashMap<>(client);
    this.client.put("isolation.level", "read_committed");
    this.client.put("enable.auto.commit", "false");
    this.stop = stop;
  }

  /**
   * @param atMost records to read
   * @throws CommandFailure when the broker does not answer or has no such topic
   */
  public void read(String topic, long atMost, Consumer<ConsumerRecord<byte[], byte[]>> records) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<PartitionInfo> known = consumer.partitionsFor(topic, Duration.ofSeconds(30));
      if (known == null || known.isEmpty()) {
        throw CommandFailure.failed("the broker has no topic '" + topic + "'");
      }
      List<TopicPartition> partitions =
          known.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long shown = 0;
      while (!stop.requested()
          && ends.entrySet().stream()
              .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (shown == atMost) {
            return;
          }
          records.accept(record);
          shown++;
        }
      }
    } catch (KafkaException e) {
      throw CommandFailure.failed("topic '" + topic + "' cannot be read: " + e.getMessage(), e);
    }
  }
}
