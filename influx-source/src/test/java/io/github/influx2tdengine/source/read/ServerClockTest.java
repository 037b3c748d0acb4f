package io.github.influx2tdengine.source.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;

/** The server's clock as its answers tell it, and what becomes of it when it is set. */
class ServerClockTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = 1_767_225_600L * SECOND;
  private static final long HOUR = 3_600 * SECOND;

  private long wallAhead;
  private long mono;
  private final ServerClock clock = new ServerClock(() -> START + mono + wallAhead);

  /** An answer of a server whose clock is so far from the true time. */
  private void answer(long ahead) {
    long time = START + mono + ahead;
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.ofEpochSecond(Math.floorDiv(time, SECOND)).atZone(ZoneOffset.UTC));
    clock.observe(date, mono - SECOND / 100, mono + SECOND / 100);
    mono += SECOND / 3;
  }

  private void answers(int count, long ahead) {
    for (int i = 0; i < count; i++) {
      answer(ahead);
    }
  }

  private long now() {
    return clock.at(mono).orElseThrow() - START - mono;
  }

  @Test
  void isUnknownBeforeTheFirstAnswer() {
    assertThat(clock.at(mono)).isEmpty();
    clock.observe("not a date", mono, mono);
    assertThat(clock.at(mono)).isEmpty();
  }

  @Test
  void isNeverAheadOfTheServerAndComesNearIt() {
    mono = SECOND / 7;
    answers(20, 0);
    assertThat(now()).isBetween(-SECOND / 2, 0L);
    answers(20, 0);
    assertThat(now()).isBetween(-SECOND / 2, 0L);
  }

  @Test
  void theServersClockCountsAlsoWhereThisMachinesIsAnotherOne() {
    answers(10, HOUR);
    assertThat(now()).isBetween(HOUR - SECOND, HOUR);
  }

  @Test
  void oneAnswerWithAnotherDateChangesNothing() {
    answers(10, 0);
    answer(HOUR);
    answers(2, 0);
    answer(-HOUR);
    assertThat(now()).isBetween(-SECOND, 0L);
  }

  @Test
  void answersThatDisagreeAmongThemselvesChangeNothing() {
    answers(10, 0);
    for (int i = 1; i < 20; i++) {
      answer(i * HOUR);
    }
    assertThat(now()).isBetween(-SECOND, 0L);
  }

  @Test
  void aJumpAheadThatThisMachineDoesNotConfirmIsNotFollowed() {
    answers(10, 0);
    answers(50, HOUR);
    assertThat(now()).isBetween(-SECOND, 0L);
    answers(5, 0);
    assertThat(now()).isBetween(-SECOND, 0L);
  }

  @Test
  void aJumpAheadToThisMachinesTimeIsFollowed() {
    wallAhead = HOUR;
    answers(10, 0);
    answers(5, HOUR);
    assertThat(now()).isBetween(HOUR - SECOND, HOUR);
  }

  @Test
  void aJumpBackThatThisMachineDoesNotConfirmIsNotFollowed() {
    answers(10, 0);
    answers(50, -HOUR);
    assertThat(now()).isBetween(-SECOND, 0L);
  }

  @Test
  void aJumpBackStandsStillUntilItIsPassed() {
    answers(10, HOUR);
    long before = clock.at(mono).orElseThrow();
    answers(5, 0);
    assertThat(clock.at(mono).orElseThrow()).isBetween(before, before + SECOND);
    mono += HOUR + 2 * SECOND;
    answer(0);
    assertThat(now()).isBetween(-SECOND, 0L);
    assertThat(clock.at(mono).orElseThrow()).isGreaterThan(before);
  }

  @Test
  void twoClocksThatDriftApartAreFollowed() {
    for (int i = 0; i < 5_000; i++) {
      answer(i * SECOND / 1_000);
    }
    assertThat(now()).isBetween(3 * SECOND, 5 * SECOND);
    for (int i = 5_000; i > 0; i--) {
      answer(i * SECOND / 1_000);
    }
    assertThat(now()).isBetween(-SECOND, 2 * SECOND);
  }
}
