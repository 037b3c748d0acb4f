package io.github.influx2tdengine.source.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopicTemplateTest {
  @Test
  void placesAreFilledAndIllegalCharactersReplaced() {
    assertThat(new TopicTemplate("influx.{bucket}").topic("db/rp", "cpu"))
        .isEqualTo("influx.db_rp");
    assertThat(new TopicTemplate("{bucket}-{measurement}").topic("b", "disk io"))
        .isEqualTo("b-disk_io");
  }

  @Test
  void namesThatLookLikePlacesAreNotFilledAgain() {
    assertThat(new TopicTemplate("{bucket}").topic("{measurement}", "cpu"))
        .isEqualTo("_measurement_");
  }

  @Test
  void topicsKeepKafkasLimits() {
    assertThat(new TopicTemplate("{bucket}").topic("b".repeat(300), "m")).hasSize(249);
    assertThat(new TopicTemplate("{bucket}").topic("..", "m")).isEqualTo("__");
  }
}
