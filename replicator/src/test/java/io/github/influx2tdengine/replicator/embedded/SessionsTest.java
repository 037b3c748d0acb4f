package io.github.influx2tdengine.replicator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionsTest {
  @Test
  void areShortWhereTheStartIsQuick() {
    assertThat(Sessions.after(Duration.ofMillis(600))).isEqualTo(new Sessions(3_000, 4_000));
  }

  @Test
  void growWithTheTimeThatTheStartTakesUpToTwoMinutes() {
    assertThat(Sessions.after(Duration.ofSeconds(2))).isEqualTo(new Sessions(8_000, 12_000));
    assertThat(Sessions.after(Duration.ofMinutes(5))).isEqualTo(new Sessions(120_000, 120_000));
  }
}
