package io.github.influx2tdengine.source.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThrottleTest {
  @Test
  void aFifthOfTheTimeMeansFourTimesThePause() {
    Throttle throttle = new Throttle(0);
    throttle.done(1_000, 100, 10, 0.2);
    assertThat(throttle.remaining(1_000)).isEqualTo(400);
    assertThat(throttle.remaining(1_300)).isEqualTo(100);
    assertThat(throttle.remaining(2_000)).isZero();
  }

  @Test
  void readsAtOnceCountAsIfTheyWereOneAfterTheOther() {
    Throttle throttle = new Throttle(0);
    throttle.done(1_000, 100, 10, 0.5);
    throttle.done(1_000, 100, 10, 0.5);
    // 200 of busy time from 900 on.
    assertThat(throttle.remaining(1_000)).isEqualTo(300);
  }

  @Test
  void atFullLoadThereIsNoPause() {
    Throttle throttle = new Throttle(0);
    throttle.done(1_000, 1_000_000, 10, 1);
    assertThat(throttle.remaining(1_000)).isZero();
  }

  @Test
  void pointsASecondAreKept() {
    Throttle throttle = new Throttle(1_000);
    throttle.done(0, 200_000_000, 500, 1);
    assertThat(throttle.remaining(0)).isEqualTo(300_000_000);
  }

  /** Four reads at once, each as long as its points may take: a fourth of them is too many. */
  @Test
  void pointsASecondAreKeptByReadsAtOnce() {
    Throttle throttle = new Throttle(1_000);
    long now = 0;
    long points = 0;
    for (int i = 0; i < 100; i++) {
      now += throttle.remaining(now) + 900_000_000;
      for (int read = 0; read < 4; read++) {
        throttle.done(now, 900_000_000, 900, 1);
        points += 900;
      }
    }
    assertThat(points / (now / 1e9)).isBetween(900.0, 1_030.0);
  }
}
