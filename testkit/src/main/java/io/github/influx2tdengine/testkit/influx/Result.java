package io.github.influx2tdengine.testkit.influx;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Part of a statement's answer, as one document of a chunked response carries it.
 *
 * @param partial more of the same statement follows
 */
record Result(int statement, List<RowSet> series, Optional<String> error, boolean partial) {
  /**
   * Rows of one series or listing.
   *
   * @param name empty where InfluxDB gives none
   * @param tags of GROUP BY; absent ones are empty strings, as InfluxDB sends them
   * @param timed the first column is a time in nanoseconds (Long)
   * @param partial the same series goes on in the next document
   */
  record RowSet(
      String name,
      Map<String, String> tags,
      List<String> columns,
      List<Object[]> values,
      boolean timed,
      boolean partial) {
    RowSet withPartial(boolean more) {
      return new RowSet(name, tags, columns, values, timed, more);
    }
  }

  static Result empty(int statement) {
    return new Result(statement, List.of(), Optional.empty(), false);
  }

  static Result error(int statement, String text) {
    return new Result(statement, List.of(), Optional.of(text), false);
  }

  static Result of(int statement, RowSet rows) {
    return new Result(statement, List.of(rows), Optional.empty(), false);
  }

  Result withPartial(boolean more) {
    return new Result(statement, series, error, more);
  }
}
