package io.github.influx2tdengine.source;

import io.github.influx2tdengine.source.metrics.SourceStatus;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.source.TransactionContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** The connector and its tasks run as Connect runs them, with a map in the place of Kafka. */
final class SourceRun implements AutoCloseable {
  final Map<String, String> settings = new HashMap<>();
  final Map<Map<String, Object>, Map<String, Object>> offsets = new HashMap<>();
  final List<SourceRecord> records = new ArrayList<>();
  final List<Integer> polls = new ArrayList<>();
  final List<SourceRecord> committed = new ArrayList<>();
  int reconfigurations;
  InfluxSourceConnector connector;
  private final List<InfluxSourceTask> tasks = new ArrayList<>();
  private long acknowledged;

  /** Settings that reach the server and nothing else. */
  static SourceRun on(InfluxServer server, String bucket) {
    SourceRun run = new SourceRun();
    run.settings.put("name", "test-" + bucket);
    run.settings.put("influxdb.url", server.url());
    if (server.version() == 2) {
      run.settings.put("influxdb.token", server.token());
      run.settings.put("influxdb.org", server.organisation());
    } else if (!server.user().isEmpty()) {
      run.settings.put("influxdb.user", server.user());
      run.settings.put("influxdb.password", server.password());
    }
    run.settings.put("bucket", bucket);
    run.settings.put("begin.time", "earliest");
    return run;
  }

  SourceRun with(String... namesAndValues) {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return this;
  }

  SourceRun start() {
    return start(1);
  }

  SourceRun start(int tasksMax) {
    connector = new InfluxSourceConnector();
    connector.initialize(new Context());
    connector.start(settings);
    for (Map<String, String> config : connector.taskConfigs(tasksMax)) {
      InfluxSourceTask task = new InfluxSourceTask();
      task.initialize(new TaskContext());
      task.start(config);
      tasks.add(task);
    }
    return this;
  }

  int taskCount() {
    return tasks.size();
  }

  /** Polls until every task has finished. */
  SourceRun untilFinished() {
    return until(() -> tasks.stream().allMatch(task -> task.status().isFinished()));
  }

  SourceRun until(BooleanSupplier done) {
    long deadline = System.nanoTime() + Duration.ofMinutes(10).toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "not done after 10 min: "
                + tasks.stream().map(task -> describe(task.status())).toList());
      }
      pollOnce();
    }
    return this;
  }

  private static String describe(SourceStatus status) {
    return status.getPoints()
        + " points, "
        + status.getWindows()
        + " windows, "
        + status.getEmptyWindows()
        + " empty, "
        + status.getHalvedWindows()
        + " halved, "
        + status.getRetries()
        + " retries, busy "
        + status.getServerBusyMs()
        + " ms, "
        + status.getWatermarks();
  }

  void pollOnce() {
    for (InfluxSourceTask task : tasks) {
      if (task.status().isFinished()) {
        continue;
      }
      List<SourceRecord> polled;
      try {
        polled = task.poll();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (polled != null) {
        polls.add(polled.size());
        for (SourceRecord record : polled) {
          records.add(record);
          offsets.put(copy(record.sourcePartition()), copy(record.sourceOffset()));
          task.commitRecord(
              record,
              new RecordMetadata(
                  new TopicPartition(record.topic(), 0), acknowledged++, 0, 0L, 0, 0));
        }
      }
    }
  }

  InfluxSourceTask task(int number) {
    return tasks.get(number);
  }

  Points points() {
    Points points = new Points();
    records.forEach(record -> points.add(record.value()));
    return points;
  }

  private static Map<String, Object> copy(Map<String, ?> map) {
    return new HashMap<>(map);
  }

  /** Stops the connector and its tasks; {@link #start()} starts them again. */
  void stop() {
    close();
  }

  @Override
  public void close() {
    tasks.forEach(InfluxSourceTask::stop);
    tasks.clear();
    if (connector != null) {
      connector.stop();
    }
  }

  private final class Context implements SourceConnectorContext {
    @Override
    public OffsetStorageReader offsetStorageReader() {
      return new StoredOffsets();
    }

    @Override
    public void requestTaskReconfiguration() {
      reconfigurations++;
    }

    @Override
    public void raiseError(Exception e) {
      throw new AssertionError(e);
    }

    @Override
    public org.apache.kafka.common.metrics.PluginMetrics pluginMetrics() {
      return null;
    }
  }

  private final class TaskContext implements SourceTaskContext {
    @Override
    public Map<String, String> configs() {
      return settings;
    }

    @Override
    public OffsetStorageReader offsetStorageReader() {
      return new StoredOffsets();
    }

    @Override
    public TransactionContext transactionContext() {
      return new Transactions();
    }

    @Override
    public org.apache.kafka.common.metrics.PluginMetrics pluginMetrics() {
      return null;
    }
  }

  private final class StoredOffsets implements OffsetStorageReader {
    @Override
    public <T> Map<String, Object> offset(Map<String, T> partition) {
      return offsets.get(new HashMap<String, Object>(partition));
    }

    @Override
    public <T> Map<Map<String, T>, Map<String, Object>> offsets(
        Collection<Map<String, T>> partitions) {
      Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
      partitions.forEach(partition -> found.put(partition, offset(partition)));
      return found;
    }
  }

  private final class Transactions implements TransactionContext {
    @Override
    public void commitTransaction() {
      throw new AssertionError("the last record is known");
    }

    @Override
    public void commitTransaction(SourceRecord record) {
      committed.add(record);
    }

    @Override
    public void abortTransaction() {
      throw new AssertionError("no transaction is ever open");
    }

    @Override
    public void abortTransaction(SourceRecord record) {
      throw new AssertionError("no transaction is ever open");
    }
  }
}
