package io.github.influx2tdengine.replicator.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.points.PackedBlock;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.points.Tags;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordTextTest {
  private final List<String> shown = new ArrayList<>();

  private static byte[] message(String tag) {
    SeriesBlock block =
        new SeriesBlock.Builder(new SeriesKey("m", Tags.of("a", tag)))
            .row(1)
            .set("f", 1.5)
            .set("i", 7L)
            .row(2)
            .set("f", Double.NaN)
            .build();
    return PackedBlock.pack(block).toMessage();
  }

  @Test
  void aBlockIsShownAsLineProtocolUnlessThatCannotExpressIt() {
    SeriesBlock block =
        new SeriesBlock.Builder(new SeriesKey("m", Tags.of("a", "b c")))
            .row(1)
            .set("s", "x\"y")
            .row(2)
            .setUnsigned("u", -1)
            .build();
    assertThat(new RecordText(false, shown::add).show(PackedBlock.pack(block).toMessage()))
        .isTrue();
    assertThat(shown)
        .containsExactly("m,a=b\\ c s=\"x\\\"y\" 1\nm,a=b\\ c u=18446744073709551615u 2");
    shown.clear();
    assertThat(new RecordText(false, shown::add).show(message("ends\\"))).isTrue();
    assertThat(shown)
        .containsExactly(
            "{\"measurement\":\"m\",\"tags\":{\"a\":\"ends\\\\\"},\"time\":1,"
                + "\"fields\":{\"f\":[\"float\",1.5],\"i\":[\"integer\",7]}}",
            "{\"measurement\":\"m\",\"tags\":{\"a\":\"ends\\\\\"},\"time\":2,"
                + "\"fields\":{\"f\":[\"float\",\"NaN\"]}}");
  }

  @Test
  void whatCannotBeReadIsSaidAndTheRestShown() {
    RecordText text = new RecordText(false, shown::add);
    assertThat(text.show("m f=1 5\nnonsense\n".getBytes(StandardCharsets.UTF_8))).isFalse();
    assertThat(shown).hasSize(2);
    assertThat(shown.get(0)).isEqualTo("m f=1.0 5");
    assertThat(shown.get(1)).startsWith("# a point cannot be read:");
    byte[] cut = java.util.Arrays.copyOf(message("b"), 20);
    assertThat(text.show(cut)).isFalse();
    assertThat(shown.get(2)).startsWith("# cannot be read:");
  }
}
