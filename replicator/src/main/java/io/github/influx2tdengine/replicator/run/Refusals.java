package io.github.influx2tdengine.replicator.run;

import io.github.influx2tdengine.replicator.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Counts refused rows that no run has told of yet. How many were told of is kept in the data
 * directory, so that those of a run that was killed are told of by the next.
 */
final class Refusals {
  private static final String FILE = "refused.reported";

  private final Topics topics;
  private final ReplicationSpec spec;
  private final Path file;
  private long counted;

  Refusals(Topics topics, ReplicationSpec spec) {
    this.topics = topics;
    this.spec = spec;
    this.file = spec.dataDirectory().resolve(FILE);
  }

  long sinceReported() throws ExecutionException, InterruptedException, TimeoutException {
    counted = topics.refused(spec);
    return counted - before();
  }

  /** Those counted last have been told of. */
  void reported() {
    Path part = file.resolveSibling(FILE + ".part");
    try {
      Files.writeString(part, Long.toString(counted));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw CommandFailure.failed(file + " cannot be written: " + e, e);
    }
  }

  private long before() {
    try {
      return Files.exists(file) ? Long.parseLong(Files.readString(file).trim()) : 0;
    } catch (IOException | NumberFormatException e) {
      throw CommandFailure.failed(
          file + " cannot be read: " + e + "; remove it to have all refused rows counted", e);
    }
  }
}
