package io.github.influx2tdengine.source.server;

import com.influxdb.client.BucketsQuery;
import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.domain.DBRP;
import com.influxdb.client.domain.DBRPCreate;
import com.influxdb.client.domain.DBRPs;
import com.influxdb.client.service.DbrPsService;
import io.github.influx2tdengine.source.config.SourceConfig;
import io.github.influx2tdengine.source.config.Transport;
import io.github.influx2tdengine.source.read.Answers;
import io.github.influx2tdengine.source.read.Database;
import io.github.influx2tdengine.source.read.InfluxException;
import io.github.influx2tdengine.source.read.InfluxException.Kind;
import io.github.influx2tdengine.source.read.InfluxHttp;
import io.github.influx2tdengine.source.read.InfluxQl;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import retrofit2.Response;

/**
 * Finds where InfluxQL has a 2.x bucket. A bucket {@code b} is usually mapped by the server itself
 * to database {@code b}, and {@code db/rp} to that pair; older servers and the cloud may need a
 * mapping that someone makes. A database of the bucket's name may also be mapped to another bucket,
 * so that the mapping is looked up by the bucket's ID.
 */
final class Mappings {
  private final SourceConfig config;
  private final Transport transport;
  private final InfluxHttp http;

  Mappings(SourceConfig config, Transport transport, InfluxHttp http) {
    this.config = config;
    this.transport = transport;
    this.http = http;
  }

  Bucket bucket() throws IOException {
    String name = config.bucket();
    try (InfluxDBClient client = ControlPlane.client(config, transport)) {
      Optional<com.influxdb.client.domain.Bucket> found = find(client, name);
      if (found.isEmpty()) {
        throw new InfluxException(
            Kind.MISSING,
            "bucket '"
                + name
                + "' does not exist on "
                + config.url()
                + config.org().map(org -> " in organisation '" + org + "'").orElse("")
                + ", or the token may not read it");
      }
      Optional<Bucket> bucket = mapped(client, found.get());
      if (bucket.isEmpty() && config.createDbrp()) {
        bucket = Optional.of(create(client, found.get()));
      }
      Bucket used = bucket.orElseGet(() -> byName(name));
      try {
        Answers.ask(http, used.database(), InfluxQl.showMeasurements() + " LIMIT 1");
      } catch (InfluxException e) {
        throw e.kind() == Kind.MISSING && bucket.isEmpty() ? unmapped(found.get(), e) : e;
      }
      return used;
    } catch (com.influxdb.exceptions.InfluxException e) {
      throw ControlPlane.translate(config, e);
    }
  }

  /** Where servers map a bucket of this name without being told. */
  static Bucket byName(String bucket) {
    int slash = bucket.indexOf('/');
    return slash > 0 && slash < bucket.length() - 1
        ? new Bucket(
            bucket, new Database(bucket.substring(0, slash), bucket.substring(slash + 1)), false)
        : new Bucket(bucket, new Database(bucket, ""), true);
  }

  List<String> bucketNames() throws IOException {
    try (InfluxDBClient client = ControlPlane.client(config, transport)) {
      BucketsQuery query = new BucketsQuery();
      query.setLimit(100);
      return client.getBucketsApi().findBuckets(query).stream()
          .map(com.influxdb.client.domain.Bucket::getName)
          .filter(bucket -> !bucket.startsWith("_"))
          .distinct()
          .toList();
    } catch (com.influxdb.exceptions.InfluxException e) {
      throw ControlPlane.translate(config, e);
    }
  }

  private Optional<com.influxdb.client.domain.Bucket> find(InfluxDBClient client, String name)
      throws IOException {
    BucketsQuery query = new BucketsQuery();
    query.setName(name);
    List<com.influxdb.client.domain.Bucket> found;
    try {
      found = client.getBucketsApi().findBuckets(query);
    } catch (com.influxdb.exceptions.NotFoundException e) {
      return Optional.empty();
    }
    if (found.size() < 2 || config.org().isEmpty()) {
      return found.stream().findFirst();
    }
    // Several organisations have one of that name. Their names may not be readable for this token,
    // so that the ID decides first.
    String org = config.org().get();
    Optional<com.influxdb.client.domain.Bucket> byId =
        found.stream().filter(bucket -> org.equals(bucket.getOrgID())).findFirst();
    if (byId.isPresent()) {
      return byId;
    }
    query.setOrg(org);
    try {
      return client.getBucketsApi().findBuckets(query).stream().findFirst();
    } catch (com.influxdb.exceptions.NotFoundException e) {
      return Optional.empty();
    }
  }

  private Optional<Bucket> mapped(InfluxDBClient client, com.influxdb.client.domain.Bucket bucket)
      throws IOException {
    Response<DBRPs> response =
        client
            .getService(DbrPsService.class)
            .getDBRPs(null, bucket.getOrgID(), null, null, bucket.getId(), null, null, null)
            .execute();
    if (!response.isSuccessful()
        || response.body() == null
        || response.body().getContent() == null) {
      // Not every server lists mappings to a token that may only read; the name must do then.
      return Optional.empty();
    }
    return response.body().getContent().stream()
        .filter(mapping -> bucket.getId().equals(mapping.getBucketID()))
        .max(Comparator.comparing(mapping -> Boolean.TRUE.equals(mapping.getDefault())))
        .map(
            mapping ->
                new Bucket(
                    bucket.getName(),
                    new Database(mapping.getDatabase(), mapping.getRetentionPolicy()),
                    Boolean.TRUE.equals(mapping.getDefault())));
  }

  private Bucket create(InfluxDBClient client, com.influxdb.client.domain.Bucket bucket)
      throws IOException {
    Database wanted = byName(bucket.getName()).database();
    String policy = wanted.policy().isEmpty() ? "autogen" : wanted.policy();
    Response<DBRP> response =
        client
            .getService(DbrPsService.class)
            .postDBRP(
                new DBRPCreate()
                    .orgID(bucket.getOrgID())
                    .bucketID(bucket.getId())
                    .database(wanted.name())
                    .retentionPolicy(policy)
                    ._default(true),
                null)
            .execute();
    if (!response.isSuccessful()) {
      throw unmapped(bucket, new IOException("creating the mapping gave HTTP " + response.code()));
    }
    return new Bucket(bucket.getName(), new Database(wanted.name(), policy), true);
  }

  private static InfluxException unmapped(
      com.influxdb.client.domain.Bucket bucket, IOException cause) {
    Database wanted = byName(bucket.getName()).database();
    return new InfluxException(
        Kind.MISSING,
        "bucket '"
            + bucket.getName()
            + "' has no database mapping for InfluxQL ("
            + cause.getMessage()
            + "). An administrator makes one with: influx v1 dbrp create --org-id "
            + bucket.getOrgID()
            + " --bucket-id "
            + bucket.getId()
            + " --db '"
            + wanted.name()
            + "' --rp '"
            + (wanted.policy().isEmpty() ? "autogen" : wanted.policy())
            + "' --default; or set dbrp.create=true with a token that may write mappings",
        cause);
  }
}
