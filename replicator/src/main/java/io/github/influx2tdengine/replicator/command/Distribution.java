package io.github.influx2tdengine.replicator.command;

import io.github.influx2tdengine.replicator.CommandFailure;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where this program lies: {@code lib/} with its jars, {@code plugins/} with both connectors as a
 * Connect cluster would have them. The system property {@code influx2tdengine.plugins} names
 * another place for the latter.
 */
final class Distribution {
  private static final String PLUGINS = "influx2tdengine.plugins";

  private Distribution() {}

  static Path plugins() {
    String given = System.getProperty(PLUGINS);
    Path plugins = given != null ? Path.of(given) : besideLib();
    if (!Files.isDirectory(plugins)) {
      throw CommandFailure.failed(
          "the connectors' plugin directories are not at "
              + plugins
              + "; start through bin/influx2tdengine, which builds them");
    }
    return plugins;
  }

  private static Path besideLib() {
    try {
      Path jar =
          Path.of(Distribution.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return jar.getParent().getParent().resolve("plugins");
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a code location is a file", e);
    }
  }
}
