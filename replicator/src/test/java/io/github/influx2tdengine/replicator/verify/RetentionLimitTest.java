package io.github.influx2tdengine.replicator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.source.server.Retention;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetentionLimitTest {
  private static final long NOW = 1_767_225_600_000_000_000L;

  @Test
  void theLimitMovesWithTheClock() {
    Retention week = new Retention(Optional.of(Duration.ofDays(7)));
    assertThat(week.known()).isTrue();
    assertThat(week.keptFrom(NOW)).isEqualTo(1_766_620_800_000_000_000L);
    assertThat(week.keptFrom(NOW + 5)).isEqualTo(1_766_620_800_000_000_005L);
  }

  @Test
  void forEverAndNotKnownAreTwoThings() {
    Retention always = new Retention(Optional.of(Duration.ZERO));
    Retention unknown = new Retention(Optional.empty());
    assertThat(always.known()).isTrue();
    assertThat(unknown.known()).isFalse();
    assertThat(always.keptFrom(NOW)).isEqualTo(Long.MIN_VALUE);
    assertThat(unknown.keptFrom(NOW)).isEqualTo(Long.MIN_VALUE);
  }
}
