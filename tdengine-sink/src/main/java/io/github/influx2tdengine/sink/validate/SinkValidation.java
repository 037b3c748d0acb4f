package io.github.influx2tdengine.sink.validate;

import io.github.influx2tdengine.sink.config.SinkConfig;
import io.github.influx2tdengine.sink.error.ConfigurationException;
import io.github.influx2tdengine.sink.error.UnreachableException;
import io.github.influx2tdengine.sink.write.Database;
import io.github.influx2tdengine.sink.write.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;

/** The checks of a configuration that need the server: each fault stands at its setting. */
public final class SinkValidation {
  private SinkValidation() {}

  /**
   * Looks at the server where the single values are in order.
   *
   * @param config what Connect's own checks made of the settings
   */
  public static Config complete(Config config, Map<String, String> settings) {
    if (config.configValues().stream().anyMatch(value -> !value.errorMessages().isEmpty())) {
      return config;
    }
    together(config, settings);
    SinkConfig sink = new SinkConfig(settings);
    try (Session session = Session.open(sink)) {
      recommend(config, session);
      boolean exists = Database.look(sink, session).isPresent();
      if (!exists && !sink.autoCreate()) {
        error(
            config,
            SinkConfig.DATABASE,
            "database '" + sink.database() + "' does not exist, and auto.create is false");
      } else if (sink.token().isEmpty()) {
        Rights rights = new Rights(session, sink.user());
        (exists ? rights.missingToWrite(sink.database()) : rights.missingToCreate(sink.database()))
            .ifPresent(missing -> error(config, SinkConfig.USER, SinkConfig.USER + ": " + missing));
      }
    } catch (ConfigurationException e) {
      error(config, e.setting(), e.getMessage());
    } catch (UnreachableException e) {
      error(config, SinkConfig.URL, e.getMessage());
    }
    return config;
  }

  /** Settings of Connect that this sink cannot work with. */
  private static void together(Config config, Map<String, String> settings) {
    String isolation = settings.get("consumer.override.isolation.level");
    if ("read_uncommitted".equals(isolation)) {
      error(
          config,
          SinkConfig.URL,
          "consumer.override.isolation.level=read_uncommitted would write records of transactions"
              + " that the source has aborted; set read_committed");
    }
  }

  private static void recommend(Config config, Session session) {
    try {
      List<Object> databases = new ArrayList<>();
      for (List<String> row : session.query("SELECT name FROM information_schema.ins_databases")) {
        if (!row.get(0).endsWith("_schema")) {
          databases.add(row.get(0));
        }
      }
      value(config, SinkConfig.DATABASE).recommendedValues(databases);
    } catch (SQLException e) {
      // Only a help for forms; whoever may write need not be allowed to list.
    }
  }

  private static void error(Config config, String setting, String message) {
    value(config, setting).addErrorMessage(message);
  }

  private static ConfigValue value(Config config, String setting) {
    return config.configValues().stream()
        .filter(value -> value.name().equals(setting))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no setting " + setting));
  }
}
