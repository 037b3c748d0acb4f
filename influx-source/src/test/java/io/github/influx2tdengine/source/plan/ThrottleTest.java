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
  void pausesOfReadsAtOnceAddUp() {
    Throttle throttle = new Throttle(0);
    throttle.done(1_000, 100, 10, 0.5);
    throttle.done(1_000, 100, 10, 0.5);
    assertThat(throttle.remaining(1_000)).isEqualTo(200);
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
}
