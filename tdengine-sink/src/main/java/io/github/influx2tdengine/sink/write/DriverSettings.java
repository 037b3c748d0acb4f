package io.github.influx2tdengine.sink.write;

import com.taosdata.jdbc.TSDBDriver;
import io.github.influx2tdengine.sink.config.SinkConfig;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;

/** How the driver has to be set so that it loses nothing; see the reasons beside each property. */
public final class DriverSettings {
  /** What a user may not set in the URL, since exact writing depends on it. */
  private static final List<String> OURS =
      List.of(
          TSDBDriver.PROPERTY_KEY_ENABLE_AUTO_RECONNECT,
          TSDBDriver.PROPERTY_KEY_RETRY_TIMES,
          TSDBDriver.PROPERTY_KEY_ASYNC_WRITE,
          TSDBDriver.PROPERTY_KEY_MESSAGE_WAIT_TIMEOUT,
          TSDBDriver.HTTP_CONNECT_TIMEOUT,
          TSDBDriver.PROPERTY_KEY_PBS_MODE,
          TSDBDriver.PROPERTY_KEY_DBNAME,
          TSDBDriver.PROPERTY_KEY_CONNECT_MODE,
          TSDBDriver.PROPERTY_KEY_BATCH_LOAD);

  private DriverSettings() {}

  /** The driver's properties for a connection in a database, or in none where it is empty. */
  public static Properties properties(SinkConfig config, String database) {
    Properties properties = new Properties();
    if (config.token().isEmpty()) {
      // The driver decodes both as if they stood in a URL: a plus sign would become a blank.
      properties.setProperty(TSDBDriver.PROPERTY_KEY_USER, encoded(config.user()));
      properties.setProperty(TSDBDriver.PROPERTY_KEY_PASSWORD, encoded(config.password()));
    } else {
      properties.setProperty(TSDBDriver.PROPERTY_KEY_TOKEN, encoded(config.token()));
    }
    if (!database.isEmpty()) {
      // Here and not in the URL: from there the driver takes it in lower case.
      properties.setProperty(TSDBDriver.PROPERTY_KEY_DBNAME, database);
    }
    // With its defaults (no reconnect, three tries) a time-out during bind or execute ends the
    // driver's retry loop without an exception and with 0 rows. One try makes it throw.
    properties.setProperty(TSDBDriver.PROPERTY_KEY_ENABLE_AUTO_RECONNECT, "false");
    properties.setProperty(TSDBDriver.PROPERTY_KEY_RETRY_TIMES, "1");
    // A socket that died without a word is noticed only after this; the default is a minute.
    properties.setProperty(
        TSDBDriver.PROPERTY_KEY_MESSAGE_WAIT_TIMEOUT,
        Long.toString(config.requestTimeout().toMillis()));
    properties.setProperty(
        TSDBDriver.HTTP_CONNECT_TIMEOUT, Long.toString(config.connectTimeout().toMillis()));
    return properties;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The URL without a database and without parameters that are ours to set. */
  public static String url(String url) {
    int question = url.indexOf('?');
    String parameters =
        question < 0
            ? ""
            : Arrays.stream(url.substring(question + 1).split("&"))
                .filter(DriverSettings::passed)
                .collect(Collectors.joining("&"));
    return withoutParameters(url) + "/" + (parameters.isEmpty() ? "" : "?" + parameters);
  }

  private static boolean passed(String parameter) {
    int equals = parameter.indexOf('=');
    String name = equals < 0 ? parameter : parameter.substring(0, equals);
    return !parameter.isEmpty()
        && OURS.stream()
            .noneMatch(ours -> ours.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)));
  }

  /** Scheme and endpoints: what may stand in a message. */
  static String withoutParameters(String url) {
    int question = url.indexOf('?');
    String address = question < 0 ? url : url.substring(0, question);
    int slash = address.indexOf('/', address.indexOf("//") + 2);
    return slash < 0 ? address : address.substring(0, slash);
  }
}
