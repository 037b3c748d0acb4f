package io.github.influx2tdengine.source;

import io.github.influx2tdengine.source.config.SourceConfig;
import io.github.influx2tdengine.source.flow.ReadFailedException;
import io.github.influx2tdengine.source.metrics.ConnectMetrics;
import io.github.influx2tdengine.source.metrics.SourceStatus;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.TransactionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands windows over as records. What {@link #poll()} returns is whole windows, and one
 * transaction: none is ever open while the server is waited for or the task is paused, so that none
 * can time out and none must be aborted.
 */
public final class InfluxSourceTask extends SourceTask {
  private static final Logger LOG = LoggerFactory.getLogger(InfluxSourceTask.class);

  /** Measurements of a task that get metrics of their own unasked. */
  private static final int FEW = 50;

  private TaskReading reading;

  @Override
  public String version() {
    return Version.get();
  }

  @Override
  public void start(Map<String, String> properties) {
    SourceConfig config = new SourceConfig(properties);
    reading = new TaskReading(config, context.offsetStorageReader());
    registerMetrics(config);
  }

  private void registerMetrics(SourceConfig config) {
    try {
      PluginMetrics metrics = context.pluginMetrics();
      List<String> measurements = config.taskMeasurements();
      boolean each = config.metricsPerMeasurement() || measurements.size() <= FEW;
      if (metrics != null) {
        ConnectMetrics.register(metrics, reading.status(), each ? measurements : List.of());
      }
    } catch (NoSuchMethodError | NoClassDefFoundError e) {
      // A worker before Kafka 4.1 has none; JMX shows the same.
      LOG.debug("This worker has no plugin metrics", e);
    }
  }

  @Override
  public List<SourceRecord> poll() throws InterruptedException {
    List<SourceRecord> records;
    try {
      records = reading.poll();
    } catch (ReadFailedException e) {
      throw new ConnectException(e.getMessage(), e);
    }
    if (records.isEmpty()) {
      return null;
    }
    TransactionContext transaction = context.transactionContext();
    if (transaction != null) {
      transaction.commitTransaction(records.get(records.size() - 1));
    }
    return records;
  }

  @Override
  public void commitRecord(SourceRecord record, RecordMetadata metadata) {
    reading.status().acknowledged(metadata);
  }

  /** What the task has done, as JMX shows it. */
  SourceStatus status() {
    return reading.status();
  }

  @Override
  public void stop() {
    if (reading != null) {
      reading.close();
    }
  }
}
