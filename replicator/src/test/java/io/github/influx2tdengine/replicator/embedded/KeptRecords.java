package io.github.influx2tdengine.replicator.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what a run with {@code --keep-records} left in its data directory. */
public final class KeptRecords {
  private KeptRecords() {}

  /** Hands over the value of each committed record of a topic. */
  public static void readCommitted(Path dataDirectory, String topic, Consumer<byte[]> values) {
    try (DataDirectory directory = DataDirectory.open(dataDirectory);
        EmbeddedBroker broker = EmbeddedBroker.start(directory.brokerLogs(), LoopbackPorts.free());
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                Map.of(
                    "bootstrap.servers",
                    broker.bootstrapServers(),
                    "isolation.level",
                    "read_committed",
                    "enable.auto.commit",
                    "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          values.accept(record.value());
        }
      }
    }
  }
}
