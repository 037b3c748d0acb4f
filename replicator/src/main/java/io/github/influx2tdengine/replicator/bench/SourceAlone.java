package io.github.influx2tdengine.replicator.bench;

import io.github.influx2tdengine.replicator.run.ConnectorMetrics;
import io.github.influx2tdengine.source.InfluxSourceConnector;
import io.github.influx2tdengine.source.InfluxSourceTask;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** Runs the source's task with nobody behind it: reads all points and makes records of them. */
final class SourceAlone {
  private final BenchSpec spec;
  private final ConnectorMetrics metrics = new ConnectorMetrics();

  SourceAlone(BenchSpec spec) {
    this.spec = spec;
  }

  /**
   * @param records takes what the task hands over
   */
  Measured run(CpuMeter meter, Consumer<SourceRecord> records) throws InterruptedException {
    InfluxSourceConnector connector = new InfluxSourceConnector();
    connector.initialize(new ConnectorContext());
    connector.start(spec.source());
    try {
      // One measurement: one task has it.
      Map<String, String> settings = connector.taskConfigs(1).get(0);
      InfluxSourceTask task = new InfluxSourceTask();
      task.initialize(new TaskContext(settings));
      Usage begin = meter.now();
      task.start(settings);
      try {
        while (!finished()) {
          List<SourceRecord> polled = task.poll();
          if (polled != null) {
            for (SourceRecord record : polled) {
              records.accept(record);
              task.commitRecord(record, null);
            }
          }
        }
        return new Measured(
            metrics.sum("source", spec.source().get("name"), "Points"), meter.now().since(begin));
      } finally {
        task.stop();
      }
    } finally {
      connector.stop();
    }
  }

  private boolean finished() {
    return metrics.tasks("source", spec.source().get("name")).stream()
        .anyMatch(task -> metrics.attribute(task, "Finished").equals(Optional.of(true)));
  }

  private static final class NoOffsets implements OffsetStorageReader {
    @Override
    public <T> Map<String, Object> offset(Map<String, T> partition) {
      return null;
    }

    @Override
    public <T> Map<Map<String, T>, Map<String, Object>> offsets(
        Collection<Map<String, T>> partitions) {
      return new HashMap<>();
    }
  }

  private static final class ConnectorContext implements SourceConnectorContext {
    @Override
    public OffsetStorageReader offsetStorageReader() {
      return new NoOffsets();
    }

    @Override
    public void requestTaskReconfiguration() {
      // Nobody writes other measurements meanwhile.
    }

    @Override
    public void raiseError(Exception e) {
      throw new IllegalStateException(e);
    }

    @Override
    public PluginMetrics pluginMetrics() {
      return null;
    }
  }

  private record TaskContext(Map<String, String> configs) implements SourceTaskContext {
    @Override
    public OffsetStorageReader offsetStorageReader() {
      return new NoOffsets();
    }

    @Override
    public PluginMetrics pluginMetrics() {
      return null;
    }
  }
}
