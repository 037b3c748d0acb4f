package io.github.influx2tdengine.source.config;

import java.util.Arrays;
import java.util.Optional;

/** The major version of the server; {@link #AUTO} asks it. */
public enum ServerVersion {
  AUTO("auto"),
  V1("1"),
  V2("2"),
  V3("3");

  private final String text;

  ServerVersion(String text) {
    this.text = text;
  }

  /** The value of the setting {@code influxdb.version}. */
  public String text() {
    return text;
  }

  /**
   * @throws IllegalArgumentException when the text names none
   */
  public static ServerVersion of(String text) {
    return Arrays.stream(values())
        .filter(version -> version.text.equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown server version '" + text + "'"));
  }

  /** The version in the header {@code X-Influxdb-Version}: {@code 1.6.7~rc0}, {@code v2.9.1}. */
  public static Optional<ServerVersion> ofHeader(String header) {
    String number = header.startsWith("v") ? header.substring(1) : header;
    return Arrays.stream(values())
        .filter(version -> version != AUTO && number.startsWith(version.text + "."))
        .findFirst();
  }
}
