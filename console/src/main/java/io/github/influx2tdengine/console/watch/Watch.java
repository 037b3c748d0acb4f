package io.github.influx2tdengine.console.watch;

import io.github.influx2tdengine.console.figures.SinkFigures;
import io.github.influx2tdengine.console.figures.SourceFigures;
import io.github.influx2tdengine.console.figures.TaskBeans;
import io.github.influx2tdengine.console.kafka.Backlog;
import io.github.influx2tdengine.console.kafka.Reader;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the data sources every two seconds and remembers the last hour. What a page asks is
 * answered from the last look, so that pages cost the worker nothing more.
 */
public final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  private static final long EVERY_MS = 2_000;

  /** Asking the broker costs it more than asking the JVM: every so many looks. */
  private static final int BACKLOG_EVERY = 5;

  private final Cluster cluster;
  private final TaskBeans beans;
  private final Backlog backlog;
  private final Map<String, Series> series = new HashMap<>();
  private final ScheduledExecutorService thread =
      new ScheduledThreadPoolExecutor(
          1,
          work -> {
            Thread thread = new Thread(work, "influx2tdengine-console");
            thread.setDaemon(true);
            return thread;
          });
  private Map<Reader, Backlog.Group> groups = Map.of();
  private int looks;
  private String trouble = "";
  private volatile Look last = new Look(Instant.EPOCH, "the worker is starting", List.of());

  public Watch(Cluster cluster, TaskBeans beans, Backlog backlog) {
    this.cluster = cluster;
    this.beans = beans;
    this.backlog = backlog;
  }

  /** Older figures than this are not shown without a word. */
  private static final Duration STALE = Duration.ofSeconds(15);

  /**
   * What was seen.
   *
   * @param at when the readings were made, which is long ago where looking fails or takes long
   * @param trouble why the worker could not be asked; empty when it could
   */
  record Look(Instant at, String trouble, List<Reading> readings) {
    /** The trouble, and how old the readings are where they are old; empty where all is well. */
    String trouble(Instant now) {
      if (at.equals(Instant.EPOCH) || Duration.between(at, now).compareTo(STALE) <= 0) {
        return trouble;
      }
      return (trouble.isEmpty() ? "" : trouble + "; ")
          + "what is shown is of "
          + at.truncatedTo(ChronoUnit.SECONDS);
    }
  }

  /**
   * One data source at one look.
   *
   * @param rate points a second, over the last ten seconds or so
   * @param backlog records in Kafka that the sink has not written, about; empty where Kafka does
   *     not say
   * @param finished whether all that is to be read is in TDengine
   * @param behind how far TDengine is behind reading, or at least that
   * @param known whether it is known how far TDengine is
   */
  record Reading(
      DataSource dataSource,
      SourceFigures source,
      SinkFigures sink,
      double rate,
      Map<String, Double> rates,
      Optional<Long> backlog,
      boolean finished,
      Duration behind,
      boolean known,
      History history) {
    /** How far TDengine is behind what may be read; empty where that is not known, or finished. */
    Optional<Duration> lag() {
      if (finished) {
        return Optional.empty();
      }
      // A sink commits now and then only: what that alone takes is no lag.
      Duration late = behind.compareTo(Situation.FOLLOWING) < 0 ? Duration.ZERO : behind;
      // Until it is known how far TDengine is, little may be much, but much is never little.
      return source
          .lagMs()
          .map(Duration::ofMillis)
          .map(late::plus)
          .filter(lag -> known || lag.compareTo(Situation.FOLLOWING) >= 0);
    }
  }

  /** What is remembered of a data source between looks. */
  private static final class Series {
    private final History history = new History();
    private final Rate rate = new Rate();
    private final Map<String, Rate> measurements = new HashMap<>();
    private final Arrival arrival = new Arrival();

    /** Tasks of the source here, at the last look. */
    private int tasks;

    /** Whether the arrival has been told what Kafka had before those tasks began. */
    private boolean begun;

    /** All was read, and seen to be in TDengine. */
    private boolean done;
  }

  public void start() {
    thread.scheduleWithFixedDelay(this::look, 0, EVERY_MS, TimeUnit.MILLISECONDS);
  }

  Look last() {
    return last;
  }

  private void look() {
    try {
      look(Instant.now());
    } catch (RuntimeException e) {
      if (!String.valueOf(e.getMessage()).equals(trouble)) {
        LOG.warn("The console cannot look at the connectors at present: {}", e.toString());
      }
      failed(String.valueOf(e.getMessage()));
    } catch (Throwable e) {
      // A scheduled task that throws is never run again, and nobody would hear of what it threw.
      if (!e.toString().equals(trouble)) {
        LOG.error("The console cannot look at the connectors; it tries again", e);
      }
      failed(e.toString());
    }
  }

  private void failed(String why) {
    trouble = why;
    last = new Look(last.at, trouble, last.readings);
  }

  void look(Instant now) {
    List<Connector> connectors = cluster.connectors();
    beans.keep(connectors.stream().map(Connector::name).toList());
    List<DataSource> dataSources = DataSource.pair(connectors);
    Map<String, SourceFigures> sources = beans.sources();
    Map<String, SinkFigures> sinks = beans.sinks();
    // Of one that is new, and whether all has arrived that a bounded run has read, people want to
    // know at once.
    boolean asked =
        looks++ % BACKLOG_EVERY == 0
            || dataSources.stream()
                .anyMatch(
                    it ->
                        !series.containsKey(it.name())
                            || finished(it, sources) && !series.get(it.name()).done);
    if (asked) {
      groups = groups(dataSources);
    }
    series.keySet().retainAll(dataSources.stream().map(DataSource::name).toList());
    List<Reading> readings =
        dataSources.stream()
            .map(
                dataSource ->
                    reading(
                        dataSource,
                        dataSource
                            .source()
                            .map(it -> sources.getOrDefault(it.name(), SourceFigures.NONE))
                            .orElse(SourceFigures.NONE),
                        dataSource
                            .sink()
                            .map(it -> sinks.getOrDefault(it.name(), SinkFigures.NONE))
                            .orElse(SinkFigures.NONE),
                        asked,
                        now))
            .toList();
    trouble = "";
    last = new Look(now, "", readings);
  }

  private static boolean finished(DataSource dataSource, Map<String, SourceFigures> sources) {
    return dataSource
        .source()
        .map(it -> sources.getOrDefault(it.name(), SourceFigures.NONE).finished())
        .orElse(false);
  }

  private Reading reading(
      DataSource dataSource, SourceFigures source, SinkFigures sink, boolean asked, Instant now) {
    Series its = series.computeIfAbsent(dataSource.name(), name -> new Series());
    double rate = its.rate.of(sink.rows(), now);
    its.measurements.keySet().retainAll(source.measurements().keySet());
    Map<String, Double> rates = new HashMap<>();
    source
        .measurements()
        .forEach(
            (measurement, figures) ->
                figures
                    .points()
                    .ifPresent(
                        points ->
                            rates.put(
                                measurement,
                                its.measurements
                                    .computeIfAbsent(measurement, name -> new Rate())
                                    .of(points, now))));
    Optional<Backlog.Group> group = dataSource.reader().map(groups::get);
    if (source.tasks() > its.tasks) {
      // A task that begins has nothing acknowledged yet, however much Kafka has of it.
      its.begun = false;
    }
    its.tasks = source.tasks();
    // A run that is over and had nothing to read has no watermark.
    Optional<Instant> watermark =
        source.watermark().or(() -> Optional.of(Instant.EPOCH).filter(it -> source.finished()));
    if (asked && group.isPresent() && watermark.isPresent()) {
      arrive(its, dataSource, source, watermark.get(), group.get());
    }
    if (!source.finished()) {
      its.done = false;
    } else if (asked && group.isPresent()) {
      // Where Kafka does not say, what was seen before holds.
      its.done = its.begun && its.arrival.complete();
    }
    Reading reading =
        new Reading(
            dataSource,
            source,
            sink,
            rate,
            rates,
            group.map(Backlog.Group::waiting),
            its.done,
            its.arrival.behind(),
            its.begun && its.arrival.known(),
            its.history);
    its.history.add(now, sink.rows(), reading.lag().map(lag -> lag.toMillis() / 1e3));
    return reading;
  }

  private void arrive(
      Series its,
      DataSource dataSource,
      SourceFigures source,
      Instant watermark,
      Backlog.Group group) {
    Map<String, Long> acknowledged = new HashMap<>(source.acknowledged());
    acknowledged.keySet().removeIf(each -> !dataSource.sinkReads(topic(each)));
    if (!its.begun) {
      try {
        backlog
            .lastRecords(group)
            .forEach((each, offset) -> acknowledged.merge(each, offset, Math::max));
      } catch (KafkaException e) {
        // Asked again at the next look; until then nothing of it is known.
        LOG.debug("What {} has still to write is not known", dataSource.name(), e);
        return;
      }
      its.begun = true;
    }
    its.arrival.look(watermark, acknowledged, group.committed());
  }

  /** The topic of a {@code topic-partition}. */
  static String topic(String partition) {
    return partition.substring(0, Math.max(0, partition.lastIndexOf('-')));
  }

  private Map<Reader, Backlog.Group> groups(List<DataSource> dataSources) {
    try {
      return backlog.of(dataSources.stream().flatMap(it -> it.reader().stream()).toList());
    } catch (KafkaException e) {
      LOG.debug("Consumer groups are not known", e);
      return Map.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Map.of();
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    backlog.close();
  }
}
