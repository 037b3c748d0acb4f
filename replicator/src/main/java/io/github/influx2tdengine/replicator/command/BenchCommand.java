package io.github.influx2tdengine.replicator.command;

import io.github.influx2tdengine.replicator.bench.BenchOptions;
import io.github.influx2tdengine.replicator.run.Console;
import io.github.influx2tdengine.replicator.run.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench}: what copying costs, beside what the servers themselves cost. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures, on the same generated data and in one run: (a) draining the queries from InfluxDB,"
          + " (b) writing the rows with the driver's columnar calls, (c) the source alone, (d) the"
          + " sink alone, (e) the whole pipeline; and what they come to.",
      "Makes a bucket in InfluxDB and databases in TDengine whose names begin with --name; use"
          + " servers without other load."
    },
    footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong usage. JAVA_OPTS reaches the JVM."})
final class BenchCommand implements Callable<Integer> {
  private final StopSignal stop;
  private final Map<String, String> environment;

  @Mixin InfluxLogin influx;
  @Mixin TdengineLogin tdengine;

  @Option(
      names = "--points",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Points in all (${DEFAULT-VALUE}).")
  long points = 1_000_000;

  @Option(
      names = "--shape",
      paramLabel = "SHAPE",
      defaultValue = "tsbs",
      description =
          "tsbs (10 tags, 10 float fields), wide (1 tag, 200 fields), narrow (1 field, 100,000"
              + " series), text (4 strings), or sparse (1 to 5 of 60 fields); ${DEFAULT-VALUE} if"
              + " not given.")
  String shape = "tsbs";

  @Option(
      names = "--series",
      paramLabel = "N",
      description = "Series; without it as many as the shape usually has.")
  Integer series;

  @Option(
      names = "--pids",
      paramLabel = "[NAME=]PID",
      split = ",",
      description =
          "Processes of the servers, on this machine, whose CPU time is measured, too:"
              + " influxd=12,taosd=34,taosadapter=56.")
  List<String> pids = new ArrayList<>();

  @Option(
      names = "--steps",
      paramLabel = "STEP",
      split = ",",
      defaultValue = "drain,driver,source,sink,pipeline",
      description = "What to measure (${DEFAULT-VALUE}).")
  List<String> steps = new ArrayList<>();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "1",
      description = "How often (a) to (d) are measured; the median counts (${DEFAULT-VALUE}).")
  int rounds = 1;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description =
          "Points of (e) before its measuring begins; 2,000,000, or a fifth of all if that is"
              + " less.")
  Long warmUp;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "influx2tdengine_bench",
      description = "What the names of bucket and databases begin with (${DEFAULT-VALUE}).")
  String name = "influx2tdengine_bench";

  @Option(
      names = "--keep",
      description = "Keep the bucket, so that the next run of this shape need not write it.")
  boolean keep;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Directory for records and the broker; a temporary one without it.")
  Path directory;

  @Mixin SettingOptions settings;

  BenchCommand(StopSignal stop, Map<String, String> environment) {
    this.stop = stop;
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Console console = new Console(System.out, System.err, settings.json, System.console() != null);
    BenchOptions options =
        new BenchOptions(
            points,
            shape,
            Optional.ofNullable(series),
            steps,
            rounds,
            Optional.ofNullable(warmUp),
            pids,
            name,
            Optional.ofNullable(directory),
            keep);
    options.run(
        new BenchOptions.Servers(
            influx.settings(environment),
            tdengine.settings(environment),
            settings.source,
            settings.sink),
        Distribution.plugins(),
        console,
        stop);
    return 0;
  }
}
