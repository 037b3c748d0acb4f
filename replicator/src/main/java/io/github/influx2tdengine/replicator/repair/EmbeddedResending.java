package io.github.influx2tdengine.replicator.repair;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.embedded.DataDirectory;
import io.github.influx2tdengine.replicator.run.Console;
import io.github.influx2tdengine.replicator.run.Outcome;
import io.github.influx2tdengine.replicator.run.Replication;
import io.github.influx2tdengine.replicator.run.ReplicationSpec;
import io.github.influx2tdengine.replicator.run.StopSignal;
import io.github.influx2tdengine.source.config.ReadRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sends again with broker and worker in this process: in the data directory of the replication,
 * whose topics and sink go on as they are; in a directory of its own where there is none.
 */
public final class EmbeddedResending implements Resending {
  private final ReplicationSpec replication;
  private final Path plugins;
  private final Console console;
  private final StopSignal stop;

  /**
   * @param replication the one that made the copy
   * @throws CommandFailure when it is running
   */
  public EmbeddedResending(
      ReplicationSpec replication, Path plugins, Console console, StopSignal stop) {
    this.replication = replication;
    this.plugins = plugins;
    this.console = console;
    this.stop = stop;
    if (kept()) {
      try {
        DataDirectory.open(replication.dataDirectory()).close();
      } catch (CommandFailure e) {
        throw CommandFailure.failed(
            "--repair: a replication runs in "
                + replication.dataDirectory()
                + ", or it cannot be used; while it runs, repair through it with --connect-url and"
                + " the address of its console without /console/",
            e);
      }
    }
  }

  private boolean kept() {
    return Files.exists(replication.dataDirectory().resolve(DataDirectory.IDENTITY));
  }

  @Override
  public void send(List<ReadRange> ranges) {
    if (kept()) {
      send(ranges, replication.dataDirectory());
      return;
    }
    Path directory = null;
    try {
      directory = Files.createTempDirectory("influx2tdengine-repair");
      send(ranges, directory);
    } catch (IOException e) {
      throw CommandFailure.failed("--repair: no temporary directory can be made: " + e, e);
    } finally {
      remove(directory);
    }
  }

  private void send(List<ReadRange> ranges, Path directory) {
    Outcome outcome =
        new Replication(replication.repairing(ranges, directory), plugins, console, stop).run();
    if (outcome.refused() > 0) {
      console.line(
          "%,d rows were refused again; their reasons are in %s"
              .formatted(outcome.refused(), directory.resolve("replicate.log")));
    }
  }

  private static void remove(Path directory) {
    if (directory == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw CommandFailure.failed(directory + " could not be removed: " + e, e);
    }
  }

  /** The run ended when the sink had written everything. */
  @Override
  public Duration patience() {
    return Duration.ofSeconds(5);
  }
}
