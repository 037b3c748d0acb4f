package io.github.influx2tdengine.replicator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SinkTopicsTest {
  private static final TopicPartition A0 = new TopicPartition("a", 0);
  private static final TopicPartition A1 = new TopicPartition("a", 1);
  private static final TopicPartition B0 = new TopicPartition("b", 0);

  @Test
  void deletesBehindTheOnlySink() {
    assertThat(SinkTopics.written(Map.of("a", List.of(committed(A0, 5, A1, 7)))))
        .containsExactlyInAnyOrderEntriesOf(Map.of(A0, 5L, A1, 7L));
  }

  @Test
  void deletesOnlyWhatEverySinkOfTheTopicHasWritten() {
    assertThat(
            SinkTopics.written(
                Map.of("a", List.of(committed(A0, 5, A1, 7), committed(A0, 3, B0, 9)))))
        .containsExactlyEntriesOf(Map.of(A0, 3L));
  }

  private static Map<TopicPartition, OffsetAndMetadata> committed(
      TopicPartition one, long offset, TopicPartition other, long otherOffset) {
    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    committed.put(one, new OffsetAndMetadata(offset));
    committed.put(other, new OffsetAndMetadata(otherOffset));
    return committed;
  }
}
