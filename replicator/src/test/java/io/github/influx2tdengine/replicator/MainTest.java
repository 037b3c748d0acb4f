package io.github.influx2tdengine.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void argumentsComeBackAsTheLauncherWroteThem() {
    assertThat(Main.unescape("two\\nlines and a \\\\ and \\\\n"))
        .isEqualTo("two\nlines and a \\ and \\n");
  }
}
