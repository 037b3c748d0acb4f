package io.github.influx2tdengine.source.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.source.plan.Window;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadRangeTest {
  @Test
  void namesOfEveryKindComeBack() {
    List<ReadRange> ranges =
        List.of(
            new ReadRange("cpu", new Window(0, 1), Optional.empty()),
            new ReadRange("*", new Window(-5, 7), Optional.of(Tags.none())),
            new ReadRange(
                "a;b c=d/e*%",
                new Window(1, Long.MAX_VALUE),
                Optional.of(Tags.of("k=1;", "v w*", "数", "${x:y} 🦀\n"))));
    assertThat(ReadRange.parse(ReadRange.format(ranges))).isEqualTo(ranges);
  }

  @Test
  void theTextIsReadable() {
    assertThat(
            new ReadRange("cpu", new Window(0, 1_000_000_000), Optional.of(Tags.of("host", "a b")))
                .toString())
        .isEqualTo("1970-01-01T00:00:00.000000000Z/1970-01-01T00:00:01.000000000Z cpu host=a+b");
  }

  @Test
  void whatIsNoRangeIsSaid() {
    for (String wrong : List.of("cpu *", "1970-01-01T00:00:00Z cpu *", "a/b cpu *")) {
      assertThatThrownBy(() -> ReadRange.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(wrong);
    }
    assertThatThrownBy(() -> ReadRange.parse("1970-01-01T00:00:01Z/1970-01-01T00:00:00Z cpu host"))
        .hasMessageContaining("before it begins");
    assertThatThrownBy(() -> ReadRange.parse("1970-01-01T00:00:00Z/1970-01-01T00:00:01Z cpu host"))
        .hasMessageContaining("tag=value");
  }
}
