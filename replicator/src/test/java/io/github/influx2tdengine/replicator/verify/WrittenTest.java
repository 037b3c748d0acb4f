package io.github.influx2tdengine.replicator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.source.plan.Window;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WrittenTest {
  private static final Window RANGE = new Window(100, 200);

  @Test
  void withoutOffsetsAllIsCompared() {
    assertThat(Written.UNKNOWN.of("m", RANGE)).hasValue(RANGE);
    assertThat(Written.UNKNOWN.rest("m", RANGE)).isEmpty();
  }

  @Test
  void whatWasNotReadYetIsTheRest() {
    Written written = new Written(Optional.of(Map.of("half", 150L, "all", 300L, "before", 50L)));
    assertThat(written.of("half", RANGE)).hasValue(new Window(100, 150));
    assertThat(written.rest("half", RANGE)).hasValue(new Window(150, 200));
    assertThat(written.of("all", RANGE)).hasValue(RANGE);
    assertThat(written.rest("all", RANGE)).isEmpty();
    for (String nothing : new String[] {"before", "never"}) {
      assertThat(written.of(nothing, RANGE)).isEmpty();
      assertThat(written.rest(nothing, RANGE)).hasValue(RANGE);
    }
  }
}
