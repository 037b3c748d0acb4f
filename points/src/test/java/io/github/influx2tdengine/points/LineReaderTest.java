package io.github.influx2tdengine.points;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
  private static Decoded read(String text) {
    return LineReader.read(text, LinePrecision.NS);
  }

  private static SeriesBlock one(String line) {
    Decoded decoded = read(line);
    assertThat(decoded.bad()).isEmpty();
    assertThat(decoded.blocks()).hasSize(1);
    return decoded.blocks().get(0);
  }

  private static Object value(String token) {
    return one("m f=" + token + " 1").columns().get(0).get(0);
  }

  @Test
  void readsEveryType() {
    assertThat(value("1")).isEqualTo(1.0);
    assertThat(value("-1.5e3")).isEqualTo(-1500.0);
    assertThat(value("1.")).isEqualTo(1.0);
    assertThat(value(".5")).isEqualTo(0.5);
    assertThat(value("-9223372036854775808i")).isEqualTo(Long.MIN_VALUE);
    assertThat(value("18446744073709551615u")).isEqualTo(new BigInteger("18446744073709551615"));
    assertThat(value("T")).isEqualTo(true);
    assertThat(value("False")).isEqualTo(false);
    assertThat(value("\"a \\\"b\\\" \\\\ c\\d,=\"")).isEqualTo("a \"b\" \\ c\\d,=");
  }

  @Test
  void undoesTheEscapesOfEachElement() {
    SeriesBlock block = one("my\\ m\\,x=y,tag\\ k\\=1=v\\,\\ \\=w f\\ 1=1i 7");
    assertThat(block.series().measurement()).isEqualTo("my m,x=y");
    assertThat(block.series().tags()).isEqualTo(Tags.of("tag k=1", "v, =w"));
    assertThat(block.columnList()).containsExactly(new Column("f 1", FieldType.INTEGER));
    assertThat(block.series().toString()).isEqualTo("my\\ m\\,x=y,tag\\ k\\=1=v\\,\\ \\=w");
  }

  @Test
  void aBackslashBeforeAnyOtherCharacterIsItself() {
    SeriesBlock block = one("m\\a,p=C:\\dir\\\\,b=2 f=\"\\n\" 7".replace("\\\\,", "x,"));
    assertThat(block.series().measurement()).isEqualTo("m\\a");
    assertThat(block.series().tags().get("p")).isEqualTo("C:\\dirx");
    assertThat(block.columns().get(0).getString(0)).isEqualTo("\\n");
  }

  @Test
  void skipsCommentsAndBlankLinesAndTakesNewlinesInStrings() {
    Decoded decoded = read("# c \"\n\n  \r\nm f=\"a\nb\" 1\r\n#\nm f=\"c\" 2\n");
    assertThat(decoded.bad()).isEmpty();
    assertThat(Rows.of(decoded.blocks()))
        .containsExactly("m 1 {f:string=a\nb}", "m 2 {f:string=c}");
  }

  /** What a line has in common with the one before is not read again: it must not show. */
  @Test
  void linesAreReadAlikeWhateverStandsBeforeThem() {
    List<String> lines =
        List.of(
            "m,t=a a=1,b=2,c=3 1",
            "m,t=a a=1i,b=t,c=\"x\" 2",
            "m,t=a a=1,b=2 3",
            "m,t=a b=1,a=2,c=3,d=4 4",
            "m,t=a a=4,c=5,b=6,d=7 5",
            "m,t=a a=1,b=nonsense,c=3 6",
            "m,t=a a=5,b=2,c=3 7",
            "m,t=a a=1,a=2 8",
            "m,t=a b=1,b=2 9",
            "m,t=ab a=1,b=2 10",
            "m,t=a a=1,ab=2 11",
            "m,t=a\\ b a=1 12",
            "m,t=a  b=2 13",
            "m,t=a a=6,b=2,c=3,a=7 14",
            "m,t=b a=1,b=2,c=3 15",
            "m,t=a a=1,b=2,c=3 16");
    Random random = new Random(5);
    for (int round = 0; round < 300; round++) {
      StringBuilder text = new StringBuilder();
      List<String> alone = new ArrayList<>();
      List<String> oneByOne = new ArrayList<>();
      LineReader reader = new LineReader(LinePrecision.NS);
      int bad = 0;
      for (int i = 0; i < 12; i++) {
        String line = lines.get(random.nextInt(lines.size()));
        text.append(line).append('\n');
        Decoded decoded = read(line);
        bad += decoded.bad().size();
        alone.addAll(Rows.of(decoded.blocks()));
        oneByOne.addAll(Rows.of(reader.read(line).blocks()));
      }
      assertThat(oneByOne).as(text.toString()).isEqualTo(alone);
      Decoded together = read(text.toString());
      assertThat(together.bad()).as(text.toString()).hasSize(bad);
      assertThat(Rows.of(together.blocks()))
          .as(text.toString())
          .containsExactlyInAnyOrderElementsOf(alone);
    }
  }

  @Test
  void linesOfOneSeriesBehindAnothersBadLineStayItsOwn() {
    LineReader reader = new LineReader(LinePrecision.NS);
    Decoded decoded = reader.read("m,t=a f=1 1\nm,t=b f=x 2\nm,t=b f=3 3\nm,t=a f=4 4");
    assertThat(decoded.bad()).hasSize(1);
    assertThat(decoded.blocks())
        .extracting(block -> block.series() + " " + block.rows())
        .containsExactly("m,t=a 2", "m,t=b 1");
    assertThat(reader.read("m,t=a f=5 5").blocks())
        .extracting(block -> block.series() + " " + block.time(0))
        .containsExactly("m,t=a 5");
  }

  @Test
  void refusesTextThatIsNotUnicodeWhereItStands() {
    Decoded decoded =
        read(
            "m,t=\ud800 f=1 1\nm f=\"\udc00\" 2\nm \ud83d=1 3\n\ude00 f=1 4\n"
                + "m,t=\ud83d\ude00 f=\"\ud83d\ude00\" 5");
    assertThat(decoded.bad())
        .hasSize(4)
        .allSatisfy(row -> assertThat(row.reason()).contains("half of a surrogate pair"));
    assertThat(decoded.blocks()).hasSize(1);
  }

  @Test
  void oneBadLineCostsNoOther() {
    Decoded decoded = read("m f=1 1\nm f=oops 2\nm f=\"open 3\nm f=4 4\nm f=5i");
    assertThat(Rows.of(decoded.blocks()).stream().map(row -> row.split(" ")[1]))
        .containsExactly("1", "4");
    assertThat(decoded.bad().stream().map(Decoded.BadRow::value))
        .isEqualTo(List.of("m f=oops 2", "m f=\"open 3", "m f=5i"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m",
        "m ",
        "m f",
        "m f=",
        "m f= 1",
        "m =1 1",
        ",a=b f=1 1",
        "m,a f=1 1",
        "m,a= f=1 1",
        "m,=b f=1 1",
        "m,a=b=c f=1 1",
        "m,a=b,a=c f=1 1",
        "m f=1,f=2 1",
        "m f=1 1 2",
        "m f=1 x",
        "m f=1d 1",
        "m f=0x1p3 1",
        "m f=NaN 1",
        "m f=Infinity 1",
        "m f=1e999 1",
        "m f=1ii 1",
        "m f=9223372036854775808i 1",
        "m f=18446744073709551616u 1",
        "m f=-1u 1",
        "m f=1 9223372036854775808",
        "m f=1, 1",
        "m f=tru 1",
        "m f=\"a\"b 1",
        "m f=1"
      })
  void refusesWhatIsNotLineProtocol(String line) {
    Decoded decoded = read(line);
    assertThat(decoded.blocks()).isEmpty();
    assertThat(decoded.bad()).hasSize(1);
    assertThat(decoded.bad().get(0).value()).isEqualTo(line);
    assertThat(decoded.bad().get(0).reason()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({"NS,1", "US,1000", "MS,1000000", "S,1000000000"})
  void scalesTimes(LinePrecision precision, long nanos) {
    SeriesBlock block = LineReader.read("m f=1 -3", precision).blocks().get(0);
    assertThat(block.time(0)).isEqualTo(-3 * nanos);
    if (precision != LinePrecision.NS) {
      assertThat(LineReader.read("m f=1 9223372036854775807", precision).bad()).hasSize(1);
    }
  }
}
