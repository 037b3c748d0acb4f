package io.github.influx2tdengine.console.watch;

import java.util.Map;

/**
 * One connector of the pair.
 *
 * @param settings as stored: may hold secrets in clear, so never sent anywhere as they are
 */
public record Connector(String name, Type type, Map<String, String> settings) {
  /** Which half it is. */
  public enum Type {
    SOURCE,
    SINK
  }

  String setting(String name) {
    return settings.getOrDefault(name, "");
  }

  @Override
  public String toString() {
    return type + " " + name;
  }
}
