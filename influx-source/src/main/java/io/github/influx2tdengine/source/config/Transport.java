package io.github.influx2tdengine.source.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;

/**
 * How the server is reached.
 *
 * @param connectTimeout longest time until a connection stands
 * @param readTimeout longest silence of the server while an answer is awaited or under way
 * @param gzip whether answers may come compressed
 * @param proxy the HTTP proxy in between
 * @param caFile PEM file of the authorities trusted instead of the JVM's
 */
public record Transport(
    Duration connectTimeout,
    Duration readTimeout,
    boolean gzip,
    Optional<URI> proxy,
    Optional<String> proxyUser,
    Optional<Password> proxyPassword,
    Optional<String> caFile) {

  /** Answers uncompressed, nothing in between, and no authorities but the JVM's. */
  public static Transport direct(Duration connectTimeout, Duration readTimeout) {
    return new Transport(
        connectTimeout,
        readTimeout,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same, with no time-out longer than this: for questions that someone waits for. */
  public Transport atMost(Duration longest) {
    return new Transport(
        shorter(connectTimeout, longest),
        shorter(readTimeout, longest),
        gzip,
        proxy,
        proxyUser,
        proxyPassword,
        caFile);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
