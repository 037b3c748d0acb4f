package io.github.influx2tdengine.replicator.command;

import java.util.Map;
import picocli.CommandLine.Option;

/** Where to write: the TDengine server and the database in it. */
final class TdengineOptions extends TdengineLogin {
  @Option(
      names = "--database",
      required = true,
      paramLabel = "DB",
      description = "Database to write to; created with nanosecond precision if it is missing.")
  String database;

  @Override
  Map<String, String> settings(Map<String, String> environment) {
    Map<String, String> settings = super.settings(environment);
    settings.put("database", database);
    return settings;
  }
}
