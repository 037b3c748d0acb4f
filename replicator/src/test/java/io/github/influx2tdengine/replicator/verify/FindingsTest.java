package io.github.influx2tdengine.replicator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.source.config.ReadRange;
import io.github.influx2tdengine.source.plan.Window;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private static final SeriesKey A = new SeriesKey("m", Tags.of("host", "a", "site", "plant7"));

  private static SeriesKey series(int i) {
    return new SeriesKey("m", Tags.of("host", "h" + i));
  }

  private static Difference value(String left, String right) {
    return new Difference(
        Difference.Kind.VALUE,
        "m",
        "t",
        Optional.of(A),
        5,
        "f",
        Optional.ofNullable(left),
        Optional.ofNullable(right));
  }

  @Test
  void anotherValueIsAnotherDifferenceAndNothingIsNotTheEmptyText() {
    Findings findings = new Findings();
    findings.add(value("1", "2"));
    assertThat(findings.had(value("1", "2"))).isTrue();
    assertThat(findings.had(value("1", "3"))).isFalse();
    assertThat(value("", "2").hash()).isNotEqualTo(value(null, "2").hash());
  }

  @Test
  void fewRowsAreSentAgainOneByOneWithoutTheTagsThatWereAdded() {
    Findings findings = new Findings();
    findings.add(value("1", "2"));
    findings.add(Difference.missing("m", "t", A, 9));
    findings.add(Difference.extra("m", "t_other", Optional.empty(), 20));
    RepairPlan plan = new RepairPlan();
    plan.add("m", findings);
    Optional<Tags> own = Optional.of(Tags.of("host", "a"));
    assertThat(plan.ranges(10, 10_000, Set.of("site")))
        .containsExactly(
            new ReadRange("m", new Window(5, 6), own), new ReadRange("m", new Window(9, 10), own));
    assertThat(findings.span()).isEqualTo(new Window(5, 21));
    assertThat(findings.onlyInTdengine()).isTrue();
  }

  @Test
  void manyRowsAreSentAgainAsOneStretch() {
    Findings findings = new Findings();
    for (int i = 0; i < 5_000; i++) {
      findings.add(Difference.missing("m", "t" + i, series(i), i));
    }
    assertThat(findings.toSend())
        .containsExactly(new Findings.Stretch(new Window(0, 5_000), Set.of()));
    assertThat(findings.count()).isEqualTo(5_000);
  }

  @Test
  void moreStretchesThanOneSettingTakesBecomeLongerOnes() {
    RepairPlan plan = new RepairPlan();
    for (int i = 0; i < 100; i++) {
      Findings findings = new Findings();
      findings.add(Difference.missing("m", "t", A, 10L * i));
      plan.add("m", findings);
    }
    List<ReadRange> ranges = plan.ranges(10, 10_000, Set.of());
    assertThat(ranges).hasSize(10);
    for (int i = 0; i < 100; i++) {
      long time = 10L * i;
      assertThat(ranges)
          .anyMatch(range -> range.window().from() <= time && time < range.window().to());
    }
  }

  @Test
  void moreBytesThanOneSettingTakesBecomeWholeStretches() {
    SeriesKey wordy = new SeriesKey("m", Tags.of("host", "x".repeat(5_000)));
    RepairPlan plan = new RepairPlan();
    for (int i = 0; i < 100; i++) {
      Findings findings = new Findings();
      findings.add(Difference.missing("m", "t", wordy, 10L * i));
      plan.add("m", findings);
    }
    List<ReadRange> ranges = plan.ranges(1_000, 256 << 10, Set.of());
    assertThat(ranges).hasSize(100).allMatch(range -> range.series().isEmpty());
    List<ReadRange> fewer = plan.ranges(1_000, 5_000, Set.of());
    assertThat(fewer)
        .hasSize(50)
        .first()
        .isEqualTo(new ReadRange("m", new Window(0, 11), Optional.empty()));
    assertThat(ReadRange.format(fewer)).hasSizeLessThanOrEqualTo(5_000);
  }

  @Test
  void aSetOfHashesKeepsEachOnce() {
    LongSet set = new LongSet();
    for (int round = 0; round < 2; round++) {
      for (long i = -5_000; i < 5_000; i++) {
        assertThat(set.add(i)).isEqualTo(round == 0);
      }
    }
    assertThat(set.size()).isEqualTo(10_000);
    assertThat(set.contains(0)).isTrue();
    assertThat(set.contains(5_000)).isFalse();
    assertThat(LongSet.hash("a", "bc")).isNotEqualTo(LongSet.hash("ab", "c"));
  }
}
