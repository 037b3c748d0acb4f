package io.github.influx2tdengine.replicator.embedded;

import io.github.influx2tdengine.replicator.Directories;
import io.github.influx2tdengine.replicator.secret.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Starts broker and worker once and stops them, so that the JVM can archive the classes this takes.
 * The launcher calls it after a build.
 */
public final class WarmUp {
  private WarmUp() {}

  public static void main(String[] args) throws IOException {
    Path temporary = Files.createTempDirectory("influx2tdengine-warm-up");
    try (DataDirectory directory = DataDirectory.open(temporary.resolve("data"));
        Secrets secrets = new Secrets()) {
      LogFile.use(directory.logFile());
      EmbeddedConnect.start(
              directory, Path.of(System.getProperty("influx2tdengine.plugins")), secrets)
          .close();
    } finally {
      Directories.delete(temporary);
    }
    System.exit(0);
  }
}
