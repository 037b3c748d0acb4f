package io.github.influx2tdengine.testkit.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Data on which copies go wrong: every character that needs an escape, all types with their
 * extremes, fields whose type changed, odd names, absent tags, dense and negative times. Everything
 * in it is accepted by InfluxDB.
 *
 * @param unsigned with unsigned integers, which 2.x knows and 1.x does not
 */
public record HardData(long seed, boolean unsigned) {
  private static final long WEEK = 7 * 86_400_000_000_000L;

  /** 2026-01-05, a Monday and so the beginning of a week's shard. */
  private static final long MONDAY = 1_767_571_200_000_000_000L;

  private static final String ASTRAL = "🦀𝄞";
  private static final String RIGHT_TO_LEFT = "שלום مرحبا";

  private static final List<String> TEXTS =
      List.of(
          " ",
          "",
          "a b",
          "a,b",
          "a=b",
          "a\\b",
          "\\",
          "ends with \\",
          "\\\\",
          "\\\"",
          "\"",
          "'",
          "'; DROP TABLE x; --",
          "`",
          "tab\there",
          "line\nbreak",
          "null",
          "NULL",
          "true",
          "1i",
          "äöüß",
          "数据库",
          RIGHT_TO_LEFT,
          ASTRAL,
          "e\u0301",
          "\u200bzero width\ufeff",
          "\u0001control\u007f");

  /** Texts that can stand outside quotes: not empty, one line, no backslash at the end. */
  private static final List<String> NAMES =
      TEXTS.stream()
          .filter(text -> !text.isBlank() && !text.contains("\n") && !text.endsWith("\\"))
          .filter(text -> text.chars().allMatch(c -> c >= ' ' && c != 127 || c == '\t'))
          .toList();

  private static final List<String> MEASUREMENTS =
      List.of(
          "with.dots.inside",
          "with space",
          "with,comma",
          "with=equals",
          "with\"quote",
          "with'apostrophe",
          "with`backtick",
          "with\\backslash",
          "with/slash",
          "9leading",
          "_underscore",
          "select",
          "MixedCase",
          "mixedcase",
          "数据",
          ASTRAL,
          "long_" + "m".repeat(250));

  private static final List<Double> FLOATS =
      List.of(
          0.0,
          -0.0,
          1.0,
          -1.5,
          0.1,
          1.0 / 3,
          Double.MIN_VALUE,
          -Double.MIN_VALUE,
          Double.MIN_NORMAL,
          2.225073858507201e-308,
          Double.MAX_VALUE,
          -Double.MAX_VALUE,
          9007199254740993.0,
          1e21,
          1e-7,
          123456789.123456789);

  private static final List<Long> INTEGERS =
      List.of(
          0L,
          1L,
          -1L,
          Long.MAX_VALUE,
          Long.MIN_VALUE,
          9007199254740993L,
          -9007199254740993L,
          4294967296L);

  private static final List<Long> UNSIGNED_BITS =
      List.of(0L, 1L, Long.MAX_VALUE, Long.MIN_VALUE, -1L, 9007199254740993L);

  /** All the lines, in the order of no time in particular. */
  public Stream<String> lines() {
    return Stream.of(
            types(),
            names(),
            texts(),
            tags(),
            typeChanged(),
            sameTime(),
            dense(),
            farTimes(),
            random())
        .flatMap(List::stream);
  }

