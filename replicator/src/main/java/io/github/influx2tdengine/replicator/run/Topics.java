package io.github.influx2tdengine.replicator.run;

import io.github.influx2tdengine.replicator.CommandFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of a replication, made before anything reads or writes them. */
final class Topics {
  /** As many as the sink can have tasks; few, since every one costs files and fetches. */
  static final int PARTITIONS = 4;

  /** Records behind the sink free their space a segment at a time. */
  private static final String SEGMENT_BYTES = String.valueOf(64 << 20);

  private final Admin admin;

  Topics(Admin admin) {
    this.admin = admin;
  }

  void create(ReplicationSpec spec)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<String, String> settings =
        Map.of("retention.ms", "-1", "cleanup.policy", "delete", "segment.bytes", SEGMENT_BYTES);
    List<NewTopic> topics = new ArrayList<>();
    topics.add(
        new NewTopic(spec.topic(), Optional.of(PARTITIONS), Optional.of((short) 1))
            .configs(settings));
    topics.add(
        new NewTopic(spec.refusedTopic(), Optional.of(1), Optional.of((short) 1))
            .configs(settings));
    for (var created : admin.createTopics(topics).values().entrySet()) {
      try {
        created.getValue().get(30, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw CommandFailure.failed(
              "topic " + created.getKey() + " could not be created: " + e.getCause().getMessage(),
              e);
        }
      }
    }
  }

  static List<TopicPartition> partitions(ReplicationSpec spec) {
    return IntStream.range(0, PARTITIONS)
        .mapToObj(partition -> new TopicPartition(spec.topic(), partition))
        .toList();
  }

  /** Whether no record was ever put into the topic, and so no offset of the source kept. */
  boolean untouched(ReplicationSpec spec)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    partitions(spec).forEach(partition -> ends.put(partition, OffsetSpec.latest()));
    return admin.listOffsets(ends).all().get(10, TimeUnit.SECONDS).values().stream()
        .allMatch(end -> end.offset() == 0);
  }

  /** Records ever put into the dead-letter topic. */
  long refused(ReplicationSpec spec)
      throws ExecutionException, InterruptedException, TimeoutException {
    TopicPartition partition = new TopicPartition(spec.refusedTopic(), 0);
    return admin
        .listOffsets(Map.of(partition, OffsetSpec.latest()))
        .partitionResult(partition)
        .get(10, TimeUnit.SECONDS)
        .offset();
  }
}
