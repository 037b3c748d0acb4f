package io.github.influx2tdengine.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.influx2tdengine.points.Column;
import io.github.influx2tdengine.points.FieldType;
import io.github.influx2tdengine.points.PackedBlock;
import io.github.influx2tdengine.points.RecordEncoder;
import io.github.influx2tdengine.points.RecordFormat;
import io.github.influx2tdengine.points.RecordValue;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.points.StructFormat;
import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.sink.config.SinkConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What producers send: every form that is one is written, and whatever is none is refused. */
class SinkInputIT {
  private static final long TIME = 1_600_000_000_000_000_000L;

  private static Harness sink() {
    return new Harness(TestTdengine.jdbcUrl()).with(SinkConfig.DATABASE_OPTIONS, "VGROUPS 1");
  }

  private static List<String> row(String... values) {
    return Arrays.asList(values);
  }

  private static SeriesBlock block(int rows) {
    SeriesBlock.Builder block = new SeriesBlock.Builder(new SeriesKey("m", Tags.of("t", "1")));
    for (int i = 0; i < rows; i++) {
      block.row(TIME + i).set("v", i + 0.5).set("n", (long) i).setUnsigned("u", -1L - i);
    }
    return block.build();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void everyFormatArrives(RecordFormat format, int pointsInARecord) {
    try (Harness sink = sink().start()) {
      for (RecordValue value :
          new RecordEncoder(format, pointsInARecord, 1 << 20).encode(PackedBlock.pack(block(5)))) {
        sink.task.put(List.of(sink.record(value.schema(), value.value())));
      }
      sink.awaitCommitted();
      assertThat(sink.query("SELECT COUNT(*), SUM(v), SUM(n), MAX(u), MIN(u) FROM m"))
          .containsExactly(row("5", "12.5", "10", "18446744073709551615", "18446744073709551611"));
      assertThat(sink.context.deadLetters).isEmpty();
    }
  }

  static Stream<Arguments> formats() {
    return Stream.of(RecordFormat.values())
        .flatMap(format -> Stream.of(1, 2, 1000).map(points -> Arguments.of(format, points)));
  }

  /**
   * As `[[outputs.kafka]]` with `data_format = "influx"` sends them: several, a line break each.
   */
  @Test
  void telegrafsLinesArriveAsTextAndAsBytes() {
    String lines =
        "cpu,cpu=cpu0,host=a usage_idle=98.1,usage_user=1i "
            + TIME
            + "\n"
            + "cpu,cpu=cpu1,host=a usage_idle=97 "
            + TIME
            + "\n";
    byte[] bytes = lines.replace("host=a", "host=b").getBytes(StandardCharsets.UTF_8);
    byte[] more = lines.replace("host=a", "host=c").getBytes(StandardCharsets.UTF_8);
    try (Harness sink = sink().start()) {
      sink.write(
          sink.line(lines),
          sink.record(Schema.BYTES_SCHEMA, bytes),
          sink.record(Schema.BYTES_SCHEMA, ByteBuffer.wrap(more)));
      assertThat(sink.query("SELECT COUNT(*), COUNT(usage_user) FROM cpu"))
          .containsExactly(row("6", "3"));
      assertThat(sink.context.deadLetters).isEmpty();
    }
  }

  @Test
  void structsOfJsonWithoutSchemaArrive() {
    try (Harness sink = sink().start()) {
      sink.write(
          sink.record(
              null,
              Map.of(
                  "measurement",
                  "m",
                  "tags",
                  Map.of("t", "1"),
                  "time",
                  TIME,
                  "fields",
                  Map.of("v", 1.5, "s", "x"))));
      assertThat(sink.query("SELECT v, s, t FROM m")).containsExactly(row("1.5", "x", "1"));
    }
  }

  private static Map<String, Object> jsonPoint(
      String measurement, String tag, String value, String field, String text) {
    return Map.of(
        "measurement",
        measurement,
        "tags",
        Map.of(tag, value),
        "time",
        TIME,
        "fields",
        Map.of(field, text));
  }

  /** JSON can escape half of a pair. A whole pair is a character like any other. */
  @Test
  void textThatUtf8CannotHoldIsRefusedAlone() {
    String half = "\ud800x";
    List<Map<String, Object>> bad =
        List.of(
            jsonPoint(half, "t", "1", "s", "x"),
            jsonPoint("m", half, "1", "s", "x"),
            jsonPoint("m", "t", half, "s", "x"),
            jsonPoint("m", "t", "1", half, "x"),
            jsonPoint("m", "t", "1", "s", half));
    try (Harness sink = sink().start()) {
      for (Map<String, Object> point : bad) {
        sink.write(sink.record(null, point));
      }
      sink.write(
          sink.record(null, List.of(jsonPoint("m", "t", "1", "s", "\ud83d\ude00"), bad.get(4))),
          sink.line("m,t=1 s=\"" + half + "\" 7"));
      assertThat(sink.query("SELECT s FROM m")).containsExactly(row("\ud83d\ude00"));
      assertThat(sink.query("SHOW STABLES")).containsExactly(row("m"));
      List<Object> refused = new ArrayList<>(bad);
      refused.add(bad.get(4));
      refused.add("m,t=1 s=\"" + half + "\" 7");
      assertThat(sink.context.deadLetters)
          .extracting(SinkRecord::value)
          .containsExactlyElementsOf(refused);
      assertThat(sink.context.deadLetters)
          .allSatisfy(
              letter ->
                  assertThat(letter.headers().lastWithName("influx2tdengine.reason").value())
                      .isEqualTo("format"));
    }
  }

  @Test
  void linesOfACoarsePrecisionAreWrittenAndGoToTheDeadLettersInIt() {
    try (Harness sink = sink().with(SinkConfig.LINE_PRECISION, "s").start()) {
      sink.lines("m,t=1 v=1 1600000000", "m,t=1 v=2 9223372000");
      assertThat(sink.query("SELECT CAST(_ts AS BIGINT), v FROM m"))
          .containsExactly(row("1600000000000000000", "1.0"));
      assertThat(sink.context.deadLetters)
          .extracting(SinkRecord::value)
          .containsExactly("m,t=1 v=2.0 9223372000");
    }
  }

  /** Nanoseconds read as seconds are beyond every time there is: refused, not wrapped around. */
  @Test
  void timesInTheWrongPrecisionAreRefused() {
    try (Harness sink = sink().with(SinkConfig.LINE_PRECISION, "s").start()) {
      sink.lines("m,t=1 v=1 " + TIME);
      assertThat(sink.exists("m")).isFalse();
      assertThat(sink.context.deadLetters)
          .extracting(SinkRecord::value)
          .containsExactly("m,t=1 v=1 " + TIME);
    }
  }

  @Test
  void tombstonesAreSkippedAndCounted() {
    try (Harness sink = sink().start()) {
      sink.write(sink.record(null, null), sink.line("m,t=1 v=1 1"), sink.record(null, null));
      assertThat(sink.metric("Tombstones")).isEqualTo(2L);
      assertThat(sink.metric("Rows")).isEqualTo(1L);
      assertThat(sink.context.deadLetters).isEmpty();
    }
  }

  @Test
  void aKeyOfAnyTypeIsOfNoMatter() {
    try (Harness sink = sink().start()) {
      SinkRecord[] records = {
        new SinkRecord(
            Harness.TOPIC, 0, Schema.INT32_SCHEMA, 7, Schema.STRING_SCHEMA, "m,t=1 v=1 1", 0),
        new SinkRecord(Harness.TOPIC, 0, null, null, Schema.STRING_SCHEMA, "m,t=1 v=1 2", 1),
        new SinkRecord(
            Harness.TOPIC, 0, null, new byte[] {-1}, Schema.STRING_SCHEMA, "m,t=1 v= 3", 2)
      };
      sink.task.put(List.of(records));
      sink.awaitCommitted(3);
      assertThat(sink.query("SELECT COUNT(*) FROM m")).containsExactly(row("2"));
      assertThat(sink.context.deadLetters).hasSize(1);
      assertThat(sink.context.deadLetters.get(0).key()).isEqualTo(new byte[] {-1});
    }
  }

  private static Struct otherShape() {
    Schema schema = SchemaBuilder.struct().field("name", Schema.STRING_SCHEMA).build();
    return new Struct(schema).put("name", "m");
  }

  private static byte[] otherVersion() {
    byte[] bytes = PackedBlock.pack(block(1)).toMessage();
    // The map's first entry is "v" and the version, a byte each after the map's own.
    assertThat(bytes[1]).isEqualTo((byte) 0xa1);
    assertThat(bytes[2]).isEqualTo((byte) 'v');
    bytes[3] = 99;
    return bytes;
  }

  private static Struct withoutValues() {
    Schema schema = StructFormat.pointSchema(List.of(new Column("v", FieldType.FLOAT)));
    return new Struct(schema)
        .put("measurement", "m")
        .put("tags", Map.of())
        .put("time", 1L)
        .put("fields", new Struct(schema.field("fields").schema()));
  }

  static Stream<Arguments> nonsense() {
    byte[] cut = Arrays.copyOf(PackedBlock.pack(block(3)).toMessage(), 40);
    return Stream.of(
        Arguments.of("not line protocol", Schema.STRING_SCHEMA, "not line protocol"),
        Arguments.of("an empty text", Schema.STRING_SCHEMA, "m,t=1"),
        Arguments.of("JSON text", Schema.STRING_SCHEMA, "{\"measurement\":\"m\"}"),
        Arguments.of("a number", Schema.INT64_SCHEMA, 5L),
        Arguments.of("a Struct of another shape", otherShape().schema(), otherShape()),
        Arguments.of("a Struct without values", withoutValues().schema(), withoutValues()),
        Arguments.of("a block of another version", Schema.BYTES_SCHEMA, otherVersion()),
        Arguments.of("a block cut short", Schema.BYTES_SCHEMA, cut),
        Arguments.of("a map that is no block", Schema.BYTES_SCHEMA, new byte[] {(byte) 0x81, 1, 1}),
        Arguments.of("not UTF-8", Schema.BYTES_SCHEMA, new byte[] {'m', ' ', (byte) 0xff, '=', 1}),
        Arguments.of("a map of another shape", null, Map.of("a", 1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nonsense")
  void whatIsNoPointGoesToTheDeadLettersAsItCame(String what, Schema schema, Object value) {
    try (Harness sink = sink().start()) {
      sink.write(sink.line("m,t=1 v=1 1"), sink.record(schema, value), sink.line("m,t=1 v=1 2"));
      assertThat(sink.query("SELECT COUNT(*) FROM m")).containsExactly(row("2"));
      assertThat(sink.context.deadLetters).hasSize(1);
      SinkRecord letter = sink.context.deadLetters.get(0);
      assertThat(letter.value()).isEqualTo(value);
      assertThat(letter.headers().lastWithName("influx2tdengine.reason").value())
          .isEqualTo("format");
      assertThat(letter.headers().lastWithName("influx2tdengine.offset").value()).isEqualTo("1");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nonsense")
  void withoutDeadLettersItFailsTheTaskWithCoordinates(String what, Schema schema, Object value) {
    try (Harness sink = sink()) {
      sink.context.tolerant = false;
      sink.start();
      SinkRecord good = sink.line("m,t=1 v=1 1");
      SinkRecord bad = sink.record(schema, value);
      assertThatThrownBy(
              () -> {
                sink.task.put(List.of(good, bad));
                sink.awaitCommitted();
              })
          .hasMessageContaining("topic 'influx.test' partition 0 offset 1");
    }
  }
}
