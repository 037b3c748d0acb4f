package io.github.influx2tdengine.console.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
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
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far the sinks' consumer groups are behind the ends of their topics. Used by one thread. */
public final class Backlog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

  private static final long PATIENCE_SECONDS = 8;

  private final ClientSettings settings;
  private Admin admin;

  public Backlog(ClientSettings settings) {
    this.settings = settings;
  }

  /**
   * What a sink has done and has to do.
   *
   * @param next by partition of its topics, the offset where it goes on: what it has committed, or
   *     the oldest record where it has committed nothing or where older ones are gone
   * @param ends by partition, what comes after the last record
   */
  public record Group(Map<TopicPartition, Long> next, Map<TopicPartition, Long> ends) {
    public Group {
      next = Map.copyOf(next);
      ends = Map.copyOf(ends);
    }

    static Group of(
        Map<TopicPartition, Long> committed,
        Map<TopicPartition, Long> begins,
        Map<TopicPartition, Long> ends) {
      Map<TopicPartition, Long> next = new HashMap<>();
      begins.forEach(
          (partition, begin) ->
              next.put(partition, Math.max(begin, committed.getOrDefault(partition, 0L))));
      return new Group(next, ends);
    }

    /** By {@code topic-partition}, the first offset that is not done with. */
    public Map<String, Long> committed() {
      return next.entrySet().stream()
          .collect(
              Collectors.toUnmodifiableMap(each -> each.getKey().toString(), Map.Entry::getValue));
    }

    /**
     * Records that are not done with, about: ends of transactions count as records, so that a topic
     * that was written in transactions never comes to exactly 0.
     */
    public long waiting() {
      return ends.entrySet().stream()
          .mapToLong(each -> Math.max(0, each.getValue() - next.getOrDefault(each.getKey(), 0L)))
          .sum();
    }
  }

  /**
   * Asks how far sinks have come. One of which Kafka does not say all of it is not in the answer:
   * nothing is known of it.
   */
  public Map<Reader, Group> of(Collection<Reader> readers) throws InterruptedException {
    if (readers.isEmpty()) {
      return Map.of();
    }
    if (admin == null) {
      admin = Admin.create(settings.admin());
    }
    // Each is asked of all sinks at once: a broker that is away costs the time of one answer.
    KafkaFuture<Set<String>> names =
        readers.stream().allMatch(reader -> reader.pattern().isEmpty())
            ? KafkaFuture.completedFuture(Set.of())
            : admin.listTopics().names();
    ListConsumerGroupOffsetsResult committed =
        admin.listConsumerGroupOffsets(
            readers.stream()
                .map(Reader::group)
                .distinct()
                .collect(
                    Collectors.toMap(
                        Function.identity(), group -> new ListConsumerGroupOffsetsSpec())));
    Map<Reader, Set<String>> topics = each(readers, reader -> topics(reader, names));
    Map<String, KafkaFuture<TopicDescription>> described =
        admin
            .describeTopics(
                topics.values().stream().flatMap(Set::stream).collect(Collectors.toSet()))
            .topicNameValues();
    Map<Reader, Set<TopicPartition>> partitions =
        each(topics.keySet(), reader -> partitions(described, topics.get(reader)));
    Map<Reader, Map<TopicPartition, Long>> offsets =
        each(partitions.keySet(), reader -> committed(committed, reader.group()));
    Set<TopicPartition> asked =
        offsets.keySet().stream()
            .flatMap(reader -> partitions.get(reader).stream())
            .collect(Collectors.toSet());
    ListOffsetsResult begins = admin.listOffsets(all(asked, OffsetSpec.earliest()));
    ListOffsetsResult ends = admin.listOffsets(all(asked, OffsetSpec.latest()));
    return each(
        offsets.keySet(),
        reader ->
            Group.of(
                offsets.get(reader),
                offsets(begins, partitions.get(reader)),
                offsets(ends, partitions.get(reader))));
  }

  /**
   * What a sink has still to write: by {@code topic-partition} the offset of the last record, where
   * it has not committed past that.
   *
   * @throws org.apache.kafka.common.KafkaException when Kafka does not answer in time, or refuses
   */
  public Map<String, Long> lastRecords(Group group) {
    Map<TopicPartition, Long> open = new HashMap<>();
    group.next.forEach(
        (partition, next) -> {
          if (next < group.ends.getOrDefault(partition, 0L)) {
            open.put(partition, next);
          }
        });
    return open.isEmpty() ? Map.of() : LastRecords.of(settings, open);
  }

  /** What can be told of one sink. */
  private interface Answer<T> {
    T of(Reader reader) throws ExecutionException, InterruptedException, TimeoutException;
  }

  /** Answers for each; those without one are left out, whatever becomes of the others. */
  private static <T> Map<Reader, T> each(Collection<Reader> readers, Answer<T> answer)
      throws InterruptedException {
    Map<Reader, T> found = new HashMap<>();
    for (Reader reader : readers) {
      try {
        found.put(reader, answer.of(reader));
      } catch (ExecutionException | TimeoutException e) {
        LOG.debug("Of consumer group {} nothing is known", reader.group(), e);
      }
    }
    return found;
  }

  private static Set<String> topics(Reader reader, KafkaFuture<Set<String>> names)
      throws ExecutionException, InterruptedException, TimeoutException {
    return reader.pattern().isEmpty()
        ? reader.topics()
        : names.get(PATIENCE_SECONDS, TimeUnit.SECONDS).stream()
            .filter(reader::reads)
            .collect(Collectors.toSet());
  }

  private static Set<TopicPartition> partitions(
      Map<String, KafkaFuture<TopicDescription>> described, Set<String> topics)
      throws ExecutionException, InterruptedException, TimeoutException {
    Set<TopicPartition> partitions = new HashSet<>();
    for (String topic : topics) {
      // One that is not made yet, or was deleted, has nothing to read.
      TopicDescription known =
          unless(UnknownTopicOrPartitionException.class, described.get(topic), null);
      if (known != null) {
        known
            .partitions()
            .forEach(each -> partitions.add(new TopicPartition(topic, each.partition())));
      }
    }
    return partitions;
  }

  private static Map<TopicPartition, Long> committed(
      ListConsumerGroupOffsetsResult answers, String group)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, Long> committed = new HashMap<>();
    unless(
            GroupIdNotFoundException.class,
            answers.partitionsToOffsetAndMetadata(group),
            Map.<TopicPartition, OffsetAndMetadata>of())
        .forEach(
            (partition, offset) -> {
              // A partition without an offset comes as null.
              if (offset != null) {
                committed.put(partition, offset.offset());
              }
            });
    return committed;
  }

  private static Map<TopicPartition, OffsetSpec> all(
      Set<TopicPartition> partitions, OffsetSpec which) {
    return partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> which));
  }

  private static Map<TopicPartition, Long> offsets(
      ListOffsetsResult answers, Set<TopicPartition> partitions)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (TopicPartition partition : partitions) {
      // Deleted since it was asked for.
      ListOffsetsResultInfo info =
          unless(UnknownTopicOrPartitionException.class, answers.partitionResult(partition), null);
      if (info != null) {
        offsets.put(partition, info.offset());
      }
    }
    return offsets;
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

  @Override
  public void close() {
    if (admin != null) {
      admin.close(java.time.Duration.ZERO);
    }
  }
}
