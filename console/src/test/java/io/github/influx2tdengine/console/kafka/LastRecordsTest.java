package io.github.influx2tdengine.console.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LastRecordsTest {
  private final List<Long> looks = new ArrayList<>();

  @Test
  void skipsTheEndsOfTransactions() {
    assertThat(last(0, 100, 90, 97, 98)).hasValue(98);
    assertThat(looks).containsExactly(92L);
  }

  @Test
  void goesFurtherBackUntilThereIsARecord() {
    assertThat(last(0, 100, 3, 70)).hasValue(70);
    assertThat(looks).containsExactly(92L, 84L, 68L);
  }

  @Test
  void findsNoneWhereOnlyTheEndOfATransactionIsNotDoneWith() {
    assertThat(last(99, 100, 98)).isEmpty();
    assertThat(looks).containsExactly(99L);
  }

  @Test
  void looksAtAllBeforeItSaysThatThereIsNone() {
    assertThat(last(75, 100, 70)).isEmpty();
    assertThat(looks).containsExactly(92L, 84L, 75L);
  }

  @Test
  void looksAtNothingWhereAllIsDone() {
    assertThat(last(100, 100, 98)).isEmpty();
    assertThat(looks).isEmpty();
  }

  /** Among records at these offsets. */
  private OptionalLong last(long begin, long end, long... records) {
    return LastRecords.last(
        begin,
        end,
        from -> {
          looks.add(from);
          return LongStream.of(records).filter(record -> record >= from).max();
        });
  }
}
