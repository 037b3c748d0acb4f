package io.github.influx2tdengine.source.server;

import io.github.influx2tdengine.source.read.Answers;
import io.github.influx2tdengine.source.read.Database;
import io.github.influx2tdengine.source.read.InfluxException;
import io.github.influx2tdengine.source.read.InfluxHttp;
import io.github.influx2tdengine.source.read.InfluxQl;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a bucket keeps its points. */
public final class Retention {
  /** As Go writes durations: {@code 168h0m0s}; 0s is for ever. */
  private static final Pattern DURATION = Pattern.compile("(\\d+)h(\\d+)m(\\d+)s");

  private Retention() {}

  /**
   * The time before which the server may have dropped points; empty where it keeps them for ever or
   * does not say.
   *
   * @param nowMillis milliseconds since 1970
   */
  public static OptionalLong keptFrom(InfluxHttp http, Bucket bucket, long nowMillis)
      throws IOException {
    Database database = bucket.database();
    List<Answers.Row> policies;
    try {
      policies =
          Answers.ask(http, new Database("", ""), InfluxQl.showRetentionPolicies(database.name()));
    } catch (InfluxException e) {
      if (e.kind() == InfluxException.Kind.TRANSIENT) {
        throw e;
      }
      // A server or a token without this statement: nothing is known to be dropped.
      return OptionalLong.empty();
    }
    return policies.stream()
        .filter(
            row ->
                database.policy().isEmpty()
                    ? Boolean.TRUE.equals(row.values().get("default"))
                    : row.text("name").equals(database.policy()))
        .map(row -> seconds(row.text("duration")))
        .filter(seconds -> seconds > 0)
        .findFirst()
        .map(seconds -> OptionalLong.of((nowMillis / 1_000 - seconds) * 1_000_000_000L))
        .orElseGet(OptionalLong::empty);
  }

  /** Seconds of a duration; 0 for ever, and for what is none. */
  static long seconds(String duration) {
    Matcher matcher = DURATION.matcher(duration);
    return matcher.matches()
        ? Long.parseLong(matcher.group(1)) * 3_600
            + Long.parseLong(matcher.group(2)) * 60
            + Long.parseLong(matcher.group(3))
        : 0;
  }
}
