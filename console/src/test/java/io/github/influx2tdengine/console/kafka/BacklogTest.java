package io.github.influx2tdengine.console.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private static final TopicPartition ZERO = new TopicPartition("t", 0);
  private static final TopicPartition ONE = new TopicPartition("t", 1);
  private static final TopicPartition OF_ANOTHER = new TopicPartition("u", 0);

  @Test
  void countsAllWhereNothingIsCommitted() {
    Backlog.Group group =
        Backlog.Group.of(Map.of(), Map.of(ZERO, 0L, ONE, 3L), Map.of(ZERO, 12L, ONE, 9L));

    assertThat(group.waiting()).isEqualTo(12 + 6);
    assertThat(group.committed()).isEqualTo(Map.of("t-0", 0L, "t-1", 3L));
  }

  @Test
  void countsFromWhatIsCommittedOfTheTopicsThatAreRead() {
    Backlog.Group group =
        Backlog.Group.of(
            Map.of(ZERO, 10L, OF_ANOTHER, 5L),
            Map.of(ZERO, 0L, ONE, 3L),
            Map.of(ZERO, 12L, ONE, 9L));

    assertThat(group.waiting()).isEqualTo(2 + 6);
    assertThat(group.committed()).isEqualTo(Map.of("t-0", 10L, "t-1", 3L));
  }

  @Test
  void doesNotCountWhatTheTopicNoLongerKeeps() {
    Backlog.Group group = Backlog.Group.of(Map.of(ZERO, 10L), Map.of(ZERO, 40L), Map.of(ZERO, 41L));

    assertThat(group.waiting()).isEqualTo(1);
    assertThat(group.committed()).isEqualTo(Map.of("t-0", 40L));
  }
}
