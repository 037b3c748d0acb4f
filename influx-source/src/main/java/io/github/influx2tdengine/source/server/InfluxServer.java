package io.github.influx2tdengine.source.server;

import io.github.influx2tdengine.source.config.ServerVersion;
import io.github.influx2tdengine.source.config.SourceConfig;
import io.github.influx2tdengine.source.config.Transport;
import io.github.influx2tdengine.source.read.Answers;
import io.github.influx2tdengine.source.read.Database;
import io.github.influx2tdengine.source.read.InfluxException;
import io.github.influx2tdengine.source.read.InfluxException.Kind;
import io.github.influx2tdengine.source.read.InfluxHttp;
import io.github.influx2tdengine.source.read.InfluxQl;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server that answers, and what is asked of it before and beside reading. */
public final class InfluxServer implements AutoCloseable {
  /** Whoever sets up a connector wants to hear within half a minute what is wrong. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SourceConfig config;
  private final Transport transport;
  private final InfluxHttp http;
  private final ServerVersion version;

  private InfluxServer(
      SourceConfig config, Transport transport, InfluxHttp http, ServerVersion version) {
    this.config = config;
    this.transport = transport;
    this.http = http;
    this.version = version;
  }

  /**
   * Finds out whether InfluxDB answers, and which version.
   *
   * @throws InfluxException when it does not; the message says what to check
   */
  public static InfluxServer connect(SourceConfig config) throws IOException {
    return connect(config, PATIENCE);
  }

  /** As {@link #connect(SourceConfig)}, waiting no longer than this for each answer. */
  static InfluxServer connect(SourceConfig config, Duration patience) throws IOException {
    Transport transport = config.transport().atMost(patience);
    InfluxHttp http = new InfluxHttp(config.url(), transport, Credentials.authorization(config));
    try {
      return new InfluxServer(config, transport, http, version(config, http.ping()));
    } catch (IOException | RuntimeException e) {
      http.close();
      throw e;
    }
  }

  private static ServerVersion version(SourceConfig config, HttpResponse<String> ping)
      throws InfluxException {
    Optional<String> header = ping.headers().firstValue("X-Influxdb-Version");
    if (header.isEmpty() && ping.statusCode() / 100 != 2 && ping.statusCode() != 401) {
      throw new InfluxException(
          Kind.UNEXPECTED,
          config.url()
              + " answered /ping with HTTP "
              + ping.statusCode()
              + " and without InfluxDB's version; is it InfluxDB's HTTP port?");
    }
    if (config.version() != ServerVersion.AUTO) {
      return config.version();
    }
    return header
        .flatMap(ServerVersion::ofHeader)
        .orElseThrow(
            () ->
                new InfluxException(
                    Kind.UNEXPECTED,
                    config.url()
                        + " does not say which version of InfluxDB it is"
                        + header.map(text -> " that is known (it says '" + text + "')").orElse("")
                        + "; set influxdb.version to 1, 2 or 3"));
  }

  public ServerVersion version() {
    return version;
  }

  /**
   * The bucket, with the retention policy where a 1.x bucket names none.
   *
   * @throws InfluxException of kind MISSING when there is none, CREDENTIALS when it may not be read
   */
  public Bucket bucket() throws IOException {
    return switch (version) {
      case V1 -> policy();
      case V2 -> new Mappings(config, transport, http).bucket();
      default -> database();
    };
  }

  private Bucket policy() throws IOException {
    String bucket = config.bucket();
    // A database may have a slash in its name, so the whole is tried first.
    List<Answers.Row> policies = policies(bucket);
    int slash = bucket.lastIndexOf('/');
    if (!policies.isEmpty()) {
      String name =
          policies.stream()
              .filter(row -> Boolean.TRUE.equals(row.values().get("default")))
              .map(row -> row.text("name"))
              .findFirst()
              .orElseThrow(
                  () ->
                      new InfluxException(
                          Kind.MISSING,
                          "database '"
                              + bucket
                              + "' has no default retention policy; set bucket to database/policy,"
                              + " one of "
                              + names(policies)));
      return new Bucket(bucket + "/" + name, new Database(bucket, name), true);
    }
    if (slash > 0) {
      String database = bucket.substring(0, slash);
      String policy = bucket.substring(slash + 1);
      List<Answers.Row> found = policies(database);
      if (found.stream().anyMatch(row -> row.text("name").equals(policy))) {
        return new Bucket(bucket, new Database(database, policy), true);
      }
      if (!found.isEmpty()) {
        throw new InfluxException(
            Kind.MISSING,
            "database '"
                + database
                + "' has no retention policy '"
                + policy
                + "'; it has "
                + names(found));
      }
    }
    throw new InfluxException(
        Kind.MISSING,
        "database '"
            + (slash > 0 ? bucket.substring(0, slash) : bucket)
            + "' does not exist on "
            + config.url()
            + ", or may not be read by this user");
  }

  private static List<String> names(List<Answers.Row> policies) {
    return policies.stream().map(row -> row.text("name")).toList();
  }

  /** The retention policies of a database; empty where there is no such database. */
  private List<Answers.Row> policies(String database) throws IOException {
    try {
      return Answers.ask(http, new Database("", ""), InfluxQl.showRetentionPolicies(database));
    } catch (InfluxException e) {
      if (e.kind() == Kind.MISSING) {
        return List.of();
      }
      throw e;
    }
  }

  private Bucket database() throws IOException {
    Database database = new Database(config.bucket(), "");
    Answers.ask(http, database, InfluxQl.showMeasurements());
    return new Bucket(config.bucket(), database, true);
  }

  /**
   * All measurements of the bucket, in the server's order; on 1.x of its database, whatever the
   * policy.
   */
  public List<String> measurements(Bucket bucket) throws IOException {
    if (!bucket.byDefault()) {
      return Answers.ask(http, bucket.database(), InfluxQl.showFieldKeys()).stream()
          .map(Answers.Row::series)
          .distinct()
          .toList();
    }
    return Answers.ask(http, bucket.database(), InfluxQl.showMeasurements()).stream()
        .map(row -> row.text("name"))
        .distinct()
        .toList();
  }

  /** Whether the bucket has a measurement of that name; {@code measurements} may list others. */
  public boolean hasMeasurement(Bucket bucket, String measurement) throws IOException {
    return !Answers.ask(http, bucket.database(), InfluxQl.showFieldKeys(measurement)).isEmpty();
  }

  /** How many series each measurement has; without those that the server does not tell. */
  public Map<String, Long> seriesCounts(Bucket bucket) throws IOException {
    Map<String, Long> counts = new HashMap<>();
    for (Answers.Row row : Answers.ask(http, bucket.database(), InfluxQl.showSeriesCardinality())) {
      if (row.values().get("count") instanceof Long count) {
        counts.put(row.series(), count);
      }
    }
    return counts;
  }

  /** The buckets, or databases, that these credentials may see. */
  public List<String> buckets() throws IOException {
    if (version == ServerVersion.V2) {
      return new Mappings(config, transport, http).bucketNames();
    }
    return new ArrayList<>(
        Answers.ask(http, new Database("", ""), "SHOW DATABASES").stream()
            .map(row -> row.text("name"))
            .filter(name -> !name.equals("_internal"))
            .toList());
  }

  @Override
  public void close() {
    http.close();
  }
}
