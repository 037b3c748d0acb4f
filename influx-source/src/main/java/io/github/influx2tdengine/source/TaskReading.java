package io.github.influx2tdengine.source;

import io.github.influx2tdengine.source.config.SourceConfig;
import io.github.influx2tdengine.source.flow.Delivery;
import io.github.influx2tdengine.source.flow.Edge;
import io.github.influx2tdengine.source.flow.FlowMetrics;
import io.github.influx2tdengine.source.flow.FlowSettings;
import io.github.influx2tdengine.source.flow.RangesFlow;
import io.github.influx2tdengine.source.flow.ReadingFlow;
import io.github.influx2tdengine.source.flow.SourceFlow;
import io.github.influx2tdengine.source.metrics.Registration;
import io.github.influx2tdengine.source.metrics.SourceStatus;
import io.github.influx2tdengine.source.read.Database;
import io.github.influx2tdengine.source.read.InfluxHttp;
import io.github.influx2tdengine.source.read.WindowReader;
import io.github.influx2tdengine.source.record.RecordMaker;
import io.github.influx2tdengine.source.record.SourcePosition;
import io.github.influx2tdengine.source.record.TopicTemplate;
import io.github.influx2tdengine.source.server.Credentials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task's parts put together: reads from where the stored offsets say, and makes records. */
final class TaskReading implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskReading.class);

  /** How long a poll waits for something: a task is stopped and paused between polls. */
  private static final Duration WAIT = Duration.ofMillis(500);

  /** Lag that is no longer following: well over what polling and a slow server make of it. */
  private static final Duration BEHIND = Duration.ofMinutes(10);

  private final SourceConfig config;
  private final String name;
  private final InfluxHttp http;
  private final Edge edge;
  private final ReadingFlow flow;
  private final RecordMaker maker;
  private final SourceStatus status;
  private final Registration registration;
  private boolean finished;
  private boolean caughtUp;

  TaskReading(SourceConfig config, OffsetStorageReader offsets) {
    this.config = config;
    this.name = config.connectorName() + "-" + config.taskNumber();
    List<String> measurements = config.taskMeasurements();
    Map<String, Long> begins = begins(measurements, offsets);
    http = new InfluxHttp(config.url(), config.transport(), Credentials.authorization(config));
    edge = new Edge(config.end(), config.delay(), http);
    FlowMetrics metrics = new FlowMetrics();
    status = new SourceStatus(metrics);
    WindowReader reader =
        new WindowReader(
            http,
            new Database(config.taskDatabase(), config.taskPolicy()),
            config.fields(),
            config.addedTags());
    flow = flow(begins, reader, metrics);
    maker =
        new RecordMaker(
            config.recordFormat(),
            config.recordPointsMax(),
            config.recordBytesMax(),
            new TopicTemplate(config.topic()),
            config.serverName(),
            config.taskBucket());
    registration = new Registration(config.connectorName(), config.taskNumber(), status);
    LOG.info("{} reads {} measurements", name, measurements.size());
  }

  private ReadingFlow flow(Map<String, Long> begins, WindowReader reader, FlowMetrics metrics) {
    if (!config.ranges().isEmpty()) {
      return new RangesFlow(config.ranges(), begins, settings(), reader, metrics);
    }
    SourceFlow all = new SourceFlow(settings(), edge, reader, metrics);
    begins.forEach(all::add);
    return all;
  }

  private FlowSettings settings() {
    return new FlowSettings(
        config.readConcurrency(),
        config.windowBytes() / expansion(),
        config.windowPoints(),
        config.windowLength(),
        config.windowLengthMax(),
        config.pollInterval(),
        config.loadMax(),
        config.loadMaxCatchUp(),
        config.pointsPerSecondMax(),
        config.end().isPresent() ? Duration.ZERO : config.lookback(),
        config.lookbackInterval(),
        config.begin(),
        config.retries(),
        name);
  }

  /**
   * How much more memory records take up than the rows they are made of. A block is the same bytes;
   * the text of a line is about four times as long, and the objects of a struct eight times.
   */
  private long expansion() {
    return switch (config.recordFormat()) {
      case BLOCK -> 1;
      case LINE -> 4;
      case STRUCT -> 8;
    };
  }

  private Map<String, Long> begins(List<String> measurements, OffsetStorageReader offsets) {
    Map<String, Map<String, Object>> partitions = new HashMap<>();
    for (String measurement : measurements) {
      partitions.put(
          measurement,
          SourcePosition.partition(config.serverName(), config.taskBucket(), measurement));
    }
    Map<Map<String, Object>, Map<String, Object>> stored = offsets.offsets(partitions.values());
    Map<String, Long> begins = new HashMap<>();
    partitions.forEach(
        (measurement, partition) -> {
          try {
            OptionalLong time = SourcePosition.time(stored.get(partition));
            begins.put(measurement, time.orElseGet(config::begin));
          } catch (IllegalArgumentException e) {
            throw new ConnectException(
                "The stored offset of measurement '" + measurement + "': " + e.getMessage(), e);
          }
        });
    return begins;
  }

  SourceStatus status() {
    return status;
  }

  /** Records of whole windows, or of parts of one; empty when there are none yet. */
  List<SourceRecord> poll() throws InterruptedException {
    List<SourceRecord> records = new ArrayList<>();
    for (Delivery delivery : flow.next(WAIT)) {
      records.addAll(
          maker.records(
              delivery.measurement(),
              delivery.content().blocks(),
              delivery.before(),
              delivery.after()));
    }
    status.handedOver(records.size());
    status.progress(flow.watermarks(), edge.last(), flow.finished());
    tellProgress();
    return records;
  }

  private void tellProgress() {
    if (status.isFinished() && !finished) {
      finished = true;
      LOG.info(
          "{} has finished: {} points up to {} are in Kafka",
          name,
          status.getPoints(),
          config.getString("end.time"));
    }
    long lag = status.getLagMs();
    if (!caughtUp && flow.caughtUp() && lag < BEHIND.toMillis() / 2) {
      caughtUp = true;
      LOG.info(
          "{} has caught up after {} points and follows from here, {} ms behind the server's clock",
          name,
          status.getPoints(),
          config.delay().toMillis());
    } else if (caughtUp && lag > BEHIND.toMillis()) {
      caughtUp = false;
      LOG.warn(
          "{} has fallen behind: it is {} s from the time that may be read up to; raise"
              + " read.concurrency, tasks.max, load.max or points.per.second.max if that goes on",
          name,
          lag / 1000);
    }
  }

  @Override
  public void close() {
    flow.close();
    http.close();
    registration.close();
  }
}
