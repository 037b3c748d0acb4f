package io.github.influx2tdengine.console.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static final Instant AT = Instant.parse("2026-01-01T10:14:05.25Z");

  @Test
  void saysOfWhenFiguresAreThatAreOld() {
    Watch.Look look = new Watch.Look(AT, "", List.of());

    assertThat(look.trouble(AT.plusSeconds(15))).isEmpty();
    assertThat(look.trouble(AT.plusSeconds(16)))
        .isEqualTo("what is shown is of 2026-01-01T10:14:05Z");
    assertThat(new Watch.Look(AT, "it is joining its group", List.of()).trouble(AT.plusSeconds(16)))
        .isEqualTo("it is joining its group; what is shown is of 2026-01-01T10:14:05Z");
  }

  @Test
  void saysNoTimeWhereNothingWasSeenYet() {
    assertThat(new Watch.Look(Instant.EPOCH, "the worker is starting", List.of()).trouble(AT))
        .isEqualTo("the worker is starting");
  }
}
