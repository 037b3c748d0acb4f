package io.github.influx2tdengine.replicator.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What the sinks of a worker have written of their topics. */
final class SinkTopics {
  private final Admin admin;
  private final ConnectControl control;

  SinkTopics(Admin admin, ConnectControl control) {
    this.admin = admin;
    this.control = control;
  }

  /**
   * For each partition the offset that every sink which takes its topic has committed; absent where
   * one has not begun.
   */
  Map<TopicPartition, Long> written()
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<String, List<Map<TopicPartition, OffsetAndMetadata>>> byTopic = new HashMap<>();
    for (String connector : control.connectors()) {
      Map<String, String> settings = control.configuration(connector).orElse(Map.of());
      String topics = settings.getOrDefault("topics", "");
      if (topics.isBlank()) {
        continue;
      }
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin
              .listConsumerGroupOffsets(
                  settings.getOrDefault("consumer.override.group.id", "connect-" + connector))
              .partitionsToOffsetAndMetadata()
              .get(10, TimeUnit.SECONDS);
      Arrays.stream(topics.split(","))
          .map(String::strip)
          .forEach(topic -> byTopic.computeIfAbsent(topic, it -> new ArrayList<>()).add(committed));
    }
    return written(byTopic);
  }

  /**
   * @param byTopic what each sink that takes the topic has committed, also of other topics
   */
  static Map<TopicPartition, Long> written(
      Map<String, List<Map<TopicPartition, OffsetAndMetadata>>> byTopic) {
    Map<TopicPartition, Long> written = new HashMap<>();
    byTopic.forEach(
        (topic, sinks) ->
            sinks.get(0).keySet().stream()
                .filter(partition -> partition.topic().equals(topic))
                .filter(partition -> sinks.stream().allMatch(sink -> sink.get(partition) != null))
                .forEach(
                    partition ->
                        written.put(
                            partition,
                            sinks.stream()
                                .mapToLong(sink -> sink.get(partition).offset())
                                .min()
                                .orElseThrow())));
    return written;
  }
}
