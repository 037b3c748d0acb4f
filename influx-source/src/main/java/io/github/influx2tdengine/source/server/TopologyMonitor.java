package io.github.influx2tdengine.source.server;

import io.github.influx2tdengine.source.config.SourceConfig;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows what there is to read, and looks for new measurements while the connector runs. */
public final class TopologyMonitor {
  private static final Logger LOG = LoggerFactory.getLogger(TopologyMonitor.class);

  private final SourceConfig config;
  private final Runnable changed;
  private final ScheduledExecutorService timer;
  private volatile Optional<Topology> topology = Optional.empty();
  private volatile Optional<Fault> lastFault = Optional.empty();

  /**
   * @param changed called when there are measurements that were not there before
   */
  public TopologyMonitor(SourceConfig config, Runnable changed) {
    this.config = config;
    this.changed = changed;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "influx-source-discovery-" + config.connectorName());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Looks for the first time and goes on looking.
   *
   * @return what is wrong with the settings; a server that is away is waited for and no fault
   */
  public Optional<Fault> start() {
    Optional<Fault> fault = look();
    if (fault.isPresent() && !fault.get().passing()) {
      return fault;
    }
    boolean mayChange = config.measurements().open() && config.end().isEmpty();
    if (fault.isPresent() || mayChange) {
      fault.ifPresent(
          found -> LOG.warn("InfluxDB does not answer yet and is asked again: {}", found));
      long millis = config.discoveryInterval().toMillis();
      timer.scheduleWithFixedDelay(this::lookAgain, millis, millis, TimeUnit.MILLISECONDS);
    }
    return Optional.empty();
  }

  private Optional<Fault> look() {
    try (InfluxServer server = InfluxServer.connect(config)) {
      Bucket bucket = server.bucket();
      Discovery found = Discovery.of(config, server, bucket);
      if (config.end().isPresent() && !found.unknown().isEmpty()) {
        return Optional.of(Probe.unknown(config, found.unknown().get(0)));
      }
      if (topology.isEmpty()) {
        found
            .unknown()
            .forEach(
                name ->
                    LOG.warn(
                        "measurements: '{}' does not exist in bucket '{}' yet; it is read as soon"
                            + " as it does",
                        name,
                        bucket.name()));
        LOG.info(
            "Reading {} measurements of bucket '{}' from InfluxDB {} at {}",
            found.selected().size(),
            bucket.name(),
            server.version().text(),
            config.serverName());
      }
      topology = Optional.of(new Topology(bucket, found.selected()));
      lastFault = Optional.empty();
    } catch (IOException e) {
      lastFault = Optional.of(Fault.of(config, e));
    }
    return lastFault;
  }

  private void lookAgain() {
    try {
      Optional<Topology> before = topology;
      Optional<Fault> fault = look();
      if (fault.isPresent()) {
        LOG.debug("Looking for measurements failed: {}", fault.get());
        return;
      }
      List<String> now = topology.orElseThrow().measurements();
      if (before.isEmpty() || !new HashSet<>(before.get().measurements()).containsAll(now)) {
        LOG.info("There are measurements that no task reads yet; the tasks are made anew");
        changed.run();
      }
    } catch (RuntimeException e) {
      LOG.warn("Looking for new measurements failed", e);
    }
  }

  /** What there is to read; asks the server when it did not answer before. */
  public synchronized Optional<Topology> topology() {
    if (topology.isEmpty()) {
      look();
    }
    return topology;
  }

  public String lastFault() {
    return lastFault.map(Fault::toString).orElse("no fault is known");
  }

  /** How many series each measurement has, where that decides about tasks and can be told. */
  public Map<String, Long> seriesCounts(Topology found, int tasks) {
    int measurements = found.measurements().size();
    if (tasks == 1 || measurements <= 1 || measurements == tasks) {
      return Map.of();
    }
    try (InfluxServer server = InfluxServer.connect(config)) {
      return server.seriesCounts(found.bucket());
    } catch (IOException e) {
      LOG.debug("The server does not tell how many series there are", e);
      return Map.of();
    }
  }

  public void stop() {
    timer.shutdownNow();
  }
}
