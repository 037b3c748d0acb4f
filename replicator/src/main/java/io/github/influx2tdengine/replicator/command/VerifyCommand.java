package io.github.influx2tdengine.replicator.command;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.repair.ConnectPair;
import io.github.influx2tdengine.replicator.repair.ConnectRest;
import io.github.influx2tdengine.replicator.repair.EmbeddedResending;
import io.github.influx2tdengine.replicator.repair.Resending;
import io.github.influx2tdengine.replicator.repair.RestResending;
import io.github.influx2tdengine.replicator.run.Console;
import io.github.influx2tdengine.replicator.run.Outcome;
import io.github.influx2tdengine.replicator.run.StopSignal;
import io.github.influx2tdengine.replicator.verify.Report;
import io.github.influx2tdengine.replicator.verify.Verification;
import io.github.influx2tdengine.replicator.verify.VerifyOptions;
import io.github.influx2tdengine.source.config.SourceSettings;
import io.github.influx2tdengine.source.plan.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code verify}: compares a bucket with a database value by value, and puts right what differs.
 */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compares a bucket of InfluxDB with a database of TDengine, value by value.",
      "Floats are compared by their bits, text by its characters, times by the nanosecond. Give the"
          + " --source and --sink settings that the copy was made with: they decide where a point"
          + " is. With --connect-url they are taken from the connectors."
    },
    footer = {
      "",
      "Exit codes: 0 equal (with --repair: in the end), 1 differences (the first 20 are listed) or"
          + " nothing to compare, 2 wrong usage."
    })
final class VerifyCommand implements Callable<Integer> {
  /** Without --end: what is younger may be on its way (delay.ms is 30 s, and a poll takes some). */
  private static final Duration YOUNG = Duration.ofSeconds(90);

  /** The same in a cluster, whose worker may store the source's offsets once a minute only. */
  private static final Duration YOUNG_IN_CLUSTER = Duration.ofSeconds(240);

  private static final String PROGRESS = "verify.json";

  private final StopSignal stop;
  private final Map<String, String> environment;

  @Mixin InfluxOptions influx;
  @Mixin TdengineOptions tdengine;
  @Mixin RunOptions run;

  @Option(
      names = "--quick",
      description =
          "Compare only how many values each field has in each stretch of time. Says nothing about"
              + " the values; stretches whose counts differ are compared value by value.")
  boolean quick;

  @Option(
      names = "--repair",
      description =
          "Send again what differs or is missing, by the way it came, and compare again. Uses the"
              + " data directory of the replication (--name, --data-dir), or with --connect-url the"
              + " cluster.")
  boolean repair;

  @Option(
      names = "--delete-extra",
      description =
          "Remove from TDengine what InfluxDB does not have, after saying how much: rows are"
              + " deleted, values become NULL. What InfluxDB has dropped because of its retention"
              + " policy stays.")
  boolean deleteExtra;

  @Option(
      names = "--connect-url",
      paramLabel = "URL",
      description =
          "REST address of the Connect cluster that makes the copy. Only what it has read is"
              + " compared, by its connectors' settings, and --repair goes through it.")
  String connectUrl;

  @Option(
      names = "--connector",
      paramLabel = "NAME",
      description = "Name of the source connector there, where the bucket does not tell.")
  String connector;

  @Option(
      names = "--settle",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "What differs is looked at again after so many seconds (${DEFAULT-VALUE}), and reported"
              + " only if it still does.")
  int settle = 10;

  @Option(
      names = "--rates",
      hidden = true,
      description = "Measure how fast each side is read alone, and compared: docs/operations.md.")
  boolean rates;

  @Option(
      names = "--resume",
      description = "Go on with a comparison of the same that was interrupted.")
  boolean resume;

  @Mixin SettingOptions settings;

  VerifyCommand(StopSignal stop, Map<String, String> environment) {
    this.stop = stop;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    check();
    Console console = new Console(System.out, System.err, settings.json, System.console() != null);
    try {
      if (rates) {
        Map<String, Object> measured = verification(console).rates();
        console.result(measured);
        return Boolean.TRUE.equals(measured.get("equal")) ? 0 : CommandFailure.FAILED;
      }
      Report report = verification(console).run();
      console.result(report.toJson());
      return report.equal() ? 0 : CommandFailure.FAILED;
    } catch (CommandFailure e) {
      console.keep();
      Map<String, Object> result = new Outcome(0, 0, 0, 0, List.of(e.getMessage()), false).toJson();
      result.put("equal", false);
      console.result(result);
      throw e;
    }
  }

  private void check() {
    influx.check();
    if (settle < 0) {
      throw CommandFailure.wrongUsage("--settle " + settle + " is negative; give seconds");
    }
    if (connector != null && connectUrl == null) {
      throw CommandFailure.wrongUsage(
          "--connector names a connector of a cluster; add --connect-url with its address");
    }
  }

  private Verification verification(Console console) {
    Map<String, String> source = new HashMap<>();
    Map<String, String> sink = new HashMap<>();
    Optional<ConnectPair> pair = pair();
    pair.ifPresent(
        found -> {
          source.putAll(found.sourceRules());
          sink.putAll(found.sinkRules());
          console.line(
              "Comparing what connector '%s' has read and '%s' has written"
                  .formatted(found.source(), found.sink()));
        });
    source.putAll(influx.settings(environment));
    source.putAll(settings.source);
    if (!influx.bounded()) {
      Instant end = Instant.now().minus(connectUrl == null ? YOUNG : YOUNG_IN_CLUSTER);
      source.put(
          SourceSettings.END,
          TimeText.format(end.getEpochSecond() * 1_000_000_000L + end.getNano()));
    }
    sink.putAll(tdengine.settings(environment));
    sink.putAll(settings.sink);
    VerifyOptions options =
        new VerifyOptions(
            quick,
            Duration.ofSeconds(settle),
            Optional.of(run.dataDirectory(run.name(influx, tdengine)).resolve(PROGRESS)),
            resume);
    Verification verification = new Verification(source, sink, options, console, stop);
    pair.ifPresent(found -> verification.writtenUpTo(found.writtenUpTo()));
    if (repair) {
      verification.repairing(resending(pair, source, console));
    }
    return deleteExtra ? verification.deletingExtra() : verification;
  }

  private Optional<ConnectPair> pair() {
    return Optional.ofNullable(connectUrl)
        .map(
            url ->
                ConnectPair.find(
                    new ConnectRest(url),
                    Optional.ofNullable(connector),
                    influx.url,
                    influx.bucket,
                    tdengine.database));
  }

  private Resending resending(
      Optional<ConnectPair> pair, Map<String, String> source, Console console) {
    if (pair.isPresent()) {
      return new RestResending(pair.get(), console, stop);
    }
    Map<String, String> bounded = influx.settings(environment);
    bounded.put(SourceSettings.END, source.get(SourceSettings.END));
    return new EmbeddedResending(
        new Specs(influx, tdengine, run, settings, environment).of(bounded),
        Distribution.plugins(),
        console,
        stop);
  }
}