  /** Every extreme of every type, one point each. */
  public List<String> types() {
    List<String> lines = new ArrayList<>();
    long time = MONDAY;
    for (double value : FLOATS) {
      lines.add(point("hard_types", Map.of("kind", "float"), "f", value, time++));
    }
    for (long value : INTEGERS) {
      lines.add(point("hard_types", Map.of("kind", "integer"), "i", value, time++));
    }
    if (unsigned) {
      for (long bits : UNSIGNED_BITS) {
        lines.add(
            point(
                "hard_types",
                Map.of("kind", "unsigned"),
                "u",
                new LineText.Unsigned(bits),
                time++));
      }
    }
    for (boolean value : new boolean[] {true, false}) {
      lines.add(point("hard_types", Map.of("kind", "boolean"), "b", value, time++));
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("f", -0.0);
    all.put("i", Long.MIN_VALUE);
    all.put("b", true);
    all.put("s", "all in one row");
    lines.add(LineText.line("hard_types", Map.of("kind", "all"), all, time));
    return lines;
  }

  /** Measurements, tags and fields with odd names. */
  public List<String> names() {
    List<String> lines = new ArrayList<>();
    long time = MONDAY;
    for (String measurement : MEASUREMENTS) {
      lines.add(point(measurement, Map.of("host", "a"), "value", 1.5, time++));
      lines.add(point(measurement, Map.of("host", "b"), "value", -2.5, time++));
    }
    for (String name : NAMES) {
      lines.add(point("hard_fields", Map.of("host", "a"), name, 1L, time++));
      lines.add(point("hard_tags", Map.of(name, "value"), "value", 1L, time++));
    }
    Map<String, Object> alike = new LinkedHashMap<>();
    alike.put("f", 1.0);
    alike.put("F", 2.0);
    alike.put("f_1", 3.0);
    alike.put("value", 4.0);
    alike.put("_ts", 5.0);
    alike.put("tbname", 6.0);
    alike.put("f" + "x".repeat(100), 7.0);
    lines.add(LineText.line("hard_alike", Map.of("value", "tag and field"), alike, time));
    return lines;
  }

  /** Strings as field values and as tag values, short, odd and long. */
  public List<String> texts() {
    List<String> lines = new ArrayList<>();
    long time = MONDAY;
    for (String text : TEXTS) {
      lines.add(point("hard_texts", Map.of("in", "field"), "s", text, time++));
    }
    for (int length : new int[] {1, 63, 64, 65, 255, 1_000, 16_000}) {
      lines.add(point("hard_texts", Map.of("in", "field"), "s", "x".repeat(length), time++));
      lines.add(
          point("hard_texts", Map.of("in", "field"), "s", "界".repeat(length / 3 + 1), time++));
    }
    for (String name : NAMES) {
      lines.add(point("hard_texts", Map.of("in", "tag", "odd", name), "value", 1.0, time++));
    }
    for (int length : new int[] {64, 255, 1_000}) {
      lines.add(
          point(
              "hard_texts", Map.of("in", "tag", "odd", "y".repeat(length)), "value", 1.0, time++));
    }
    return lines;
  }

  /** Absent tags, and tag sets that look alike when they are joined without escapes. */
  public List<String> tags() {
    return List.of(
        point("hard_sets", Map.of(), "v", 1L, MONDAY),
        point("hard_sets", Map.of("a", "1"), "v", 2L, MONDAY),
        point("hard_sets", Map.of("b", "1"), "v", 3L, MONDAY),
        point("hard_sets", Map.of("a", "1", "b", "1"), "v", 4L, MONDAY),
        point("hard_sets", Map.of("a", "1,b=1"), "v", 5L, MONDAY),
        point("hard_sets", Map.of("a", "1", "A", "1"), "v", 6L, MONDAY));
  }

  /** One field that is an integer, a float, a string and a boolean in different weeks. */
  public List<String> typeChanged() {
    List<String> lines = new ArrayList<>();
    List<Object> values = List.of(9007199254740993L, 1.5, "text", true, -7L, -0.0, "", false);
    for (int week = 0; week < values.size(); week++) {
      for (int i = 0; i < 3; i++) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("f", values.get(week));
        fields.put("steady", (double) week);
        lines.add(
            LineText.line(
                "hard_changed", Map.of("s", "" + i % 2), fields, MONDAY + week * WEEK + i));
      }
    }
    if (unsigned) {
      lines.add(
          point(
              "hard_changed",
              Map.of("s", "0"),
              "f",
              new LineText.Unsigned(-1L),
              MONDAY + values.size() * WEEK));
    }
    return lines;
  }

  /** A thousand series with a point at the same nanosecond. */
  public List<String> sameTime() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      lines.add(point("hard_same_time", Map.of("id", "s" + i), "v", (long) i, MONDAY));
    }
    return lines;
  }

  /** One series with a point every nanosecond. */
  public List<String> dense() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      lines.add(point("hard_dense", Map.of("id", "one"), "v", i / 8.0, MONDAY + i));
    }
    return lines;
  }

  /** Times before 1970, around it, and far away; all within what TDengine's nanoseconds hold. */
  public List<String> farTimes() {
    List<String> lines = new ArrayList<>();
    long[] times = {
      -1L,
      0L,
      1L,
      -86_400_000_000_000L,
      -315_619_200_000_000_000L,
      4_102_444_800_000_000_000L,
      MONDAY - 1,
      MONDAY + WEEK - 1
    };
    for (long time : times) {
      lines.add(point("hard_times", Map.of("id", "one"), "v", 1.0, time));
    }
    return lines;
  }

  /** Points whose fields come and go, at random; the seed decides. */
  public List<String> random() {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      Map<String, String> tags = new LinkedHashMap<>();
      tags.put("host", "h" + random.nextInt(20));
      if (random.nextBoolean()) {
        tags.put("odd", NAMES.get(random.nextInt(NAMES.size())));
      }
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("always", random.nextDouble());
      if (random.nextBoolean()) {
        fields.put("count", random.nextLong());
      }
      if (random.nextInt(3) == 0) {
        fields.put("text", TEXTS.get(random.nextInt(TEXTS.size())));
      }
      if (random.nextInt(5) == 0) {
        fields.put("flag", random.nextBoolean());
      }
      lines.add(LineText.line("hard_random", tags, fields, MONDAY + random.nextLong(2 * WEEK)));
    }
    return lines;
  }

  private static String point(
      String measurement, Map<String, String> tags, String field, Object value, long time) {
    return LineText.line(measurement, tags, Map.of(field, value), time);
  }
}
