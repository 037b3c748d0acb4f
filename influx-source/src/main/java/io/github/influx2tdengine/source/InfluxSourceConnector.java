package io.github.influx2tdengine.source;

import io.github.influx2tdengine.source.config.CrossChecks;
import io.github.influx2tdengine.source.config.NameList;
import io.github.influx2tdengine.source.config.SourceConfig;
import io.github.influx2tdengine.source.config.SourceSettings;
import io.github.influx2tdengine.source.record.SourcePosition;
import io.github.influx2tdengine.source.server.Fault;
import io.github.influx2tdengine.source.server.InfluxServer;
import io.github.influx2tdengine.source.server.Lookup;
import io.github.influx2tdengine.source.server.Probe;
import io.github.influx2tdengine.source.server.Topology;
import io.github.influx2tdengine.source.server.TopologyMonitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/** Reads a bucket of InfluxDB 1.x, 2.x or 3.x into Kafka. */
public final class InfluxSourceConnector extends SourceConnector {
  private Map<String, String> properties = Map.of();
  private SourceConfig config;
  private TopologyMonitor monitor;

  @Override
  public String version() {
    return Version.get();
  }

  @Override
  public Class<? extends Task> taskClass() {
    return InfluxSourceTask.class;
  }

  @Override
  public ConfigDef config() {
    return SourceSettings.definition(Lookup.recommendations());
  }

  /**
   * Checks the settings, and then the server with them: the connection, the credentials, the bucket
   * and each named measurement. What is wrong stands with the setting at fault.
   */
  @Override
  public Config validate(Map<String, String> given) {
    Config result = super.validate(given);
    Map<String, ConfigValue> values = new HashMap<>();
    result.configValues().forEach(value -> values.put(value.name(), value));
    if (values.values().stream().anyMatch(value -> !value.errorMessages().isEmpty())) {
      return result;
    }
    SourceConfig checked = SourceConfig.unchecked(given);
    Map<String, String> contradictions = CrossChecks.of(checked).found();
    List<ConfigValue> all = new ArrayList<>(result.configValues());
    contradictions.forEach(
        (setting, message) -> blame(values, all, setting, setting + ": " + message));
    if (contradictions.isEmpty()) {
      for (Fault fault : Probe.faults(checked)) {
        blame(values, all, fault.setting(), fault.toString());
      }
    }
    return new Config(all);
  }

  private static void blame(
      Map<String, ConfigValue> values, List<ConfigValue> all, String setting, String message) {
    values
        .computeIfAbsent(
            setting,
            name -> {
              ConfigValue value = new ConfigValue(name);
              all.add(value);
              return value;
            })
        .addErrorMessage(message);
  }

  @Override
  public void start(Map<String, String> given) {
    properties = Map.copyOf(given);
    config = new SourceConfig(given);
    monitor = new TopologyMonitor(config, () -> context().requestTaskReconfiguration());
    Optional<Fault> fault = monitor.start();
    if (fault.isPresent()) {
      monitor.stop();
      throw new ConfigException(fault.get().toString());
    }
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    Topology topology =
        monitor
            .topology()
            .orElseThrow(
                // Connect asks again. Without an answer it would take the tasks away.
                () ->
                    new ConnectException(
                        "The tasks are not known while InfluxDB does not answer: "
                            + monitor.lastFault()));
    List<List<String>> shares =
        TaskShares.share(
            topology.measurements(), monitor.seriesCounts(topology, maxTasks), maxTasks);
    List<Map<String, String>> tasks = new ArrayList<>();
    for (List<String> share : shares) {
      Map<String, String> task = new HashMap<>(properties);
      task.put(SourceSettings.TASK_MEASUREMENTS, NameList.format(share));
      task.put(SourceSettings.TASK_BUCKET, topology.bucket().name());
      task.put(SourceSettings.TASK_DATABASE, topology.bucket().database().name());
      task.put(SourceSettings.TASK_POLICY, topology.bucket().database().policy());
      task.put(SourceSettings.TASK_NUMBER, Integer.toString(tasks.size()));
      if (config.getInt(SourceSettings.READ_CONCURRENCY) == 0) {
        int windows = TaskShares.windows(tasks.size(), shares.size(), maxTasks);
        task.put(SourceSettings.READ_CONCURRENCY, Integer.toString(windows));
        // The memory of the tasks whose place it takes, too: windows are as large as theirs.
        long bytes = Math.min(Integer.MAX_VALUE, (long) windows * config.windowBytes());
        task.put(SourceSettings.WINDOW_BYTES, Long.toString(bytes));
      }
      tasks.add(task);
    }
    return tasks;
  }

  @Override
  public void stop() {
    if (monitor != null) {
      monitor.stop();
    }
  }

  @Override
  public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> given) {
    return ExactlyOnceSupport.SUPPORTED;
  }

  @Override
  public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> given) {
    return ConnectorTransactionBoundaries.SUPPORTED;
  }

  /**
   * Accepts what a task will find and understand: the offsets themselves are kept by Connect.
   * Forgetting is always accepted, also of what another server or bucket left behind.
   */
  @Override
  public boolean alterOffsets(
      Map<String, String> given, Map<Map<String, ?>, Map<String, ?>> offsets) {
    SourceConfig altered = SourceConfig.unchecked(given);
    Optional<String> bucket = Optional.empty();
    for (Map.Entry<Map<String, ?>, Map<String, ?>> each : offsets.entrySet()) {
      try {
        SourcePosition.check(each.getKey(), each.getValue());
        if (each.getValue() != null) {
          if (bucket.isEmpty()) {
            bucket = Optional.of(bucketName(altered));
          }
          SourcePosition.checkOwner(each.getKey(), altered.serverName(), bucket.get());
        }
      } catch (IllegalArgumentException e) {
        throw new ConnectException("Offsets cannot be altered: " + e.getMessage(), e);
      }
    }
    return true;
  }

  /** The bucket as partitions name it, which only the server knows where a policy is left out. */
  private static String bucketName(SourceConfig config) {
    try (InfluxServer server = InfluxServer.connect(config)) {
      return server.bucket().name();
    } catch (IOException e) {
      throw new ConnectException(
          "Offsets cannot be altered while InfluxDB does not say what the bucket is called in them:"
              + " "
              + Fault.of(config, e),
          e);
    }
  }
}
