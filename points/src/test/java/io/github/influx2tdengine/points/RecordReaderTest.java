package io.github.influx2tdengine.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordReaderTest {
  private final RecordReader reader = new RecordReader(LinePrecision.NS);

  @Test
  void bytesMayBeLineProtocol() {
    byte[] line = "m f=1 1".getBytes(StandardCharsets.UTF_8);
    assertThat(Rows.of(reader.read(line).blocks())).hasSize(1);
    assertThat(Rows.of(reader.read(ByteBuffer.wrap(line)).blocks())).hasSize(1);
  }

  @Test
  void bytesThatAreNeitherAreRefused() {
    assertThatThrownBy(() -> reader.read(new byte[] {'m', (byte) 0xff}))
        .isInstanceOf(PointFormatException.class)
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> reader.read(new byte[] {(byte) 0x81, 1}))
        .isInstanceOf(PointFormatException.class);
    assertThatThrownBy(() -> reader.read(42))
        .isInstanceOf(PointFormatException.class)
        .hasMessageContaining("value.converter");
  }

  @Test
  void pointsMayBeMapsOfJsonWithoutSchema() {
    Decoded decoded =
        reader.read(
            List.of(
                Map.of(
                    "measurement",
                    "m",
                    "tags",
                    Map.of("a", "b"),
                    "time",
                    5L,
                    "fields",
                    Map.of("i", 1, "f", 2.5f, "u", new BigDecimal("18446744073709551615"))),
                Map.of("measurement", "m", "time", new Date(7), "fields", Map.of("s", "x"))));
    assertThat(decoded.bad()).isEmpty();
    assertThat(Rows.of(decoded.blocks()))
        .containsExactly(
            "m,a=b 5 {f:float="
                + Double.doubleToRawLongBits(2.5)
                + ", i:integer=1, u:unsigned=18446744073709551615}",
            "m 7000000 {s:string=x}");
  }

  @Test
  void aRowWithTextThatIsNotUtf8CostsNoOtherOfItsBlock() {
    SeriesBlock.Builder block = new SeriesBlock.Builder(new SeriesKey("m", Tags.none()));
    for (int i = 0; i < 3; i++) {
      block.row(i).set("s", "text" + i);
    }
    byte[] message = PackedBlock.pack(block.build()).toMessage();
    String latin = new String(message, StandardCharsets.ISO_8859_1);
    message[latin.indexOf("text1")] = (byte) 0xff;

    Decoded decoded = reader.read(message);
    assertThat(Rows.of(decoded.blocks()))
        .containsExactly("m 0 {s:string=text0}", "m 2 {s:string=text2}");
    assertThat(decoded.bad()).hasSize(1);
    assertThat(decoded.bad().get(0).reason()).contains("m, row 0, field 's'");
    byte[] bad = (byte[]) decoded.bad().get(0).value();
    bad[new String(bad, StandardCharsets.ISO_8859_1).indexOf("ext1") - 1] = 't';
    assertThat(Rows.of(reader.read(bad).blocks())).containsExactly("m 1 {s:string=text1}");
  }

  @Test
  void aBadPointOfAnArrayCostsNoOther() {
    Map<String, Object> good = Map.of("measurement", "m", "time", 5L, "fields", Map.of("i", 1));
    for (Map<String, Object> bad :
        List.<Map<String, Object>>of(
            Map.of("measurement", "m", "time", 5L, "fields", Map.of()),
            Map.of("measurement", "m", "time", 5L),
            Map.of("measurement", "m", "time", "5", "fields", Map.of("i", 1)),
            Map.of("time", 5L, "fields", Map.of("i", 1)),
            Map.of("measurement", "m", "time", 5L, "fields", Map.of("i", new BigDecimal("-1"))),
            Map.of("measurement", "m", "time", 5L, "fields", Map.of("i", new BigDecimal("1.5"))),
            Map.of("measurement", "m", "time", 5L, "fields", Map.of("i", List.of())),
            Map.of(
                "measurement",
                "m",
                "tags",
                Map.of("t", 1),
                "time",
                5L,
                "fields",
                Map.of("i", 1)))) {
      Decoded decoded = reader.read(List.of(good, bad, good));
      assertThat(Rows.of(decoded.blocks())).hasSize(2);
      assertThat(decoded.bad()).hasSize(1);
      assertThat(decoded.bad().get(0).value()).isEqualTo(bad);
    }
  }
}
