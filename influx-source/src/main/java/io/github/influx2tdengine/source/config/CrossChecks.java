package io.github.influx2tdengine.source.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/** What settings must not be together, each finding under the setting at fault. */
public final class CrossChecks {
  private final Map<String, String> found = new LinkedHashMap<>();

  private CrossChecks() {}

  /** Checks settings of which each is valid by itself; no server is asked. */
  public static CrossChecks of(SourceConfig config) {
    CrossChecks checks = new CrossChecks();
    checks.time(config);
    checks.credentials(config);
    checks.record(config);
    checks.connect(config.given());
    return checks;
  }

  /** The findings, by setting. */
  public Map<String, String> found() {
    return found;
  }

  void throwFirst() {
    found.forEach(
        (setting, message) -> {
          throw new ConfigException(setting + ": " + message);
        });
  }

  private void time(SourceConfig config) {
    if (config.end().isPresent() && config.begin() >= config.end().getAsLong()) {
      found.put(
          SourceSettings.BEGIN,
          "'"
              + config.getString(SourceSettings.BEGIN)
              + "' is not before end.time '"
              + config.getString(SourceSettings.END)
              + "'; nothing would be read");
    }
    if (!config.ranges().isEmpty() && config.end().isEmpty()) {
      found.put(SourceSettings.RANGES, "are read once; set end.time, which ends such a run");
    }
    if (config.windowLength().compareTo(config.windowLengthMax()) > 0) {
      found.put(
          SourceSettings.WINDOW_LENGTH,
          config.windowLength().toMillis()
              + " is more than window.length.max.ms, "
              + config.windowLengthMax().toMillis());
    }
  }

  private void credentials(SourceConfig config) {
    if (config.password().isPresent() && config.user().isEmpty()) {
      found.put(SourceSettings.USER, "is missing, but influxdb.password is set");
    }
    if (config.token().isPresent() && config.user().isPresent()) {
      found.put(
          SourceSettings.TOKEN,
          "is set together with influxdb.user; set user and password for 1.x, the token for 2.x"
              + " and 3.x");
    }
    if (config.version() == ServerVersion.V1 && config.token().isPresent()) {
      found.put(
          SourceSettings.TOKEN,
          "is for 2.x and 3.x; influxdb.version is 1, which takes influxdb.user and"
              + " influxdb.password");
    }
  }

  private void record(SourceConfig config) {
    String converter = config.given().getOrDefault("value.converter", "");
    String format = config.getString(SourceSettings.RECORD_FORMAT);
    if (format.equals("block")
        && !converter.isEmpty()
        && !converter.endsWith("ByteArrayConverter")) {
      found.put(
          SourceSettings.RECORD_FORMAT,
          "block is bytes and needs value.converter="
              + "org.apache.kafka.connect.converters.ByteArrayConverter; it is "
              + converter);
    }
    if (!format.equals("block") && converter.endsWith("ByteArrayConverter")) {
      found.put(
          SourceSettings.RECORD_FORMAT,
          format
              + " is no bytes, but value.converter is ByteArrayConverter; line goes with"
              + " org.apache.kafka.connect.storage.StringConverter, struct with a converter that"
              + " has schemas");
    }
    if (format.equals("struct") && converter.endsWith("StringConverter")) {
      found.put(
          SourceSettings.RECORD_FORMAT,
          "struct needs a converter that has schemas (Avro, JSON Schema, Protobuf, JsonConverter);"
              + " value.converter is StringConverter");
    }
  }

  private void connect(Map<String, String> given) {
    if ("all".equals(given.get("errors.tolerance"))) {
      found.put(
          "errors.tolerance",
          "all would drop points without a word; leave it at none for this connector");
    }
    given.forEach(
        (key, value) -> {
          if (key.startsWith("topic.creation.")
              && key.endsWith(".cleanup.policy")
              && value.contains("compact")) {
            found.put(
                key, "a compacted topic keeps only the last record of each series; set delete");
          }
        });
  }
}
