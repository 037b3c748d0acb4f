package io.github.influx2tdengine.source.flow;

/** Reading failed and was given up; the message says of what and why. */
public final class ReadFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReadFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
