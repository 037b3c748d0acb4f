package io.github.influx2tdengine.replicator.run;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.embedded.ConsolePages;
import io.github.influx2tdengine.replicator.embedded.DataDirectory;
import io.github.influx2tdengine.replicator.embedded.EmbeddedConnect;
import io.github.influx2tdengine.replicator.embedded.LogFile;
import io.github.influx2tdengine.replicator.secret.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Broker and worker with the console, and whatever data sources are added there, until it is
 * stopped. Meanwhile records behind the sinks are deleted, and reading pauses when the disk runs
 * full.
 */
public final class ConsoleRun {
  private static final long HOUSEKEEPING_MS = 5_000;

  private final Path data;
  private final Path plugins;
  private final int port;
  private final long minFreeBytes;
  private final Console console;
  private final StopSignal stop;

  /**
   * @param data the data directory
   * @param plugins directory with a directory for each connector's plugin
   * @param port of the console; 0 takes a free one
   * @param minFreeBytes reading pauses when the disk has less
   */
  public ConsoleRun(
      Path data, Path plugins, int port, long minFreeBytes, Console console, StopSignal stop) {
    this.data = data;
    this.plugins = plugins;
    this.port = port;
    this.minFreeBytes = minFreeBytes;
    this.console = console;
    this.stop = stop;
  }

  /**
   * @throws CommandFailure when it cannot begin
   */
  public void run() {
    try (Secrets secrets = new Secrets();
        DataDirectory directory = DataDirectory.open(data)) {
      if (Files.exists(directory.identityFile())) {
        throw CommandFailure.failed(
            "data directory "
                + data
                + " belongs to a replication, which serves the console itself while it runs; choose"
                + " another directory with --data-dir");
      }
      LogFile.use(directory.logFile());
      console.line("Starting broker and Connect worker in " + data);
      try (EmbeddedConnect connect =
          EmbeddedConnect.start(
              directory, plugins, secrets, ConsolePages.ofDataDirectory(directory, port))) {
        ConnectControl control = new ConnectControl(connect.herder());
        control.awaitReady();
        console.line("Console at " + connect.consoleUrl());
        SinkTopics topics = new SinkTopics(connect.admin(), control);
        Trimmer trimmer = new Trimmer(connect.admin());
        PausedSources paused = new PausedSources(directory.pausedFile(), control);
        DiskGuard disk =
            new DiskGuard(minFreeBytes, DiskGuard.freeBytesOf(data), !paused.isEmpty());
        while (!stop.await(HOUSEKEEPING_MS)) {
          trim(topics, trimmer);
          watchDisk(disk, paused);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted", e);
    } catch (IOException e) {
      throw CommandFailure.failed("data directory " + data + " cannot be used: " + e, e);
    }
  }

  private void trim(SinkTopics topics, Trimmer trimmer) throws InterruptedException {
    try {
      trimmer.trim(topics.written());
    } catch (ExecutionException | TimeoutException e) {
      // A topic that was just deleted, a broker that is busy: the next look is soon.
      console.line("Records that are written could not be deleted yet: " + e.getMessage());
    }
  }

  private void watchDisk(DiskGuard disk, PausedSources paused) throws IOException {
    switch (disk.look()) {
      case PAUSE -> {
        paused.pauseAll();
        console.line("Reading is paused: " + disk.explain());
      }
      case RESUME -> {
        paused.resumeAll();
        console.line("Reading goes on: " + disk.explain());
      }
      case UNCHANGED -> {}
    }
  }
}
