package io.github.influx2tdengine.replicator.run;

import io.github.influx2tdengine.source.config.ReadRange;
import io.github.influx2tdengine.source.config.SourceSettings;
import io.github.influx2tdengine.source.plan.TimeText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One replication as the user asked for it.
 *
 * @param name prefix of both connectors' names
 * @param dataDirectory where broker, offsets and log are kept between runs
 * @param source settings of the source connector, secrets in clear; nothing of it goes to disk
 * @param sink the same of the sink connector
 * @param bounded whether the run ends at {@code end.time}
 * @param beginNanos first time to read, nanoseconds since 1970
 * @param minFreeBytes disk space under which reading is paused
 * @param keepRecords whether records stay in the topic after they were written
 */
public record ReplicationSpec(
    String name,
    Path dataDirectory,
    Map<String, String> source,
    Map<String, String> sink,
    boolean bounded,
    long beginNanos,
    long minFreeBytes,
    boolean keepRecords) {
  public ReplicationSpec {
    source = Map.copyOf(source);
    sink = Map.copyOf(sink);
  }

  /** The connector that reads. */
  public String sourceName() {
    return source.get("name");
  }

  /** The same replication, reading some ranges once more by a connector beside its own. */
  public ReplicationSpec repairing(List<ReadRange> ranges, Path directory) {
    Map<String, String> side = SideSource.of(source, ranges);
    return new ReplicationSpec(
        name,
        directory,
        side,
        sink,
        true,
        TimeText.parse(side.get(SourceSettings.BEGIN)),
        minFreeBytes,
        keepRecords);
  }

  /** Whether it is to read only what was found to differ. */
  boolean repairs() {
    return source.containsKey(SourceSettings.RANGES);
  }

  public String sinkName() {
    return name + "-sink";
  }

  /** The consumer group that Connect gives the sink. */
  public String sinkGroup() {
    return "connect-" + sinkName();
  }

  /** The topic between the two connectors. */
  public String topic() {
    return source.get("topic");
  }

  /** The dead-letter topic. */
  public String refusedTopic() {
    return topic() + ".refused";
  }

  @Override
  public String toString() {
    return "ReplicationSpec[" + name + " in " + dataDirectory + "]";
  }
}
