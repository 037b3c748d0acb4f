package io.github.influx2tdengine.source.read;

import io.github.influx2tdengine.points.Tags;
import java.util.List;
import java.util.stream.Collectors;

/** The InfluxQL statements that are sent, with every name quoted. */
public final class InfluxQl {
  private InfluxQl() {}

  /** A name as an identifier: in double quotes, with InfluxQL's three escapes. */
  public static String identifier(String name) {
    StringBuilder quoted = new StringBuilder(name.length() + 2).append('"');
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  /** The points of {@code [from, to)}, series by series. */
  public static String selectBySeries(String measurement, String fields, long from, long to) {
    return select(measurement, fields, from, to) + " GROUP BY *";
  }

  /** The same of some series only; of all where {@code series} is empty. */
  public static String selectBySeries(
      String measurement, String fields, long from, long to, List<Tags> series) {
    String some =
        series.isEmpty()
            ? ""
            : series.stream()
                .map(InfluxQl::condition)
                .collect(Collectors.joining(" OR ", " AND (", ")"));
    return select(measurement, fields, from, to) + some + " GROUP BY *";
  }

  /** Holds for the series, and for those that have further tags. */
  private static String condition(Tags tags) {
    StringBuilder condition = new StringBuilder("(");
    tags.forEach(
        (name, value) ->
            condition
                .append(condition.length() == 1 ? "" : " AND ")
                .append(identifier(name))
                .append("::tag = ")
                .append(literal(value)));
    return condition.append(')').toString();
  }

  /** A text in single quotes, with InfluxQL's three escapes. */
  static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
  }

  /** The points of {@code [from, to)} by time, whatever their series. */
  public static String select(String measurement, String columns, long from, long to) {
    return "SELECT "
        + columns
        + " FROM "
        + identifier(measurement)
        + " WHERE time >= "
        + from
        + " AND time < "
        + to;
  }

  /** The first point of {@code [from, to)}. */
  public static String selectFirst(String measurement, String fields, long from, long to) {
    return select(measurement, fields, from, to) + " ORDER BY time ASC LIMIT 1";
  }

  public static String showFieldKeys(String measurement) {
    return "SHOW FIELD KEYS FROM " + identifier(measurement);
  }

  /** The fields of all measurements. */
  public static String showFieldKeys() {
    return "SHOW FIELD KEYS";
  }

  public static String showTagKeys(String measurement) {
    return "SHOW TAG KEYS FROM " + identifier(measurement);
  }

  public static String showMeasurements() {
    return "SHOW MEASUREMENTS";
  }

  public static String showRetentionPolicies(String database) {
    return "SHOW RETENTION POLICIES ON " + identifier(database);
  }

  public static String showSeriesCardinality() {
    return "SHOW SERIES EXACT CARDINALITY";
  }

  static String list(List<String> columns) {
    return columns.stream().collect(Collectors.joining(","));
  }
}
