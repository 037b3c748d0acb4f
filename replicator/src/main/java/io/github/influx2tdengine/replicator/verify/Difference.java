package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.source.plan.TimeText;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One thing in which the two sides differ.
 *
 * @param subtable the subtable it is in, or should be
 * @param key the series as InfluxDB has it; empty where TDengine alone has the subtable
 * @param time nanoseconds since 1970
 * @param field TDengine's column or the tag; empty where a whole row is meant
 * @param left what InfluxDB has, as text; empty for nothing
 * @param right what TDengine has
 */
public record Difference(
    Kind kind,
    String measurement,
    String subtable,
    Optional<SeriesKey> key,
    long time,
    String field,
    Optional<String> left,
    Optional<String> right) {
  /** Longer values are cut where they are shown to people; JSON has them whole. */
  private static final int SHOWN = 80;

  /** What is wrong. */
  public enum Kind {
    /** TDengine lacks a row that InfluxDB has. */
    MISSING,
    /** TDengine has a row that InfluxDB lacks. */
    EXTRA,
    /** A value of a row is another one, or on one side only. */
    VALUE,
    /** The tags of the subtable are not the series'. */
    TAGS,
    /** Values or series that the tables have no place of their own for. */
    TABLE,
    /** There are not as many values, or subtables, as there should be. */
    COUNT
  }

  static Difference missing(String measurement, String subtable, SeriesKey key, long time) {
    return new Difference(
        Kind.MISSING,
        measurement,
        subtable,
        Optional.of(key),
        time,
        "",
        Optional.empty(),
        Optional.empty());
  }

  static Difference extra(String measurement, String subtable, Optional<SeriesKey> key, long time) {
    return new Difference(
        Kind.EXTRA, measurement, subtable, key, time, "", Optional.empty(), Optional.empty());
  }

  /** The series as line protocol writes it, or the subtable where TDengine alone has it. */
  public String series() {
    return key.map(SeriesKey::toString).orElse("subtable " + subtable);
  }

  /** Whether TDengine has a row or a value where InfluxDB has none. */
  boolean onlyInTdengine() {
    return kind == Kind.EXTRA || kind == Kind.VALUE && left.isEmpty();
  }

  /** Whether writing InfluxDB's points again may mend it. */
  boolean resendable() {
    return key.isPresent() && (kind == Kind.MISSING || kind == Kind.VALUE);
  }

  /** Tells this difference from others, also from the same with another value. */
  long hash() {
    return LongSet.hash(
        kind.name(),
        measurement,
        subtable,
        Long.toString(time),
        field,
        left.map("="::concat).orElse(""),
        right.map("="::concat).orElse(""));
  }

  @Override
  public String toString() {
    String where = series() + " at " + TimeText.format(time);
    return switch (kind) {
      case MISSING -> "missing in TDengine: " + where;
      case EXTRA -> "only in TDengine: " + where;
      case VALUE -> where + ", " + field + ": " + sides();
      case TAGS -> series() + ", tag " + field + ": " + sides();
      case TABLE -> "measurement '" + measurement + "': " + right.orElse("");
      case COUNT -> "measurement '" + measurement + "' from " + span() + ": " + sides();
    };
  }

  private String span() {
    return TimeText.format(time) + (field.isEmpty() ? "" : ", " + field);
  }

  private String sides() {
    return "InfluxDB " + shown(left) + ", TDengine " + shown(right);
  }

  private static String shown(Optional<String> value) {
    if (value.isEmpty()) {
      return "nothing";
    }
    String text = value.get();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", kind.name().toLowerCase(Locale.ROOT));
    json.put("measurement", measurement);
    json.put("series", series());
    json.put("subtable", subtable);
    json.put("time", TimeText.format(time));
    json.put("field", field);
    json.put("influxdb", left.orElse(null));
    json.put("tdengine", right.orElse(null));
    return json;
  }
}
