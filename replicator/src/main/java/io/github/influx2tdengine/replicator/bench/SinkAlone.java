package io.github.influx2tdengine.replicator.bench;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.sink.TdengineSinkTask;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** Runs the sink's task on records of a file, with no broker before it. */
final class SinkAlone {
  /** How long a paused task is left alone, in milliseconds, as the consumer's polls would. */
  private static final long PAUSE_MS = 5;

  private final Map<String, String> settings;
  private final Spool spool;

  SinkAlone(Map<String, String> settings, Spool spool) {
    this.settings = settings;
    this.spool = spool;
  }

  /**
   * @param points how many the records hold
   */
  Measured run(CpuMeter meter, long points) throws IOException, InterruptedException {
    return run(meter, points, Long.MAX_VALUE);
  }

  /**
   * @param atMost about how many records to write
   */
  Measured run(CpuMeter meter, long points, long atMost) throws IOException, InterruptedException {
    TopicPartition partition = new TopicPartition(spool.topic(), 0);
    Context context = new Context(settings, partition);
    TdengineSinkTask task = new TdengineSinkTask();
    task.initialize(context);
    task.start(settings);
    try (Spool.Reader reader = spool.reader()) {
      task.open(List.of(partition));
      Usage begin = meter.now();
      long given = 0;
      for (List<SinkRecord> polled = reader.poll();
          !polled.isEmpty() && given < atMost;
          polled = reader.poll()) {
        given += polled.size();
        task.put(polled);
        while (context.paused) {
          Thread.sleep(PAUSE_MS);
          task.put(List.of());
        }
      }
      await(task, partition, given);
      return new Measured(points, meter.now().since(begin));
    } finally {
      task.close(List.of(partition));
      task.stop();
    }
  }

  /** Each commit writes what lingers; the offset says when all is written. */
  private static void await(TdengineSinkTask task, TopicPartition partition, long records) {
    while (true) {
      OffsetAndMetadata written = task.preCommit(Map.of()).get(partition);
      if (written != null && written.offset() >= records) {
        return;
      }
      task.put(List.of());
    }
  }

  private static final class Context implements SinkTaskContext {
    private final Map<String, String> settings;
    private final TopicPartition partition;
    private boolean paused;

    Context(Map<String, String> settings, TopicPartition partition) {
      this.settings = settings;
      this.partition = partition;
    }

    @Override
    public Map<String, String> configs() {
      return settings;
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
      throw new UnsupportedOperationException("the sink never rewinds");
    }

    @Override
    public void offset(TopicPartition moved, long offset) {
      throw new UnsupportedOperationException("the sink never rewinds");
    }

    @Override
    public void timeout(long ms) {
      // The next records come at once.
    }

    @Override
    public Set<TopicPartition> assignment() {
      return Set.of(partition);
    }

    @Override
    public void pause(TopicPartition... partitions) {
      paused = true;
    }

    @Override
    public void resume(TopicPartition... partitions) {
      paused = false;
    }

    @Override
    public void requestCommit() {
      // The end asks for all there is.
    }

    @Override
    public ErrantRecordReporter errantRecordReporter() {
      return (record, error) -> {
        throw CommandFailure.failed("TDengine refused a row: " + error.getMessage(), error);
      };
    }

    @Override
    public PluginMetrics pluginMetrics() {
      return null;
    }
  }
}
