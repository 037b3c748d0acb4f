package io.github.influx2tdengine.sink.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.points.Tags;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static String endpoint(String table, String... tags) {
    return SubtableNames.endpoint().of(table, new SeriesKey(table, Tags.of(tags)));
  }

  @Test
  void subtablesAreNamedAsTheEndpointNamesThem() {
    // Each is t_ and the md5sum of the text in the comment; a real TDengine made the same.
    // cpu,a=x y,b=2
    assertThat(endpoint("cpu", "b", "2", "a", "x y"))
        .isEqualTo("t_444bcea220138e8745d078cda01f0ab2");
    // disk_io,z=1
    assertThat(endpoint("disk_io", "z", "1")).isEqualTo("t_219dd8c9450d8958caf9339d4b715da2");
    // nt
    assertThat(endpoint("nt")).isEqualTo("t_25930e3036f13852cb0b29694bbab611");
    // temp,ort=Köln
    assertThat(endpoint("temp", "ort", "Köln")).isEqualTo("t_9a5d2fbcbc84ab4d6c8589ed38efb05b");
    // sp\ ce,t=1
    assertThat(endpoint("sp ce", "t", "1")).isEqualTo("t_314ccbab22416937c10918b7e7cd6011");
    // co\,m,t=1
    assertThat(endpoint("co,m", "t", "1")).isEqualTo("t_1870622263a2d586841c15022b61cecc");
    // host,aa=2,Bb=3,zz=1,ü=4: the case of letters does not count
    assertThat(endpoint("host", "zz", "1", "aa", "2", "Bb", "3", "ü", "4"))
        .isEqualTo("t_c37e2ed2434a29a05a1813130f9795bd");
    // a_b,t=1, for the measurement a.b too
    assertThat(
            SubtableNames.endpoint()
                .of(Names.supertable("a.b"), new SeriesKey("a.b", Tags.of("t", "1"))))
        .isEqualTo("t_3956d9548f48c912d685f3034c7d71f9");
  }

  @Test
  void seriesThatTheEndpointWouldMixAreKeptApart() {
    // cpu,a=1\,b\=2
    assertThat(endpoint("cpu", "a", "1,b=2")).isEqualTo("t_1e73fb463263de54103884575cece2c2");
    // cpu,a=1,b=2
    assertThat(endpoint("cpu", "a", "1", "b", "2")).isEqualTo("t_c725c32edb579c245ccd5899672e02e7");
  }

  @Test
  void templatesNameSubtables() {
    SeriesKey series = new SeriesKey("cpu", Tags.of("host", "a.b", "dc", "x"));
    assertThat(SubtableNames.template("{measurement}-{tag.host}-{tag.none}").of("cpu", series))
        .isEqualTo("cpu-a_b-");
    // md5 of cpu,dc=x,host=a.b
    assertThat(SubtableNames.template("x_{hash}").of("cpu", series))
        .isEqualTo("x_1e3a59f8253c8d24e68501be425180eb");
    assertThat(SubtableNames.template("{tag.host}").distinct()).isFalse();
    assertThat(SubtableNames.template("{tag.host}{hash}").distinct()).isTrue();
    assertThatThrownBy(() -> SubtableNames.template("{host}")).hasMessageContaining("{tag.NAME}");
    assertThatThrownBy(() -> SubtableNames.template("fixed")).hasMessageContaining("share");
  }

  @Test
  void dotsOfATableNameBecomeUnderscoresAndOtherCharactersStay() {
    assertThat(Names.supertable("a.b c`d/é🚀")).isEqualTo("a_b c`d/é🚀");
    assertThat(Names.column("a.b")).isEqualTo("a.b");
    assertThat(Names.quoted("x`y")).isEqualTo("`x``y`");
  }

  @Test
  void overlongNamesAreCutAndHashed() {
    // md5sum of 200 m's begins 9a556e01; of 70 f's, 362050e7.
    assertThat(Names.supertable("m".repeat(200))).isEqualTo("m".repeat(183) + "_9a556e01");
    assertThat(Names.supertable("m".repeat(192))).isEqualTo("m".repeat(192));
    assertThat(Names.column("f".repeat(70))).isEqualTo("f".repeat(55) + "_362050e7");
    assertThat(Names.column("f".repeat(64))).isEqualTo("f".repeat(64));
  }

  @Test
  void aCutFallsBetweenCharacters() {
    String cut = Names.column("ä".repeat(40));
    assertThat(cut).startsWith("ä".repeat(27) + "_").hasSize(36);
    assertThat(Names.column("🚀".repeat(20))).startsWith("🚀".repeat(13) + "_");
  }
}
