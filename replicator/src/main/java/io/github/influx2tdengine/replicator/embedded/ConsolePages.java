package io.github.influx2tdengine.replicator.embedded;

import io.github.influx2tdengine.console.ConsoleExtension;
import io.github.influx2tdengine.replicator.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * How the embedded worker serves the console.
 *
 * @param port of the worker's REST interface; 0 takes a free one
 * @param settings the worker's settings for it
 */
public record ConsolePages(int port, Map<String, String> settings) {
  private static final String EXTENSION = "rest.extension.classes";
  private static final String PROVIDER = "console";

  /** To watch and steer the one replication that the process is for. */
  static ConsolePages ofReplication() {
    return new ConsolePages(
        0,
        Map.of(
            EXTENSION,
            ConsoleExtension.class.getName(),
            ConsoleExtension.ADDING,
            "This process is for one replication. Start influx2tdengine console to add data"
                + " sources."));
  }

  /** To add data sources, too; their passwords are kept in a file of the data directory. */
  public static ConsolePages ofDataDirectory(DataDirectory directory, int port) {
    Path secrets = directory.path().resolve("secrets");
    try {
      Files.createDirectories(secrets);
    } catch (IOException e) {
      throw CommandFailure.failed(secrets + " cannot be made: " + e, e);
    }
    return new ConsolePages(
        port,
        Map.of(
            EXTENSION,
            ConsoleExtension.class.getName(),
            "console.secrets.file",
            secrets.resolve("console.properties").toString(),
            "config.providers",
            PROVIDER,
            "config.providers." + PROVIDER + ".class",
            FileConfigProvider.class.getName(),
            "config.providers." + PROVIDER + ".param.allowed.paths",
            secrets.toString()));
  }

  /** The worker's other settings and these; config providers of both. */
  Map<String, String> with(Map<String, String> others) {
    Map<String, String> all = new HashMap<>(others);
    settings.forEach(
        (name, value) ->
            all.merge(
                name,
                value,
                (one, more) -> name.equals("config.providers") ? one + "," + more : more));
    return all;
  }
}
