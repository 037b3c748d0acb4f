package io.github.influx2tdengine.replicator.command;

import io.github.influx2tdengine.replicator.run.ConnectorConfigs;
import io.github.influx2tdengine.replicator.run.ReplicationSpec;
import java.util.Map;

/** The replication that a command's options describe. */
record Specs(
    InfluxOptions influx,
    TdengineOptions tdengine,
    RunOptions run,
    SettingOptions settings,
    Map<String, String> environment) {

  ReplicationSpec of() {
    return of(influx.settings(environment));
  }

  /**
   * @param connection settings of the source connector that its options stand for
   */
  ReplicationSpec of(Map<String, String> connection) {
    String name = run.name(influx, tdengine);
    Map<String, String> source = ConnectorConfigs.source(name, connection, settings.source);
    return new ReplicationSpec(
        name,
        run.dataDirectory(name),
        source,
        ConnectorConfigs.sink(name, source, tdengine.settings(environment), settings.sink),
        influx.bounded(),
        influx.beginNanos(),
        run.minFreeMegabytes << 20,
        run.keepRecords);
  }
}
