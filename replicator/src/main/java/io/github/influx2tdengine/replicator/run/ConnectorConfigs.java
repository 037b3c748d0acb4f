package io.github.influx2tdengine.replicator.run;

import io.github.influx2tdengine.replicator.CommandFailure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.converters.ByteArrayConverter;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.storage.StringConverter;

/**
 * The settings that {@code replicate} adds to what the user gave: the pair's own record format, its
 * converters by name, exactly-once, the dead-letter topic. What the user set by {@code --source}
 * and {@code --sink} wins, except where a run would not work.
 */
public final class ConnectorConfigs {
  private static final String SOURCE_CLASS =
      "io.github.influx2tdengine.source.InfluxSourceConnector";
  private static final String SINK_CLASS = "io.github.influx2tdengine.sink.TdengineSinkConnector";

  /** Two cores are common, and every task is a thread with a window or a batch in memory. */
  private static final String TASKS = "2";

  /** What decides how the two ends meet; not for {@code --source} and {@code --sink}. */
  private static final Set<String> OURS =
      Set.of(
          "name",
          "connector.class",
          "topics",
          "topics.regex",
          "key.converter",
          "value.converter",
          "header.converter",
          "exactly.once.support",
          "transaction.boundary",
          "errors.tolerance",
          "errors.deadletterqueue.topic.name",
          "consumer.override.group.id");

  /** What has an option of its own, by which the run itself goes. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "influxdb.url", "--influx-url",
          "bucket", "--bucket",
          "begin.time", "--begin",
          "end.time", "--end",
          "tdengine.url", "--tdengine-url",
          "database", "--database");

  private ConnectorConfigs() {}

  /**
   * @throws CommandFailure when the user set what only the run can know
   */
  public static Map<String, String> source(
      String name, Map<String, String> connection, Map<String, String> chosen) {
    refuseOurs("--source", chosen);
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("tasks.max", TASKS);
    settings.put("record.format", "block");
    settings.put("record.points.max", "1000");
    settings.put("topic", "influx." + legal(connection.get("bucket")));
    settings.putAll(connection);
    settings.putAll(chosen);
    if (settings.get("topic").contains("{")) {
      throw CommandFailure.wrongUsage(
          "--source topic="
              + settings.get("topic")
              + " is a template; replicate makes one topic for the bucket, so name it in full");
    }
    settings.put("name", sourceName(name));
    settings.put("connector.class", SOURCE_CLASS);
    settings.put("exactly.once.support", "required");
    settings.put("transaction.boundary", "connector");
    settings.putAll(converters(settings.get("record.format")));
    return settings;
  }

  /** The name of the connector that reads for a replication. */
  static String sourceName(String replication) {
    return replication + "-source";
  }

  public static Map<String, String> sink(
      String name,
      Map<String, String> source,
      Map<String, String> connection,
      Map<String, String> chosen) {
    refuseOurs("--sink", chosen);
    String topic = source.get("topic");
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("tasks.max", TASKS);
    settings.putAll(connection);
    settings.putAll(chosen);
    settings.put("name", name + "-sink");
    settings.put("connector.class", SINK_CLASS);
    settings.put("topics", topic);
    settings.put("errors.tolerance", "all");
    settings.put("errors.deadletterqueue.topic.name", topic + ".refused");
    settings.put("errors.deadletterqueue.topic.replication.factor", "1");
    settings.put("errors.deadletterqueue.context.headers.enable", "true");
    settings.putAll(converters(source.get("record.format")));
    return settings;
  }

  private static void refuseOurs(String option, Map<String, String> chosen) {
    for (String key : chosen.keySet()) {
      if (OPTIONS.containsKey(key)) {
        throw CommandFailure.wrongUsage(
            option + " " + key + ": use " + OPTIONS.get(key) + " instead");
      }
      if (OURS.contains(key)) {
        throw CommandFailure.wrongUsage(
            option + " " + key + " is set by replicate itself; leave it out");
      }
    }
  }

  private static Map<String, String> converters(String format) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("key.converter", StringConverter.class.getName());
    // Headers are text; Connect's own converter would look for numbers and lists in each of them.
    settings.put("header.converter", StringConverter.class.getName());
    if (format.equals("block")) {
      settings.put("value.converter", ByteArrayConverter.class.getName());
    } else if (format.equals("struct")) {
      settings.put("value.converter", JsonConverter.class.getName());
      settings.put("value.converter.schemas.enable", "true");
    } else {
      settings.put("value.converter", StringConverter.class.getName());
    }
    return settings;
  }

  /** Characters that a topic name cannot have become {@code _}, as in the source's template. */
  static String legal(String bucket) {
    String legal = bucket.replaceAll("[^a-zA-Z0-9._-]", "_");
    // 249 is the longest name Kafka takes; the dead-letter topic adds 8, the prefix 7.
    return legal.length() <= 230 ? legal : legal.substring(0, 230);
  }
}
