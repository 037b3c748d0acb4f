package io.github.influx2tdengine.console.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArrivalTest {
  private static final Instant TEN = Instant.parse("2026-01-01T10:00:00Z");

  private final Arrival arrival = new Arrival();

  @Test
  void isCompleteWhenTheSinkHasCommittedPastTheLastRecord() {
    look(0, Map.of("t-0", 41L, "t-1", 7L), Map.of("t-0", 42L));
    assertThat(arrival.complete()).isFalse();

    look(0, Map.of("t-0", 41L, "t-1", 7L), Map.of("t-0", 42L, "t-1", 8L));
    assertThat(arrival.complete()).isTrue();
    assertThat(arrival.behind()).isZero();
  }

  @Test
  void isAsFarBehindAsTheOldestThatIsNotWritten() {
    look(0, Map.of("t-0", 10L), Map.of("t-0", 11L));
    look(5, Map.of("t-0", 20L), Map.of("t-0", 11L));
    look(9, Map.of("t-0", 30L), Map.of("t-0", 15L));
    assertThat(arrival.behind()).isEqualTo(Duration.ofMinutes(9));

    look(10, Map.of("t-0", 31L), Map.of("t-0", 21L));
    assertThat(arrival.behind()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void countsFromItsFirstLookWhereNothingHasArrivedSince() {
    look(0, Map.of("t-0", 10L), Map.of());
    look(3, Map.of("t-0", 20L), Map.of());

    assertThat(arrival.behind()).isEqualTo(Duration.ofMinutes(3));
    assertThat(arrival.known()).isFalse();
  }

  /** After a restart of the worker: what Kafka had before comes with the first look only. */
  @Test
  void isNotCompleteBeforeWhatWasThereAtFirstIsWritten() {
    assertThat(arrival.complete()).isFalse();
    look(0, Map.of("t-0", 500L, "t-1", 80L), Map.of("t-0", 5L, "t-1", 81L));
    look(0, Map.of(), Map.of("t-0", 500L, "t-1", 81L));
    assertThat(arrival.complete()).isFalse();
    assertThat(arrival.known()).isFalse();

    look(0, Map.of(), Map.of("t-0", 501L, "t-1", 81L));
    assertThat(arrival.complete()).isTrue();
    assertThat(arrival.known()).isTrue();
  }

  @Test
  void isCompleteAtOnceWhereNothingIsToBeWritten() {
    look(0, Map.of(), Map.of("t-0", 5L));

    assertThat(arrival.complete()).isTrue();
  }

  @Test
  void keepsWhatIsOnItsWayWhenReadingIsSetBack() {
    look(60, Map.of("t-0", 10L), Map.of("t-0", 5L));
    look(0, Map.of("t-1", 3L), Map.of("t-0", 5L, "t-1", 4L));
    assertThat(arrival.complete()).isFalse();

    look(0, Map.of("t-1", 3L), Map.of("t-0", 11L, "t-1", 4L));
    assertThat(arrival.complete()).isTrue();
  }

  @Test
  void keepsWhatIsOnItsWayWhenATaskIsRestarted() {
    look(0, Map.of("t-0", 10L), Map.of("t-0", 5L));
    look(0, Map.of(), Map.of("t-0", 5L));
    assertThat(arrival.complete()).isFalse();

    look(0, Map.of(), Map.of("t-0", 11L));
    assertThat(arrival.complete()).isTrue();
  }

  @Test
  void beginsAnewWhenReadingIsSetBack() {
    look(60, Map.of("t-0", 10L), Map.of("t-0", 11L));
    look(0, Map.of("t-0", 20L), Map.of("t-0", 11L));
    look(1, Map.of("t-0", 30L), Map.of("t-0", 11L));

    assertThat(arrival.behind()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void remembersTheOldestHoweverLongNothingArrives() {
    for (int minute = 0; minute < 1_000; minute++) {
      look(minute, Map.of("t-0", (long) minute), Map.of());
    }

    assertThat(arrival.behind()).isEqualTo(Duration.ofMinutes(999));
    look(1_000, Map.of("t-0", 1_000L), Map.of("t-0", 1_001L));
    assertThat(arrival.complete()).isTrue();
  }

  private void look(int minute, Map<String, Long> acknowledged, Map<String, Long> committed) {
    arrival.look(TEN.plus(Duration.ofMinutes(minute)), acknowledged, committed);
  }
}
