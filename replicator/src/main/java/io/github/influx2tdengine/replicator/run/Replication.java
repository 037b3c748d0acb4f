package io.github.influx2tdengine.replicator.run;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.embedded.DataDirectory;
import io.github.influx2tdengine.replicator.embedded.EmbeddedConnect;
import io.github.influx2tdengine.replicator.embedded.LogFile;
import io.github.influx2tdengine.replicator.secret.SecretSettings;
import io.github.influx2tdengine.replicator.secret.Secrets;
import io.github.influx2tdengine.sink.TdengineSinkConnector;
import io.github.influx2tdengine.source.InfluxSourceConnector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.runtime.rest.errors.BadRequestException;

/** One run of a replication, from the look at the servers to the last row. */
public final class Replication {
  private final ReplicationSpec spec;
  private final Path plugins;
  private final Console console;
  private final StopSignal stop;

  /**
   * @param plugins directory with a directory for each connector's plugin
   */
  public Replication(ReplicationSpec spec, Path plugins, Console console, StopSignal stop) {
    this.spec = spec;
    this.plugins = plugins;
    this.console = console;
    this.stop = stop;
  }

  /**
   * @throws CommandFailure when it cannot begin, or a setting turned out to be wrong
   */
  public Outcome run() {
    long begin = System.nanoTime();
    try (Secrets secrets = new Secrets()) {
      Map<String, String> source =
          SecretSettings.conceal(
              spec.source(), new InfluxSourceConnector().config(), "source", secrets);
      Map<String, String> sink =
          SecretSettings.conceal(
              spec.sink(), new TdengineSinkConnector().config(), "sink", secrets);
      Preflight preflight =
          new Preflight(
              secrets,
              () -> new InfluxSourceConnector().validate(spec.source()),
              () -> new TdengineSinkConnector().validate(spec.sink()),
              spec);
      boolean first = !Files.exists(spec.dataDirectory().resolve(DataDirectory.IDENTITY));
      if (first) {
        // Nothing is made before the servers answer. Later runs look while the broker starts: after
        // a crash every second counts.
        preflight.await();
      }
      try (DataDirectory directory = DataDirectory.open(spec.dataDirectory())) {
        LogFile.use(directory.logFile());
        if (spec.repairs()) {
          new Identity(spec).check(directory.identityFile());
        } else {
          new Identity(spec).claim(directory.identityFile());
        }
        return run(directory, source, sink, secrets, preflight, first, begin);
      }
    }
  }

  private Outcome run(
      DataDirectory directory,
      Map<String, String> source,
      Map<String, String> sink,
      Secrets secrets,
      Preflight preflight,
      boolean first,
      long begin) {
    boolean untouched = true;
    console.line("Starting broker and Connect worker in " + directory.path());
    try (EmbeddedConnect connect = EmbeddedConnect.start(directory, plugins, secrets)) {
      preflight.await();
      Topics topics = new Topics(connect.admin());
      topics.create(spec);
      ConnectControl control = new ConnectControl(connect.herder());
      control.awaitReady();
      if (spec.repairs()) {
        // A run that was killed left its source, which would go on reading beside the repair.
        control.delete(ConnectorConfigs.sourceName(spec.name()));
      }
      put(control, sink, secrets);
      put(control, source, secrets);
      console.line(
          "Reading %s into %s after %.1f s"
              .formatted(
                  spec.source().get("bucket"),
                  spec.sink().get("database"),
                  (System.nanoTime() - begin) / 1e9));
      console.line("Console at " + connect.consoleUrl());
      try (RunLoop loop =
          new RunLoop(spec, control, topics, connect, console, stop, secrets, begin)) {
        return loop.run();
      } finally {
        untouched = untouched(topics);
        // Without them the next run begins with its own settings, not with these. Offsets stay.
        control.delete(spec.sourceName());
        control.delete(spec.sinkName());
      }
    } catch (ExecutionException | TimeoutException e) {
      throw CommandFailure.failed("the embedded broker did not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted", e);
    } finally {
      if (first && untouched && !spec.repairs()) {
        forget(directory.identityFile());
      }
    }
  }

  /** Leaves a connector alone that runs with these settings already, as after a SIGKILL. */
  private static void put(ConnectControl control, Map<String, String> settings, Secrets secrets) {
    if (control.configuration(settings.get("name")).filter(settings::equals).isPresent()) {
      return;
    }
    try {
      control.put(settings);
    } catch (BadRequestException e) {
      throw CommandFailure.failed(secrets.redact(e.getMessage()), e);
    }
  }

  /** Whether the directory holds nothing yet that a later run would build on. */
  private boolean untouched(Topics topics) throws InterruptedException {
    try {
      return topics.untouched(spec);
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  private static void forget(Path identity) {
    try {
      Files.deleteIfExists(identity);
    } catch (IOException e) {
      throw CommandFailure.failed(
          identity + " could not be removed; remove it, or choose another --data-dir", e);
    }
  }
}
