package io.github.influx2tdengine.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.sink.config.SinkConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each limit of TDengine: what there is a lossless way for is written, and else one row refused.
 */
class SinkLimitsIT {
  private static Harness sink() {
    return new Harness(TestTdengine.jdbcUrl()).with(SinkConfig.DATABASE_OPTIONS, "VGROUPS 1");
  }

  private static List<String> row(String... values) {
    return Arrays.asList(values);
  }

  private static String reason(SinkRecord letter) {
    return (String) letter.headers().lastWithName("influx2tdengine.reason").value();
  }

  private static SeriesBlock one(String measurement, Map<String, String> tags, String... fields) {
    SeriesBlock.Builder block =
        new SeriesBlock.Builder(new SeriesKey(measurement, Tags.of(tags))).row(1);
    for (int i = 0; i < fields.length; i++) {
      block.set(fields[i], i + 0.5);
    }
    return block.build();
  }

  static Stream<Arguments> names() {
    return Stream.of(
            "Ünïcödé ß 漢字 😀",
            "a.b.c",
            "tab\tand space",
            "a`b``c",
            "quo'te\"s",
            "back\\slash\\",
            "%_?*;--/*",
            "select",
            " lead and trail ",
            "😀".repeat(100),
            "n".repeat(1_000))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("names")
  void namesOfAnyBytesAndLengthAreWritten(String name) {
    try (Harness sink = sink().start()) {
      sink.write(
          sink.block(one("m" + name, Map.of("t" + name, "x" + name), "f" + name)),
          sink.block(one("m" + name, Map.of("t" + name, "x" + name), "g" + name)));
      assertThat(sink.context.errors).isEmpty();
      String table = sink.query("SHOW STABLES").get(0).get(0);
      String quoted = "`" + table.replace("`", "``") + "`";
      List<List<String>> rows = sink.query("SELECT * FROM " + quoted);
      assertThat(rows).hasSize(1);
      assertThat(rows.get(0).subList(1, 4)).containsExactly("0.5", "0.5", "x" + name);
    }
  }

  @Test
  void longNamesThatBeginAlikeAreNotMerged() {
    String begin = "long".repeat(100);
    try (Harness sink = sink().start()) {
      sink.write(
          sink.block(one(begin + 1, Map.of(begin + 1, "a", begin + 2, "b"), begin + 1, begin + 2)),
          sink.block(one(begin + 2, Map.of(begin + 1, "a"), begin + 2)));
      assertThat(sink.context.errors).isEmpty();
      assertThat(sink.query("SHOW STABLES")).hasSize(2);
      for (List<String> table : sink.query("SHOW STABLES")) {
        assertThat(sink.query("SELECT COUNT(*) FROM `" + table.get(0) + "`"))
            .containsExactly(row("1"));
      }
    }
  }

  private static Map<String, String> tags(int count) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      tags.put("t" + i, "v" + i);
    }
    return tags;
  }

  @Test
  void moreThan128TagsAreRefusedAndNoFewer() {
    try (Harness sink = sink().start()) {
      sink.write(
          sink.block(one("m", tags(128), "v")),
          sink.block(one("m", tags(129), "v")),
          sink.block(one("m", tags(1), "v")));
      assertThat(sink.query("SELECT COUNT(*) FROM m")).containsExactly(row("2"));
      assertThat(sink.context.deadLetters).hasSize(1);
      assertThat(reason(sink.context.deadLetters.get(0))).isEqualTo("tags");
    }
  }

  private static String[] fields(int count) {
    String[] fields = new String[count];
    for (int i = 0; i < count; i++) {
      fields[i] = "f" + i;
    }
    return fields;
  }

  @Test
  void moreThan4096ColumnsAreRefusedAndNoFewer() {
    try (Harness sink = sink().start()) {
      // With the time and a tag: one more than there may be, and exactly as many.
      sink.write(
          sink.block(one("m", Map.of("t", "1"), fields(4_095))),
          sink.block(one("m", Map.of("t", "2"), fields(4_094))));
      assertThat(sink.query("SELECT t, f0, f4093 FROM m"))
          .containsExactly(row("2", "0.5", "4093.5"));
      assertThat(sink.context.deadLetters).hasSize(1);
      assertThat(reason(sink.context.deadLetters.get(0))).isEqualTo("columns");
    }
  }

  @Test
  void whatFitsNoTableAtAllMakesNoneAndIsRefused() {
    try (Harness sink = sink().start()) {
      sink.write(
          sink.block(one("fields", Map.of("t", "1"), fields(4_095))),
          sink.block(one("tags", tags(129), "v")),
          sink.line("text,t=1 s=\"" + "x".repeat(70_000) + "\" 1"));
      assertThat(sink.query("SHOW STABLES")).isEmpty();
      assertThat(sink.context.deadLetters)
          .extracting(SinkLimitsIT::reason)
          .containsExactlyInAnyOrder("columns", "tags", "text");
    }
  }

  @Test
  void aRowOf64KilobytesIsWrittenAndALongerOneRefused() {
    String half = "x".repeat(32_000);
    try (Harness sink = sink().start()) {
      sink.lines(
          "m,t=1 a=\"" + half + "\",b=\"" + half + "\" 1",
          "m,t=1 a=\"" + half + "\",b=\"" + half + half + "\" 2",
          "m,t=1 a=\"short\" 3");
      assertThat(sink.query("SELECT LENGTH(a), LENGTH(b) FROM m ORDER BY _ts"))
          .containsExactly(row("32000", "32000"), row("5", null));
      assertThat(sink.context.deadLetters).hasSize(1);
      assertThat(reason(sink.context.deadLetters.get(0))).isIn("text", "columns");
    }
  }

  @Test
  void tagsOf16KilobytesAreWrittenAndLongerOnesRefused() {
    // One writer: had a short value come first, the tags would be NCHAR, which cannot become
    // VARCHAR.
    try (Harness sink = sink().with(SinkConfig.WRITERS, "1").start()) {
      sink.lines(
          "m,a=" + "x".repeat(8_000) + ",b=" + "y".repeat(8_000) + " v=1 1",
          "m,a=" + "x".repeat(8_000) + ",b=" + "y".repeat(9_000) + " v=2 1",
          "m,a=x,b=y v=3 1");
      assertThat(sink.query("SELECT v FROM m ORDER BY v")).containsExactly(row("1.0"), row("3.0"));
      assertThat(sink.context.deadLetters).hasSize(1);
      assertThat(reason(sink.context.deadLetters.get(0))).isEqualTo("tags");
    }
  }

  @Test
  void textThatIsTooLongIsCutAtAWholeCharacterWhereToldSo() {
    try (Harness sink = sink().with(SinkConfig.TEXT_OVERFLOW, "truncate").start()) {
      sink.lines("m,t=1 s=\"" + "ß".repeat(50_000) + "\" 1", "m,t=1 s=\"short\",w=1 2");
      List<List<String>> rows = sink.query("SELECT s FROM m ORDER BY _ts");
      assertThat(rows.get(0).get(0)).matches("ß{10000,}");
      assertThat(rows.get(1)).isEqualTo(row("short"));
      assertThat(sink.context.deadLetters).isEmpty();
    }
  }

  @Test
  void emptyTextAndTheLongestTextArrive() {
    try (Harness sink = sink().start()) {
      sink.lines("m,t=1 s=\"\" 1", "m,t=1 s=\"" + "x".repeat(65_000) + "\" 2");
      assertThat(sink.query("SELECT LENGTH(s) FROM m ORDER BY _ts"))
          .containsExactly(row("0"), row("65000"));
    }
  }

  @Test
  void extremeValuesAndTimesArrive() {
    try (Harness sink = sink().with(SinkConfig.DATABASE_OPTIONS, "VGROUPS 1 KEEP 106580").start()) {
      SeriesBlock.Builder block = new SeriesBlock.Builder(new SeriesKey("m", Tags.of("t", "1")));
      block.row(-6_000_000_000_000_000_000L).set("d", Double.NaN).set("n", Long.MIN_VALUE + 1);
      block.row(-1).set("d", Double.NEGATIVE_INFINITY).set("n", Long.MAX_VALUE);
      block.row(0).set("d", Double.MIN_VALUE).setUnsigned("u", -1L);
      block.row(9_200_000_000_000_000_000L).set("d", -0.0).set("n", -1L);
      sink.write(sink.block(block.build()));
      assertThat(sink.context.errors).isEmpty();
      assertThat(sink.query("SELECT CAST(_ts AS BIGINT), n, u FROM m ORDER BY _ts"))
          .containsExactly(
              row("-6000000000000000000", "-9223372036854775807", null),
              row("-1", "9223372036854775807", null),
              row("0", null, "18446744073709551615"),
              row("9200000000000000000", "-1", null));
      assertThat(sink.query("SELECT d FROM m ORDER BY _ts"))
          .containsExactly(row("NaN"), row("-Infinity"), row("4.9E-324"), row("-0.0"));
    }
  }

  /** They count as held until they are reported, and no call reports more than some thousands. */
  @Test
  void manyRefusedRowsFillNeitherMemoryNorTheTimeOfOneCall() {
    try (Harness sink =
        sink().with(SinkConfig.WRITERS, "1").with(SinkConfig.BUFFER_BYTES, "1048576").start()) {
      SinkRecord[] records = new SinkRecord[30];
      for (int i = 0; i < records.length; i++) {
        SeriesBlock.Builder block = new SeriesBlock.Builder(new SeriesKey("m", Tags.of("t", "1")));
        for (int row = 0; row < 1_000; row++) {
          // Beyond the last time there is, by one more nanosecond each.
          block.row(Long.MAX_VALUE - i * 1_000L - row).set("v", 1.5);
        }
        records[i] = sink.block(block.build());
      }
      sink.task.put(List.of(records));
      Awaitility.await()
          .atMost(Duration.ofMinutes(5))
          .pollInterval(Duration.ofMillis(5))
          .until(
              () -> {
                int before = sink.context.deadLetters.size();
                sink.task.put(List.of());
                int after = sink.context.deadLetters.size();
                assertThat(after - before).isLessThanOrEqualTo(4_000);
                assertThat((Long) sink.metric("BufferedBytes"))
                    .isGreaterThanOrEqualTo(after < 30_000 ? 1 : 0);
                return after == 30_000;
              });
      sink.awaitCommitted();
      sink.task.put(List.of());
      assertThat(sink.metric("BufferedBytes")).isEqualTo(0L);
      assertThat(sink.metric("Refused")).isEqualTo(30_000L);
      assertThat(sink.context.paused).isEmpty();
    }
  }

  @Test
  void aDatabaseIsMadeWithTheOptions() {
    try (Harness sink =
        sink().with(SinkConfig.DATABASE_OPTIONS, "VGROUPS 3 KEEP 400 DURATION 20d").start()) {
      assertThat(
              sink.query(
                  "SELECT `vgroups`, `keep`, `duration`, `precision` FROM"
                      + " information_schema.ins_databases WHERE name = '"
                      + sink.database
                      + "'"))
          .containsExactly(row("3", "400d,400d,400d", "20d", "ns"));
    }
  }

  @Test
  void withoutCreationTheErrorIsTheSqlToRun() {
    try (Harness sink = sink().with(SinkConfig.AUTO_CREATE, "false")) {
      assertThatThrownBy(sink::start)
          .hasMessageContaining("run: CREATE DATABASE")
          .hasMessageContaining(sink.database);
      sink.execute("CREATE DATABASE `" + sink.database + "` PRECISION 'ns' KEEP 106580 VGROUPS 1");
      sink.start();
      sink.task.put(List.of(sink.line("m,t=1 f=1.5 1")));
      String[] ddl = new String[1];
      assertThatThrownBy(sink::awaitCommitted)
          .satisfies(
              e -> {
                String said = e.getMessage();
                assertThat(said).contains("auto.create: supertable 'm' is missing; run: ");
                ddl[0] = said.substring(said.indexOf("run: ") + 5);
              });
      // As it stands it can be run, and then the task goes on.
      sink.execute(ddl[0]);
      sink.task.stop();
      sink.start();
      sink.lines("m,t=1 f=2.5 2");
      assertThat(sink.query("SELECT f FROM m")).contains(row("2.5"));
    }
  }
}
