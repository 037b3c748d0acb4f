package io.github.influx2tdengine.sink.config;

import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * A JDBC URL of the WebSocket driver, without secrets: this setting is shown in logs and by the
 * REST interface.
 */
final class UrlCheck implements ConfigDef.Validator {
  private static final String PREFIX = "jdbc:TAOS-WS://";

  @Override
  public void ensureValid(String name, Object value) {
    String url = value == null ? "" : value.toString();
    if (!url.startsWith(PREFIX) || url.length() == PREFIX.length()) {
      throw new ConfigException(
          name + ": must be " + PREFIX + "HOST:6041 (the adapter, over WebSocket)");
    }
    String parameters = url.substring(Math.max(0, url.indexOf('?'))).toLowerCase(Locale.ROOT);
    if (url.contains("?") && parameters.matches(".*[?&](user|password|token|bearertoken)=.*")
        || url.substring(PREFIX.length()).contains("@")) {
      throw new ConfigException(
          name
              + ": must not hold user, password or token; set tdengine.user, tdengine.password or"
              + " tdengine.token");
    }
  }

  @Override
  public String toString() {
    return PREFIX + "host:port[,host:port…][/][?name=value&…]";
  }
}
