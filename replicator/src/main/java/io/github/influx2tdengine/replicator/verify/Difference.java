package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.source.plan.TimeText;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing in which the two sides differ.
 *
 * @param series the series as line protocol writes it, or the subtable where TDengine alone has it
 * @param time nanoseconds since 1970
 * @param field the field or TDengine's column; empty where a whole row is meant
 * @param left what InfluxDB has, as text; empty for nothing
 * @param right what TDengine has
 */
public record Difference(
    Kind kind,
    String measurement,
    String series,
    long time,
    String field,
    String left,
    String right) {
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
    /** A table or column that the values would be in is not there. */
    TABLE
  }

  @Override
  public String toString() {
    String where = series + " at " + TimeText.format(time);
    return switch (kind) {
      case MISSING -> "missing in TDengine: " + where;
      case EXTRA -> "only in TDengine: " + where;
      case VALUE ->
          where + ", " + field + ": InfluxDB " + shown(left) + ", TDengine " + shown(right);
      case TAGS ->
          series + ", tag " + field + ": InfluxDB " + shown(left) + ", TDengine " + shown(right);
      case TABLE -> "measurement '" + measurement + "': " + right;
    };
  }

  private static String shown(String value) {
    if (value.isEmpty()) {
      return "nothing";
    }
    return value.length() <= 80 ? value : value.substring(0, 80) + "…";
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", kind.name().toLowerCase(java.util.Locale.ROOT));
    json.put("measurement", measurement);
    json.put("series", series);
    json.put("time", TimeText.format(time));
    json.put("field", field);
    json.put("influxdb", left);
    json.put("tdengine", right);
    return json;
  }
}
