package io.github.influx2tdengine.source.server;

import io.github.influx2tdengine.source.config.Recommendations;
import io.github.influx2tdengine.source.config.SourceConfig;
import io.github.influx2tdengine.source.config.SourceSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Recommends buckets and measurements by asking the server with the settings given so far. */
public final class Lookup {
  private static final Logger LOG = LoggerFactory.getLogger(Lookup.class);

  /** Validating asks twice for these before it says what is wrong. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private Lookup() {}

  public static Recommendations recommendations() {
    return new Recommendations(
        settings -> ask(settings, InfluxServer::buckets),
        settings -> ask(settings, server -> server.measurements(server.bucket())));
  }

  private interface Question {
    List<String> ask(InfluxServer server) throws IOException;
  }

  private static List<String> ask(Map<String, Object> settings, Question question) {
    Map<String, String> given = new HashMap<>();
    settings.forEach(
        (name, value) -> {
          if (value != null) {
            given.put(name, value instanceof Password secret ? secret.value() : value.toString());
          }
        });
    // What is asked of the server needs neither, and a form may not have them yet.
    given.putIfAbsent(SourceSettings.BUCKET, "-");
    given.putIfAbsent(SourceSettings.BEGIN, SourceSettings.EARLIEST);
    try (InfluxServer server = InfluxServer.connect(SourceConfig.unchecked(given), PATIENCE)) {
      return question.ask(server);
    } catch (IOException | ConfigException e) {
      // A form that is not filled in yet has nothing to recommend; validate says what is wrong.
      LOG.debug("Nothing to recommend: {}", e.getMessage());
      return List.of();
    }
  }
}
