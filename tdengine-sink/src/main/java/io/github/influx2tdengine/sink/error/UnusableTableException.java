package io.github.influx2tdengine.sink.error;

/** A table that rows cannot go to, for a reason that concerns this table alone. */
public class UnusableTableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnusableTableException(String message) {
    super(message);
  }
}
