package io.github.influx2tdengine.testkit.influx;

/** A statement fails while it runs: InfluxDB says so inside a response of status 200. */
final class QueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  QueryException(String message) {
    super(message, null, false, false);
  }
}
