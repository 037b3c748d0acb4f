package io.github.influx2tdengine.sink;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version the build wrote beside the classes. */
final class Version {
  private static final String RESOURCE = "influx2tdengine-tdengine-sink.properties";

  private Version() {}

  static String current() {
    try (InputStream in = Version.class.getResourceAsStream("/" + RESOURCE)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
