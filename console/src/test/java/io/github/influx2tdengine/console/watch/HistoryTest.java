package io.github.influx2tdengine.console.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void keepsAnHourInStepsOfTenSeconds() {
    History history = new History();
    for (int second = 0; second < 3 * 3600; second += 2) {
      history.add(BEGIN.plusSeconds(second), second * 100L, Optional.of(second / 10.0));
    }

    List<History.Sample> samples = history.samples();
    assertThat(samples).hasSize(360);
    assertThat(samples.get(0).at()).isEqualTo(BEGIN.plusSeconds(2 * 3600));
    assertThat(samples).allSatisfy(sample -> assertThat(sample.rate()).isEqualTo(100.0));
  }

  @Test
  void neverShowsANegativeRate() {
    History history = new History();
    history.add(BEGIN, 1_000, Optional.empty());
    history.add(BEGIN.plusSeconds(10), 0, Optional.empty());

    assertThat(history.samples().get(1).rate()).isZero();
  }
}
