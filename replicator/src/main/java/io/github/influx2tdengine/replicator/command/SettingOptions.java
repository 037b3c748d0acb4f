package io.github.influx2tdengine.replicator.command;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Connector settings by name, and the form of the result. */
final class SettingOptions {
  @Option(
      names = "--source",
      paramLabel = "KEY=VALUE",
      description = "A setting of the source connector by its name; may be given several times.")
  Map<String, String> source = new LinkedHashMap<>();

  @Option(
      names = "--sink",
      paramLabel = "KEY=VALUE",
      description = "A setting of the sink connector by its name; may be given several times.")
  Map<String, String> sink = new LinkedHashMap<>();

  @Option(
      names = "--json",
      description = "Print one JSON object as the last line of standard output.")
  boolean json;
}
