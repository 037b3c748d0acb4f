package io.github.influx2tdengine.sink.error;

import java.sql.SQLException;

/** The server says that it has done what it was told, and it is not so. */
public class UnsettledException extends SQLException {
  private static final long serialVersionUID = 1L;

  public UnsettledException(String message) {
    super(message);
  }
}
