package io.github.influx2tdengine.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SeriesKeyTest {
  @Test
  void sortsTagsByTheirBytesAndDropsEmptyOnes() {
    Tags tags = Tags.of("b", "1", "\uFF61", "2", "😀", "3", "a", "", "B", "4");
    assertThat(tags.names()).containsExactly("B", "b", "\uFF61", "😀");
    assertThat(tags.get("😀")).isEqualTo("3");
    assertThat(tags.get("a")).isNull();
  }

  @Test
  void isTheLineProtocolForm() {
    assertThat(new SeriesKey("cpu", Tags.of("b", "2", "a", "x y"))).hasToString("cpu,a=x\\ y,b=2");
    assertThat(new SeriesKey("nt", Tags.none())).hasToString("nt");
  }

  @Test
  void addedTagsWin() {
    assertThat(Tags.of("a", "1", "b", "2").with(java.util.Map.of("b", "3", "c", "4")))
        .isEqualTo(Tags.of("a", "1", "b", "3", "c", "4"));
  }

  @Test
  void aNameThatLineProtocolCannotExpressIsRefusedWithAWayOut() {
    for (String tag : new String[] {"C:\\", "two\nlines"}) {
      SeriesBlock block =
          new SeriesBlock.Builder(new SeriesKey("m", Tags.of("path", tag)))
              .row(1)
              .set("f", 1L)
              .build();
      assertThatThrownBy(() -> LineWriter.write(block))
          .isInstanceOf(PointFormatException.class)
          .hasMessageContaining("value of tag path")
          .hasMessageContaining("record.format=block");
    }
    SeriesBlock comment =
        new SeriesBlock.Builder(new SeriesKey("#m", Tags.none())).row(1).set("f", 1L).build();
    assertThatThrownBy(() -> LineWriter.write(comment)).hasMessageContaining("measurement '#m'");
  }
}
