package io.github.influx2tdengine.source.server;

import io.github.influx2tdengine.source.config.SourceConfig;
import io.github.influx2tdengine.source.config.SourceSettings;
import io.github.influx2tdengine.source.read.InfluxException;
import java.io.IOException;

/**
 * Something wrong that a setting is to blame for.
 *
 * @param setting the setting's name
 * @param message what is wrong and what to do
 * @param passing whether it may pass by itself: the server is away
 */
public record Fault(String setting, String message, boolean passing) {

  /** The setting at fault when the server could not be asked. */
  public static Fault of(SourceConfig config, IOException e) {
    if (!(e instanceof InfluxException influx)) {
      return new Fault(SourceSettings.URL, String.valueOf(e.getMessage()), true);
    }
    return switch (influx.kind()) {
      case CREDENTIALS ->
          new Fault(
              config.user().isPresent()
                  ? SourceSettings.PASSWORD
                  : config.token().isPresent() || config.org().isPresent()
                      ? SourceSettings.TOKEN
                      : SourceSettings.USER,
              influx.getMessage(),
              false);
      case MISSING -> new Fault(SourceSettings.BUCKET, influx.getMessage(), false);
      case UNEXPECTED -> new Fault(SourceSettings.URL, influx.getMessage(), false);
      case TRANSIENT, LIMIT -> new Fault(SourceSettings.URL, influx.getMessage(), true);
    };
  }

  @Override
  public String toString() {
    return setting + ": " + message;
  }
}
