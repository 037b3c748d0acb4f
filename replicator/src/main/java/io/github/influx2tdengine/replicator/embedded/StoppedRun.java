package io.github.influx2tdengine.replicator.embedded;

import io.github.influx2tdengine.replicator.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;

/** The broker of a data directory without its worker: to look at the records that are there. */
public final class StoppedRun implements AutoCloseable {
  private final DataDirectory directory;
  private final EmbeddedBroker broker;

  private StoppedRun(DataDirectory directory, EmbeddedBroker broker) {
    this.directory = directory;
    this.broker = broker;
  }

  /**
   * @throws CommandFailure when it is no data directory, or another process has it
   */
  public static StoppedRun open(Path path) {
    if (!Files.isRegularFile(path.resolve(DataDirectory.IDENTITY))) {
      throw CommandFailure.failed(
          path + " is not the data directory of a replication (no " + DataDirectory.IDENTITY + ")");
    }
    DataDirectory directory = DataDirectory.open(path);
    try {
      return new StoppedRun(
          directory, EmbeddedBroker.start(directory.brokerLogs(), LoopbackPorts.free()));
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  @Override
  public void close() {
    try {
      broker.close();
    } finally {
      directory.close();
    }
  }
}
