package io.github.influx2tdengine.replicator.command;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.Directories;
import io.github.influx2tdengine.replicator.run.ConnectorConfigs;
import io.github.influx2tdengine.replicator.run.Console;
import io.github.influx2tdengine.replicator.run.Outcome;
import io.github.influx2tdengine.replicator.run.Replication;
import io.github.influx2tdengine.replicator.run.ReplicationSpec;
import io.github.influx2tdengine.replicator.run.StopSignal;
import io.github.influx2tdengine.replicator.verify.Report;
import io.github.influx2tdengine.replicator.verify.Verification;
import io.github.influx2tdengine.replicator.verify.VerifyOptions;
import io.github.influx2tdengine.source.plan.TimeText;
import io.github.influx2tdengine.testkit.data.DemoData;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.Servers;
import io.github.influx2tdengine.testkit.servers.TdengineServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code demo}: the whole way of a small data set, on servers found or stood in for. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Copies a small data set from InfluxDB to TDengine and compares both.",
      "Uses the servers that INFLUXDB2_URL (with INFLUXDB2_TOKEN and INFLUXDB2_ORG), INFLUXDB1_URL"
          + " and TDENGINE_URL name, containers where Docker runs, an influxd 1.x on the PATH, and"
          + " stand-ins inside this process for what is missing. On real servers it makes a bucket"
          + " and a database '"
          + DemoCommand.NAME
          + "', anew each time."
    })
final class DemoCommand implements Callable<Integer> {
  static final String NAME = "influx2tdengine_demo";

  private final StopSignal stop;
  private final Map<String, String> environment;

  DemoCommand(StopSignal stop, Map<String, String> environment) {
    this.stop = stop;
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    Console console = new Console(System.out, System.err, false, System.console() != null);
    console.line("1. Looking for an InfluxDB and a TDengine");
    InfluxServer influx =
        environment.getOrDefault("INFLUXDB2_URL", "").isBlank()
            ? Servers.influx1()
            : Servers.influx2();
    TdengineServer tdengine = Servers.tdengine();
    DemoData data = new DemoData();
    console.line("2. Writing " + describe(data) + " into bucket " + NAME + " of InfluxDB");
    influx.createBucket(NAME);
    influx.write(NAME, data.lines());
    tdengine.sql("DROP DATABASE IF EXISTS " + NAME);

    console.line("3. Replicating into database " + NAME + " of TDengine, through Kafka");
    Path directory = Files.createTempDirectory(NAME);
    try {
      ReplicationSpec spec = spec(influx, tdengine, data, directory);
      Outcome outcome = new Replication(spec, Distribution.plugins(), console, stop).run();
      console.line("   " + Summary.of(outcome, true));
      if (!outcome.successful()) {
        return CommandFailure.FAILED;
      }
      console.line("4. Comparing both sides, value by value");
      Report report =
          new Verification(spec.source(), spec.sink(), VerifyOptions.afterRun(), console, stop)
              .run();
      if (!report.equal()) {
        return CommandFailure.FAILED;
      }
      console.line("");
      console.line(story(influx, tdengine, report));
      return 0;
    } finally {
      Directories.delete(directory);
    }
  }

  private static String describe(DemoData data) {
    try (Stream<String> lines = data.lines()) {
      return "%,d points of %s".formatted(lines.count(), String.join(", ", data.measurements()));
    }
  }

  private static ReplicationSpec spec(
      InfluxServer influx, TdengineServer tdengine, DemoData data, Path directory) {
    Map<String, String> connection = new HashMap<>();
    connection.put("influxdb.url", influx.url());
    connection.put("influxdb.version", String.valueOf(influx.version()));
    if (influx.version() == 2) {
      connection.put("influxdb.org", influx.organisation());
      connection.put("influxdb.token", influx.token());
    } else if (!influx.user().isEmpty()) {
      connection.put("influxdb.user", influx.user());
      connection.put("influxdb.password", influx.password());
    }
    connection.put("bucket", NAME);
    connection.put("begin.time", data.begin().toString());
    connection.put("end.time", data.end().toString());
    Map<String, String> target = new HashMap<>();
    target.put("tdengine.url", tdengine.jdbcUrl());
    target.put("tdengine.user", tdengine.user());
    target.put("tdengine.password", tdengine.password());
    target.put("database", NAME);
    Map<String, String> source = ConnectorConfigs.source("demo", connection, Map.of());
    return new ReplicationSpec(
        "demo",
        directory,
        source,
        ConnectorConfigs.sink("demo", source, target, Map.of()),
        true,
        TimeText.parse(data.begin().toString()),
        // A demo of some megabytes shall run on a disk that is nearly full.
        64L << 20,
        false);
  }

  private static String story(InfluxServer influx, TdengineServer tdengine, Report report) {
    return String.join(
        "\n",
        List.of(
            "It worked: all %,d points of %d measurements are in TDengine, equal to the last bit."
                .formatted(report.points(), report.measurements()),
            "",
            "InfluxDB was   " + influx.description() + ".",
            "TDengine was   " + tdengine.description() + ".",
            "Between them   a Kafka broker, a Connect worker and both connectors ran in this"
                + " process.",
            "",
            "Next: copy a bucket of your own,",
            "  bin/influx2tdengine replicate --help",
            "or run the connectors in a Kafka Connect cluster: see README.md."));
  }
}
