package io.github.influx2tdengine.replicator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.points.Tags;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RemovalTest {
  private static final SeriesKey SERIES = new SeriesKey("m", Tags.of("host", "a"));

  private final Set<String> untouched = new HashSet<>();
  private final Removal.Alone alone = new Removal.Alone(untouched);

  private static Difference difference(
      Difference.Kind kind, String subtable, long time, String field, String left, String right) {
    return new Difference(
        kind,
        "m",
        subtable,
        Optional.of(SERIES),
        time,
        field,
        Optional.ofNullable(left),
        Optional.ofNullable(right));
  }

  private static Difference value(long time, String field, String left, String right) {
    return difference(Difference.Kind.VALUE, "t_a", time, field, left, right);
  }

  private static Difference extra(String subtable, long time) {
    return Difference.extra("m", subtable, Optional.empty(), time);
  }

  @Test
  void rowsAndValuesThatTdengineAloneHasAreRemoved() {
    alone.add(extra("t_a", 1));
    alone.add(value(2, "f", null, "1.5"));
    alone.add(value(2, "g", null, "2.5"));
    alone.add(Difference.missing("m", "t_a", SERIES, 3));
    alone.spare();
    assertThat(alone.times()).isEqualTo(Map.of("t_a", List.of(1L)));
    assertThat(alone.columns()).isEqualTo(Map.of("t_a", Map.of(2L, List.of("f", "g"))));
  }

  @Test
  void subtablesOfSeveralSeriesOrWithOtherTagsAreLeftAlone() {
    alone.add(difference(Difference.Kind.TABLE, "t_shared", 1, "", null, "two series"));
    alone.add(extra("t_shared", 1));
    alone.add(extra("t_tags", 1));
    alone.add(extra("t_a", 1));
    // Tags are looked at behind the rows.
    alone.add(difference(Difference.Kind.TAGS, "t_tags", 1, "host", "a", "b"));
    alone.spare();
    assertThat(alone.times()).isEqualTo(Map.of("t_a", List.of(1L)));
    assertThat(untouched).containsExactlyInAnyOrder("t_shared", "t_tags");
  }

  @Test
  void aRowThatLacksAValueKeepsItsOthers() {
    alone.add(value(1, "before", null, "7"));
    alone.add(value(1, "f", "7", null));
    alone.add(value(1, "behind", null, "7"));
    alone.add(value(2, "before", null, "7"));
    alone.spare();
    assertThat(alone.columns()).isEqualTo(Map.of("t_a", Map.of(2L, List.of("before"))));
  }
}
