package io.github.influx2tdengine.sink;

import io.github.influx2tdengine.points.PackedBlock;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.sink.config.SinkConfig;
import io.github.influx2tdengine.sink.write.Session;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.Awaitility;

/** A task with a database of its own, driven as Connect drives it. */
final class Harness implements AutoCloseable {
  static final String TOPIC = "influx.test";

  final String database = "sink_" + UUID.randomUUID().toString().substring(0, 8);
  final FakeContext context = new FakeContext();
  final Map<String, String> settings = new HashMap<>();
  final TopicPartition partition = new TopicPartition(TOPIC, 0);
  TdengineSinkTask task;
  private long offset;

  Harness(String url) {
    settings.put("name", "test-" + database);
    settings.put(SinkConfig.URL, url);
    settings.put(SinkConfig.USER, "root");
    settings.put(SinkConfig.PASSWORD, "taosdata");
    settings.put(SinkConfig.DATABASE, database);
    settings.put(SinkConfig.DATABASE_OPTIONS, "VGROUPS 2");
    settings.put(SinkConfig.LINGER, "20");
    context.assignment.add(partition);
  }

  Harness with(String setting, String value) {
    settings.put(setting, value);
    return this;
  }

  Harness start() {
    task = new TdengineSinkTask();
    // Connect gives each task metrics of its own.
    context.metrics.clear();
    task.initialize(context);
    task.start(settings);
    task.open(context.assignment);
    return this;
  }

  SinkRecord record(Schema schema, Object value) {
    return new SinkRecord(TOPIC, 0, Schema.STRING_SCHEMA, "key", schema, value, offset++);
  }

  SinkRecord line(String line) {
    return record(Schema.STRING_SCHEMA, line);
  }

  SinkRecord block(SeriesBlock block) {
    return record(Schema.BYTES_SCHEMA, PackedBlock.pack(block).toMessage());
  }

  /** Puts records and waits until all of them are accounted for. */
  Harness write(SinkRecord... records) {
    task.put(List.of(records));
    awaitCommitted();
    return this;
  }

  Harness lines(String... lines) {
    List<SinkRecord> records = new ArrayList<>();
    for (String line : lines) {
      records.add(line(line));
    }
    return write(records.toArray(new SinkRecord[0]));
  }

  /** The offset that would be committed now; -1 where there is none. */
  long committed() {
    context.commitRequested = false;
    Map<TopicPartition, OffsetAndMetadata> offsets = task.preCommit(Map.of());
    return offsets.containsKey(partition) ? offsets.get(partition).offset() : -1;
  }

  void awaitCommitted() {
    awaitCommitted(offset);
  }

  void awaitCommitted(long expected) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              task.put(List.of());
              return committed() == expected;
            });
  }

  /** What a test asks itself may take its time, whatever the limits of the sink are. */
  private SinkConfig patient() {
    Map<String, String> longer = new HashMap<>(settings);
    longer.put(SinkConfig.CONNECT_TIMEOUT, "30000");
    longer.put(SinkConfig.REQUEST_TIMEOUT, "120000");
    return new SinkConfig(longer);
  }

  List<List<String>> query(String sql) {
    try (Session session = Session.openDatabase(patient())) {
      return session.query(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** An attribute of the task's bean. */
  Object metric(String attribute) {
    try {
      return ManagementFactory.getPlatformMBeanServer()
          .getAttribute(
              new ObjectName(
                  "io.github.influx2tdengine:type=sink,connector=test-" + database + ",task=0"),
              attribute);
    } catch (JMException e) {
      throw new IllegalStateException(attribute, e);
    }
  }

  /** Columns and tags: name, type, length, note. */
  List<String> describe(String table) {
    return query("DESCRIBE `" + table + "`").stream()
        .map(row -> String.join(" ", row.subList(0, 4)))
        .toList();
  }

  boolean exists(String table) {
    return query("SHOW STABLES").contains(List.of(table));
  }

  void execute(String... statements) {
    try (Session session = Session.open(patient())) {
      for (String sql : statements) {
        session.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(String.join("; ", statements), e);
    }
  }

  @Override
  public void close() {
    if (task != null) {
      task.close(context.assignment);
      task.stop();
    }
    execute("DROP DATABASE IF EXISTS `" + database + "`");
  }
}
