package io.github.influx2tdengine.source.server;

import com.influxdb.client.BucketsQuery;
import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.domain.BucketRetentionRules;
import io.github.influx2tdengine.source.config.ServerVersion;
import io.github.influx2tdengine.source.config.SourceConfig;
import io.github.influx2tdengine.source.read.Answers;
import io.github.influx2tdengine.source.read.Database;
import io.github.influx2tdengine.source.read.InfluxException;
import io.github.influx2tdengine.source.read.InfluxHttp;
import io.github.influx2tdengine.source.read.InfluxQl;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a bucket keeps its points.
 *
 * @param kept zero for ever; empty where the server does not say
 */
public record Retention(Optional<Duration> kept) {
  private static final Retention UNKNOWN = new Retention(Optional.empty());

  /** As Go writes durations: {@code 168h0m0s}; 0s is for ever. */
  private static final Pattern DURATION = Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m)?(\\d+)s");

  /** Asks the server. */
  public static Retention of(
      SourceConfig config, ServerVersion version, InfluxHttp http, Bucket bucket)
      throws IOException {
    try {
      return switch (version) {
        case V2 -> ofBucket(config);
        case V1 -> ofPolicy(http, bucket);
        default -> {
          // Whether its answer for ever is true of all 3.x is not known.
          Retention said = ofPolicy(http, bucket);
          yield said.kept().filter(Duration.ZERO::equals).isPresent() ? UNKNOWN : said;
        }
      };
    } catch (InfluxException e) {
      if (e.kind() == InfluxException.Kind.TRANSIENT) {
        throw e;
      }
      // A server or a token without this question.
      return UNKNOWN;
    }
  }

  private static Retention ofPolicy(InfluxHttp http, Bucket bucket) throws IOException {
    Database database = bucket.database();
    return new Retention(
        Answers.ask(http, new Database("", ""), InfluxQl.showRetentionPolicies(database.name()))
            .stream()
            .filter(
                row ->
                    database.policy().isEmpty()
                        ? Boolean.TRUE.equals(row.values().get("default"))
                        : row.text("name").equals(database.policy()))
            .findFirst()
            .flatMap(row -> duration(row.text("duration"))));
  }

  /** To InfluxQL a 2.x server says that every bucket keeps its points for ever. */
  private static Retention ofBucket(SourceConfig config) throws IOException {
    try (InfluxDBClient client = ControlPlane.client(config, config.transport())) {
      BucketsQuery query = new BucketsQuery();
      query.setName(config.bucket());
      List<com.influxdb.client.domain.Bucket> found = client.getBucketsApi().findBuckets(query);
      if (found.isEmpty()) {
        return UNKNOWN;
      }
      // Where several organisations have one of that name, the shortest: no more is sure.
      return new Retention(
          Optional.of(
              found.stream()
                  .flatMap(bucket -> bucket.getRetentionRules().stream())
                  .map(BucketRetentionRules::getEverySeconds)
                  .filter(seconds -> seconds != null && seconds > 0)
                  .min(Integer::compare)
                  .map(Duration::ofSeconds)
                  .orElse(Duration.ZERO)));
    } catch (com.influxdb.exceptions.InfluxException e) {
      throw ControlPlane.translate(config, e);
    }
  }

  /** A duration as InfluxQL answers it; empty for what is none. */
  static Optional<Duration> duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofHours(number(matcher.group(1)))
            .plusMinutes(number(matcher.group(2)))
            .plusSeconds(number(matcher.group(3))));
  }

  private static long number(String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /** Whether the server says how long; otherwise nobody can tell what it has dropped. */
  public boolean known() {
    return kept.isPresent();
  }

  /**
   * The time before which the server may have dropped points, in nanoseconds since 1970; the
   * earliest possible where it keeps them for ever or does not say.
   *
   * @param now nanoseconds since 1970
   */
  public long keptFrom(long now) {
    Duration duration = kept.orElse(Duration.ZERO);
    // 106,000 days, or less, are as many nanoseconds as a long holds.
    return duration.isZero() || duration.toDays() > 100_000
        ? Long.MIN_VALUE
        : now - duration.toNanos();
  }
}
