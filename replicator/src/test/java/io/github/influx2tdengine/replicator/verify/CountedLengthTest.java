package io.github.influx2tdengine.replicator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class CountedLengthTest {
  private static final long HOUR = Duration.ofHours(1).toNanos();
  private static final long MILLI = 1_000_000L;

  private final CountedLength length = new CountedLength();

  /** Counts a number of times. */
  private void count(int times, LongUnaryOperator took) {
    for (int i = 0; i < times; i++) {
      length.took(took.applyAsLong(length.nanos()));
      assertThat(length.nanos()).isBetween(HOUR, 30 * 24 * HOUR);
    }
  }

  @Test
  void aCountThatTakesItsTimeHoweverShortMakesThemLong() {
    count(10, nanos -> 5_000 * MILLI);
    assertThat(length.nanos()).isEqualTo(30 * 24 * HOUR);
  }

  @Test
  void manyPointsKeepThemShort() {
    count(20, nanos -> nanos / HOUR * 10_000 * MILLI);
    assertThat(length.nanos()).isEqualTo(HOUR);
  }

  @Test
  void theyBecomeAsLongAsKeepsTheServersBusyForSomeSeconds() {
    count(20, nanos -> nanos / HOUR * 100 * MILLI);
    assertThat(length.nanos()).isEqualTo(16 * HOUR);
  }

  @Test
  void onlyAServerThatRefusesMakesThemShorterThanTheFirst() {
    length.tooLong(HOUR);
    assertThat(length.nanos()).isEqualTo(HOUR / 2);
    length.took(10_000 * MILLI);
    assertThat(length.nanos()).isEqualTo(HOUR / 2);
    length.tooLong(1);
    assertThat(length.nanos()).isEqualTo(1);
  }
}
