package io.github.influx2tdengine.source.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Addresses as they are set: {@code http://host:8086}, with a path where a proxy has one. */
final class UrlSetting {
  private UrlSetting() {}

  /**
   * @throws IllegalArgumentException when it is no http or https address, or holds credentials
   */
  static URI parse(String text) {
    URI uri;
    try {
      uri = new URI(text.trim());
    } catch (URISyntaxException e) {
      // The exception quotes its input, which may hold a password.
      throw new IllegalArgumentException("is not an address; write it like http://host:8086");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "holds a user or password; set influxdb.user and influxdb.password (or influxdb.token)"
              + " instead, so that they stay out of logs");
    }
    if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "is not an http:// or https:// address with a host; write it like http://host:8086");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("must end with the path, without ? or #");
    }
    return uri;
  }

  /** The address without a slash at its end. */
  static String text(URI uri) {
    String text = uri.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
