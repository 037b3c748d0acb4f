package io.github.influx2tdengine.replicator.command;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.run.Console;
import io.github.influx2tdengine.replicator.run.Outcome;
import io.github.influx2tdengine.replicator.run.Replication;
import io.github.influx2tdengine.replicator.run.ReplicationSpec;
import io.github.influx2tdengine.replicator.run.StopSignal;
import io.github.influx2tdengine.replicator.verify.Report;
import io.github.influx2tdengine.replicator.verify.Verification;
import io.github.influx2tdengine.replicator.verify.VerifyOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code replicate}: copies a bucket, or follows it, with broker and worker in this JVM. */
@Command(
    name = "replicate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Copies a bucket of InfluxDB into a database of TDengine, or follows it.",
      "Starts a Kafka broker and a Connect worker inside this process, on loopback only. Run again"
          + " after an interruption of any kind, it goes on where it was."
    },
    footer = {
      "",
      "Exit codes: 0 done (or, without --end, interrupted), 1 failed or rows were refused, 2 wrong"
          + " usage.",
      "JAVA_OPTS reaches the JVM, for example JAVA_OPTS=-Xmx2g."
    })
final class ReplicateCommand implements Callable<Integer> {
  private final StopSignal stop;
  private final Map<String, String> environment;

  @Mixin InfluxOptions influx;
  @Mixin TdengineOptions tdengine;
  @Mixin RunOptions run;
  @Mixin SettingOptions settings;

  @Option(
      names = "--verify",
      description =
          "Compare both sides at the end of a run with --end, as the command verify does.")
  boolean verify;

  ReplicateCommand(StopSignal stop, Map<String, String> environment) {
    this.stop = stop;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    influx.check();
    if (verify && !influx.bounded()) {
      throw CommandFailure.wrongUsage(
          "--verify compares at the end of a run, which needs --end; while following, use the"
              + " command verify");
    }
    ReplicationSpec spec = spec();
    Console console = new Console(System.out, System.err, settings.json, System.console() != null);
    if (influx.endsInFuture()) {
      console.line(
          "--end lies in the future: points that are written from now on with times before it are"
              + " copied neither by this run nor by later ones; to follow, leave --end out");
    }
    try {
      Outcome outcome = new Replication(spec, Distribution.plugins(), console, stop).run();
      console.line(Summary.of(outcome, influx.bounded()));
      boolean good = outcome.successful();
      Map<String, Object> result = outcome.toJson();
      if (verify && outcome.complete()) {
        console.line("Comparing both sides, value by value");
        Report report =
            new Verification(spec.source(), spec.sink(), VerifyOptions.afterRun(), console, stop)
                .run();
        result.put("verify", report.toJson());
        good &= report.equal();
      }
      console.result(result);
      return good ? 0 : CommandFailure.FAILED;
    } catch (CommandFailure e) {
      console.keep();
      console.result(new Outcome(0, 0, 0, 0, List.of(e.getMessage()), false).toJson());
      throw e;
    }
  }

  ReplicationSpec spec() {
    return new Specs(influx, tdengine, run, settings, environment).of();
  }
}
