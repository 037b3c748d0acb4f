package io.github.influx2tdengine.source.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

  @Test
  void pausesDoubleUpToTheLongest() {
    assertThat(backoff.pause(1, Optional.empty(), 1)).isEqualTo(Duration.ofMillis(500));
    assertThat(backoff.pause(2, Optional.empty(), 1)).isEqualTo(Duration.ofMillis(1_000));
    assertThat(backoff.pause(50, Optional.empty(), 1)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void chanceTakesUpToHalfAway() {
    assertThat(backoff.pause(1, Optional.empty(), 0)).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void theServersWishCountsWhereItIsLonger() {
    assertThat(backoff.pause(1, Optional.of(Duration.ofMinutes(2)), 0))
        .isEqualTo(Duration.ofMinutes(2));
    assertThat(backoff.pause(7, Optional.of(Duration.ofSeconds(1)), 1))
        .isEqualTo(Duration.ofSeconds(30));
  }
}
