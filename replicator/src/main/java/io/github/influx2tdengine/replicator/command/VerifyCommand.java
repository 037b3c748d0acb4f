package io.github.influx2tdengine.replicator.command;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.run.Console;
import io.github.influx2tdengine.replicator.run.Outcome;
import io.github.influx2tdengine.replicator.run.StopSignal;
import io.github.influx2tdengine.replicator.verify.Report;
import io.github.influx2tdengine.replicator.verify.Verification;
import io.github.influx2tdengine.source.config.SourceSettings;
import io.github.influx2tdengine.source.plan.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code verify}: compares a bucket with a database value by value. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compares a bucket of InfluxDB with a database of TDengine, value by value.",
      "Floats are compared by their bits, text by its characters, times by the nanosecond. Give the"
          + " --source and --sink settings that the copy was made with: they decide where a point"
          + " is."
    },
    footer = {
      "",
      "Exit codes: 0 equal, 1 differences (the first 20 are listed) or nothing to compare, 2 wrong"
          + " usage."
    })
final class VerifyCommand implements Callable<Integer> {
  /** Without --end: what is younger may be on its way (delay.ms is 30 s, and a poll takes some). */
  private static final Duration YOUNG = Duration.ofSeconds(90);

  private final StopSignal stop;
  private final Map<String, String> environment;

  @Mixin InfluxOptions influx;
  @Mixin TdengineOptions tdengine;
  @Mixin SettingOptions settings;

  VerifyCommand(StopSignal stop, Map<String, String> environment) {
    this.stop = stop;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    influx.check();
    Map<String, String> source = new HashMap<>(influx.settings(environment));
    source.putAll(settings.source);
    if (!influx.bounded()) {
      Instant end = Instant.now().minus(YOUNG);
      source.put(
          SourceSettings.END,
          TimeText.format(end.getEpochSecond() * 1_000_000_000L + end.getNano()));
    }
    Map<String, String> sink = new HashMap<>(tdengine.settings(environment));
    sink.putAll(settings.sink);
    Console console = new Console(System.out, System.err, settings.json, System.console() != null);
    try {
      Report report = new Verification(source, sink, console, stop).run();
      console.result(report.toJson());
      return report.equal() ? 0 : CommandFailure.FAILED;
    } catch (CommandFailure e) {
      console.result(new Outcome(0, 0, 0, 0, List.of(e.getMessage()), false).toJson());
      throw e;
    }
  }
}
