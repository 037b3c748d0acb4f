package io.github.influx2tdengine.console.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** How far the sinks' consumer groups are behind the ends of their topics. Used by one thread. */
public final class Backlog implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 8;

  private final ClientSettings settings;
  private Admin admin;

  public Backlog(ClientSettings settings) {
    this.settings = settings;
  }

  /**
   * What a group has done.
   *
   * @param committed by {@code topic-partition}, the first offset that is not done with
   * @param waiting records behind those, about: ends of transactions count as records, so that a
   *     topic that was written in transactions never comes to exactly 0
   */
  public record Group(Map<String, Long> committed, long waiting) {
    public Group {
      committed = Map.copyOf(committed);
    }
  }

  /**
   * Asks about consumer groups; one that has committed nothing has no offsets.
   *
   * @throws ExecutionException when the broker refuses
   * @throws TimeoutException when it is away
   */
  public Map<String, Group> of(Collection<String> groups)
      throws ExecutionException, InterruptedException, TimeoutException {
    if (groups.isEmpty()) {
      return Map.of();
    }
    if (admin == null) {
      admin = Admin.create(settings.admin());
    }
    Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = new HashMap<>();
    ListConsumerGroupOffsetsResult answers =
        admin.listConsumerGroupOffsets(
            groups.stream()
                .distinct()
                .collect(
                    Collectors.toMap(
                        Function.identity(), group -> new ListConsumerGroupOffsetsSpec())));
    for (String group : groups) {
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      unless(
              GroupIdNotFoundException.class,
              answers.partitionsToOffsetAndMetadata(group),
              Map.<TopicPartition, OffsetAndMetadata>of())
          .forEach(offsets::put);
      // A partition without an offset comes as null.
      offsets.values().removeIf(Objects::isNull);
      committed.put(group, offsets);
    }
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    committed
        .values()
        .forEach(offsets -> offsets.keySet().forEach(p -> asked.put(p, OffsetSpec.latest())));
    Map<TopicPartition, Long> ends = new HashMap<>();
    ListOffsetsResult result = admin.listOffsets(asked);
    for (TopicPartition partition : asked.keySet()) {
      // A group remembers offsets of topics that were deleted; the others still count.
      ListOffsetsResultInfo end =
          unless(UnknownTopicOrPartitionException.class, result.partitionResult(partition), null);
      if (end != null) {
        ends.put(partition, end.offset());
      }
    }
    Map<String, Group> found = new HashMap<>();
    committed.forEach((group, offsets) -> found.put(group, group(offsets, ends)));
    return found;
  }

  private static <T> T unless(Class<?> failure, KafkaFuture<T> answer, T otherwise)
      throws ExecutionException, InterruptedException, TimeoutException {
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (failure.isInstance(e.getCause())) {
        return otherwise;
      }
      throw e;
    }
  }

  private static Group group(
      Map<TopicPartition, OffsetAndMetadata> offsets, Map<TopicPartition, Long> ends) {
    Map<String, Long> committed = new HashMap<>();
    long waiting = 0;
    for (Map.Entry<TopicPartition, OffsetAndMetadata> each : offsets.entrySet()) {
      long offset = each.getValue().offset();
      committed.put(each.getKey().toString(), offset);
      waiting += Math.max(0, ends.getOrDefault(each.getKey(), offset) - offset);
    }
    return new Group(committed, waiting);
  }

  @Override
  public void close() {
    if (admin != null) {
      admin.close(java.time.Duration.ZERO);
    }
  }
}
