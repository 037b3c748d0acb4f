package io.github.influx2tdengine.testkit.influx;

import io.github.influx2tdengine.points.FieldType;
import java.util.List;
import java.util.Optional;

/** InfluxQL statements that the stand-in knows, as values. Made by {@link InfluxQlParser}. */
final class InfluxQl {
  private InfluxQl() {}

  /** A query that InfluxDB does not parse, or that this stand-in does not know. */
  static final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SyntaxException(String message) {
      super(message);
    }
  }

  sealed interface Statement
      permits Select,
          ShowDatabases,
          ShowPolicies,
          ShowMeasurements,
          ShowFieldKeys,
          ShowTagKeys,
          ShowTagValues,
          ShowSeries,
          ShowCardinality,
          CreateDatabase,
          DropDatabase,
          CreatePolicy,
          AlterPolicy,
          Delete,
          DropMeasurement,
          Administration {}

  /** Parts may be empty: {@code "db"."rp"."measurement"}. */
  record Source(String database, String policy, String measurement) {}

  /** What one column selects; {@code function} is empty for raw values. */
  sealed interface Selected permits Wildcard, Named {
    String function();
  }

  /** {@code *}, {@code *::field}, {@code *::tag}; {@code of} is field, tag or empty. */
  record Wildcard(String function, String of) implements Selected {}

  /**
   * A field or tag.
   *
   * @param asTag asked for as {@code ::tag}
   * @param type asked for by name, if so
   * @param alias of {@code AS}, or empty
   */
  record Named(String function, String name, boolean asTag, Optional<FieldType> type, String alias)
      implements Selected {}

  enum Fill {
    NULL,
    NONE,
    PREVIOUS,
    NUMBER
  }

  /**
   * @param allTags GROUP BY *
   * @param tags GROUP BY names
   * @param interval GROUP BY time(interval), nanoseconds; 0 where not asked
   */
  record Grouping(
      boolean allTags, List<String> tags, long interval, long shift, Fill fill, double fillNumber) {
    boolean any() {
      return allTags || !tags.isEmpty();
    }
  }

  record Select(
      List<Selected> selected,
      Source source,
      Condition where,
      Grouping grouping,
      boolean descending,
      long limit,
      long offset)
      implements Statement {}

  record ShowDatabases() implements Statement {}

  record ShowPolicies(String database) implements Statement {}

  /** {@code policy} of {@code ON db.rp}, which only 2.x knows; else empty. */
  record ShowMeasurements(
      String database, String policy, Optional<Condition> where, long limit, long offset)
      implements Statement {}

  record ShowFieldKeys(String database, Optional<Source> from) implements Statement {}

  record ShowTagKeys(String database, Optional<Source> from) implements Statement {}

  record ShowTagValues(String database, Optional<Source> from, String key) implements Statement {}

  record ShowSeries(
      String database, Optional<Source> from, Condition where, long limit, long offset)
      implements Statement {}

  record ShowCardinality(String database, Optional<Source> from, boolean exact)
      implements Statement {}

  /** Durations in nanoseconds, 0 where not given. */
  record CreateDatabase(String name, String policy, long duration, long shardDuration)
      implements Statement {}

  record DropDatabase(String name) implements Statement {}

  record CreatePolicy(
      String database, String name, long duration, long shardDuration, boolean isDefault)
      implements Statement {}

  record AlterPolicy(
      String database, String name, long duration, long shardDuration, boolean isDefault)
      implements Statement {}

  record Delete(Source from, Condition where) implements Statement {}

  record DropMeasurement(String name) implements Statement {}

  /** Known by name only: accepted without effect, or not implemented, by version. */
  record Administration(String name) implements Statement {}

  /**
   * The WHERE clause: an inclusive range of time and a predicate on tags and fields.
   *
   * @param min first nanosecond, {@link Long#MIN_VALUE} where open
   * @param max last nanosecond, {@link Long#MAX_VALUE} where open
   */
  record Condition(long min, long max, Predicate predicate) {
    static final Condition NONE = new Condition(Long.MIN_VALUE, Long.MAX_VALUE, row -> true);

    boolean lowerBound() {
      return min != Long.MIN_VALUE;
    }
  }

  /** Looks a tag or field up by name; null where the row has neither. */
  interface Row {
    Object value(String name);
  }

  interface Predicate {
    boolean test(Row row);
  }
}
