package io.github.influx2tdengine.console.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How many records in Kafka the sinks have not written yet. Used by one thread. */
public final class Backlog implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 8;

  private final ClientSettings settings;
  private Admin admin;

  public Backlog(ClientSettings settings) {
    this.settings = settings;
  }

  /**
   * Records behind the end, by consumer group; a group that has committed nothing is absent. Ends
   * of transactions count as records, so that a topic that was written in transactions never comes
   * to exactly 0.
   *
   * @throws ExecutionException when the broker refuses, {@link TimeoutException} when it is away
   */
  public Map<String, Long> of(Collection<String> groups)
      throws ExecutionException, InterruptedException, TimeoutException {
    if (groups.isEmpty()) {
      return Map.of();
    }
    if (admin == null) {
      admin = Admin.create(settings.admin());
    }
    Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = new HashMap<>();
    for (String group : groups) {
      committed.put(
          group,
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    committed
        .values()
        .forEach(offsets -> offsets.keySet().forEach(p -> asked.put(p, OffsetSpec.latest())));
    Map<TopicPartition, ListOffsetsResultInfo> ends =
        asked.isEmpty()
            ? Map.of()
            : admin.listOffsets(asked).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    Map<String, Long> behind = new HashMap<>();
    committed.forEach(
        (group, offsets) ->
            offsets.forEach(
                (partition, offset) -> {
                  if (offset != null && ends.containsKey(partition)) {
                    behind.merge(
                        group,
                        Math.max(0, ends.get(partition).offset() - offset.offset()),
                        Long::sum);
                  }
                }));
    return behind;
  }

  @Override
  public void close() {
    if (admin != null) {
      admin.close(java.time.Duration.ZERO);
    }
  }
}
