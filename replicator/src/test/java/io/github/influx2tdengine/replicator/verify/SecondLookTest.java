package io.github.influx2tdengine.replicator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.source.plan.Window;
import org.junit.jupiter.api.Test;

class SecondLookTest {
  private static final SeriesKey SERIES = new SeriesKey("m", Tags.of("host", "a"));

  private static Difference missing(long time) {
    return Difference.missing("m", "t", SERIES, time);
  }

  private static Findings findings(long from, long to) {
    Findings findings = new Findings();
    for (long time = from; time < to; time++) {
      findings.add(missing(time));
    }
    return findings;
  }

  @Test
  void whatWasThereBeforeStaysAndIsCountedOnce() {
    Suspect suspect = new Suspect("m", new Window(0, 10), findings(1, 2), findings(0, 1));
    SecondLook.Again again = new SecondLook.Again(suspect, false, 10);
    again.add(missing(0));
    again.add(missing(1));
    again.add(missing(2));
    assertThat(again.stays().kept()).containsExactly(missing(1));
  }

  @Test
  void whatIsNewIsCountedAlsoBesideMoreThanCanBeRemembered() {
    Suspect suspect =
        new Suspect("m", new Window(0, 30_000), findings(20_000, 20_003), findings(0, 10_001));
    SecondLook.Again again = new SecondLook.Again(suspect, true, 10);
    for (long time = 0; time < 20_003; time++) {
      again.add(missing(time));
    }
    assertThat(again.stays().kept())
        .containsExactly(missing(20_000), missing(20_001), missing(20_002));
  }
}
