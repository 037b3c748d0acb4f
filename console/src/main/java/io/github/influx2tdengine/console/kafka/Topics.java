package io.github.influx2tdengine.console.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes topics before connectors use them: one a sink asks for first has too few partitions. */
public final class Topics {
  /** Records wait for the sink however long that takes. */
  private static final Map<String, String> SETTINGS =
      Map.of("retention.ms", "-1", "cleanup.policy", "delete");

  private static final long PATIENCE_SECONDS = 20;

  private final ClientSettings settings;

  public Topics(ClientSettings settings) {
    this.settings = settings;
  }

  /** What became of a topic that was to be made. */
  public enum Made {
    NEW,
    /** There is one, whose records the group has read so far, or that has none. */
    THERE,
    /** There is one with records that the group does not know: it would begin with those. */
    FOREIGN
  }

  /**
   * Makes a topic with the broker's replication factor, unless there is one of that name.
   *
   * @param group the consumer group that is to read it
   * @throws ExecutionException when the broker refuses, with its reason as cause
   */
  public Made create(String topic, int partitions, String group)
      throws ExecutionException, InterruptedException, TimeoutException {
    try (Admin admin = Admin.create(settings.admin())) {
      try {
        admin
            .createTopics(
                List.of(
                    new NewTopic(topic, Optional.of(partitions), Optional.empty())
                        .configs(SETTINGS)))
            .all()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return Made.NEW;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof TopicExistsException) {
          return knows(admin, group, topic) || empty(admin, topic) ? Made.THERE : Made.FOREIGN;
        }
        throw e;
      }
    }
  }

  private static boolean knows(Admin admin, String group, String topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    try {
      return admin
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .entrySet()
          .stream()
          .anyMatch(each -> each.getKey().topic().equals(topic) && each.getValue() != null);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return false;
      }
      throw e;
    }
  }

  private static boolean empty(Admin admin, String topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    List<TopicPartition> partitions =
        admin
            .describeTopics(List.of(topic))
            .topicNameValues()
            .get(topic)
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .partitions()
            .stream()
            .map(each -> new TopicPartition(topic, each.partition()))
            .toList();
    return offsets(admin, partitions, OffsetSpec.earliest())
        .equals(offsets(admin, partitions, OffsetSpec.latest()));
  }

  private static List<Long> offsets(Admin admin, List<TopicPartition> partitions, OffsetSpec which)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, which));
    Map<TopicPartition, ListOffsetsResultInfo> answer =
        admin.listOffsets(asked).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return partitions.stream().map(partition -> answer.get(partition).offset()).toList();
  }

  /**
   * Deletes topics; one that is not there is no fault.
   *
   * @throws ExecutionException when the broker refuses, with its reason as cause
   */
  public void delete(Collection<String> topics)
      throws ExecutionException, InterruptedException, TimeoutException {
    try (Admin admin = Admin.create(settings.admin())) {
      for (KafkaFuture<Void> topic : admin.deleteTopics(topics).topicNameValues().values()) {
        try {
          topic.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
            throw e;
          }
        }
      }
    }
  }
}
