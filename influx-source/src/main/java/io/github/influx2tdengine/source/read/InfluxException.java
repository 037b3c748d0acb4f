package io.github.influx2tdengine.source.read;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A request to InfluxDB did not end well; {@link #kind()} says what can be done about it. */
public final class InfluxException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What a failure means for the one who asked. */
  public enum Kind {
    /** The network, an overloaded server, an answer cut short: the same again later. */
    TRANSIENT,
    /** The server's time, memory or select limits: the same with less. */
    LIMIT,
    /** The credentials are not accepted or not sufficient. */
    CREDENTIALS,
    /** The bucket (database, retention policy, mapping) does not exist. */
    MISSING,
    /** What answers is not InfluxDB, or not one that understands the request. */
    UNEXPECTED
  }

  private final Kind kind;
  private final transient Optional<Duration> retryAfter;

  public InfluxException(Kind kind, String message) {
    this(kind, message, null, Optional.empty());
  }

  public InfluxException(Kind kind, String message, Throwable cause) {
    this(kind, message, cause, Optional.empty());
  }

  InfluxException(Kind kind, String message, Throwable cause, Optional<Duration> retryAfter) {
    super(message, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  public Kind kind() {
    return kind;
  }

  /** How long the server asks to be left alone. */
  public Optional<Duration> retryAfter() {
    return retryAfter == null ? Optional.empty() : retryAfter;
  }
}
