package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.sink.config.SinkConfig;
import io.github.influx2tdengine.sink.schema.Catalog;
import io.github.influx2tdengine.sink.schema.DatabaseInfo;
import io.github.influx2tdengine.sink.schema.Placement;
import io.github.influx2tdengine.sink.schema.Precision;
import io.github.influx2tdengine.sink.schema.TablePlanner;
import io.github.influx2tdengine.source.config.SourceConfig;
import io.github.influx2tdengine.source.config.SourceSettings;
import io.github.influx2tdengine.source.plan.Window;
import io.github.influx2tdengine.source.read.Database;
import io.github.influx2tdengine.source.read.InfluxHttp;
import io.github.influx2tdengine.source.read.WindowReader;
import io.github.influx2tdengine.source.server.Bucket;
import io.github.influx2tdengine.source.server.Credentials;
import io.github.influx2tdengine.source.server.Discovery;
import io.github.influx2tdengine.source.server.Fault;
import io.github.influx2tdengine.source.server.InfluxServer;
import io.github.influx2tdengine.source.server.Retention;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/** Both servers, open, as the settings of both connectors name them. */
final class Sides implements AutoCloseable {
  /** InfluxDB's clock is known only about, and its answer came some time before. */
  private static final long MARGIN = Duration.ofHours(1).toNanos();

  /** As many as {@code replicate} reads of a measurement by default. */
  private static final int WINDOWS = 2;

  /** More would take more memory than half a gigabyte of heap has. */
  private static final int MOST_WINDOWS = 4;

  private final SourceConfig source;
  private final SinkConfig sink;
  private final Placement placement;
  private final TablePlanner planner;
  private final InfluxHttp http;
  private final Database influxDatabase;
  private final WindowReader influx;
  private final TdengineReader tdengine;
  private final List<String> measurements;
  private final String bucket;
  private final Retention retention;

  private Sides(
      SourceConfig source,
      SinkConfig sink,
      InfluxHttp http,
      Bucket bucket,
      List<String> measurements,
      Retention retention,
      TdengineReader tdengine) {
    this.source = source;
    this.sink = sink;
    this.http = http;
    this.bucket = bucket.name();
    this.influxDatabase = bucket.database();
    this.influx = new WindowReader(http, bucket.database(), source.fields(), source.addedTags());
    this.measurements = measurements;
    this.retention = retention;
    this.tdengine = tdengine;
    this.planner = new TablePlanner(sink.typeConflict(), sink.stringType().type());
    this.placement =
        new Placement(sink.supertableNames(), sink.subtableNames(), sink.typeConflict());
  }

  /**
   * @param source settings of the source connector
   * @param sink settings of the sink connector
   * @throws CommandFailure when a side does not answer, or there is nothing to compare with
   */
  static Sides open(Map<String, String> source, Map<String, String> sink) {
    SourceConfig config;
    SinkConfig sinkConfig;
    try {
      config = new SourceConfig(source);
      sinkConfig = new SinkConfig(sink);
    } catch (ConfigException e) {
      throw CommandFailure.failed(e.getMessage(), e);
    }
    InfluxHttp http = null;
    TdengineReader tdengine = null;
    try (InfluxServer server = InfluxServer.connect(config)) {
      Bucket bucket = server.bucket();
      Discovery discovery = Discovery.of(config, server, bucket);
      if (!discovery.unknown().isEmpty()) {
        throw CommandFailure.failed(
            "--measurement (measurements): "
                + discovery.unknown()
                + " does not exist in bucket '"
                + config.getString("bucket")
                + "'");
      }
      http = new InfluxHttp(config.url(), config.transport(), Credentials.authorization(config));
      tdengine = new TdengineReader(sinkConfig);
      checkPrecision(tdengine, sinkConfig.database());
      return new Sides(
          config,
          sinkConfig,
          http,
          bucket,
          discovery.selected(),
          Retention.of(config, server.version(), http, bucket),
          tdengine);
    } catch (IOException e) {
      close(http, tdengine);
      throw CommandFailure.failed(Fault.of(config, e).toString(), e);
    } catch (SQLException e) {
      close(http, tdengine);
      throw Failing.tdengine(e);
    } catch (ConfigException e) {
      close(http, tdengine);
      throw CommandFailure.failed(e.getMessage(), e);
    } catch (RuntimeException e) {
      close(http, tdengine);
      throw e;
    }
  }

  private static void close(InfluxHttp http, TdengineReader tdengine) {
    if (http != null) {
      http.close();
    }
    if (tdengine != null) {
      tdengine.close();
    }
  }

  private static void checkPrecision(TdengineReader tdengine, String database) throws SQLException {
    DatabaseInfo info =
        DatabaseInfo.read(tdengine, database)
            .orElseThrow(
                () ->
                    CommandFailure.failed(
                        "--database (database): TDengine has no database '" + database + "'"));
    if (info.precision() != Precision.NS) {
      throw CommandFailure.failed(
          "--database (database): '"
              + database
              + "' keeps times coarser than nanoseconds, so that a copy in it cannot be compared"
              + " exactly");
    }
  }

  /** The measurement's table as it is now. */
  TableView view(String measurement) throws SQLException {
    String table = placement.supertable(measurement);
    return TableView.of(
        measurement,
        table,
        new Catalog(sink.database(), false, false, sink.timestampColumn(), planner)
            .read(table, tdengine),
        sink.timestampColumn(),
        planner,
        source.addedTags());
  }

  SourceConfig source() {
    return source;
  }

  Placement placement() {
    return placement;
  }

  WindowReader influx() {
    return influx;
  }

  InfluxHttp http() {
    return http;
  }

  Database influxDatabase() {
    return influxDatabase;
  }

  TdengineReader tdengine() {
    return tdengine;
  }

  /** What is to be compared. */
  List<String> measurements() {
    return measurements;
  }

  /** The bucket as source partitions name it, {@code db/rp} on a 1.x server. */
  String bucket() {
    return bucket;
  }

  /** How many windows may be read of InfluxDB at once. */
  int windowsAtOnce() {
    int chosen = source.getInt(SourceSettings.READ_CONCURRENCY);
    return chosen == 0 ? WINDOWS : Math.min(chosen, MOST_WINDOWS);
  }

  /** The times asked for. */
  Window range() {
    return new Window(source.begin(), source.end().orElseThrow());
  }

  /** Whether InfluxDB says how long it keeps points. */
  boolean retentionKnown() {
    return retention.known();
  }

  /**
   * The time before which InfluxDB may have dropped points by its retention policy as of now; to be
   * asked after InfluxDB was read.
   */
  long keptFrom() {
    long now =
        http.clock().at(System.nanoTime()).orElseGet(() -> System.currentTimeMillis() * 1_000_000L);
    return retention.keptFrom(now + MARGIN);
  }

  @Override
  public void close() {
    try {
      tdengine.close();
    } finally {
      http.close();
    }
  }
}
