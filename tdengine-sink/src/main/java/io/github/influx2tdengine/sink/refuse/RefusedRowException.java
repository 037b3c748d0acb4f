package io.github.influx2tdengine.sink.refuse;

import org.apache.kafka.connect.errors.ConnectException;

/** A row that was refused; the message says where it came from, where it would go, and why not. */
public class RefusedRowException extends ConnectException {
  private static final long serialVersionUID = 1L;

  public RefusedRowException(String message) {
    super(message);
  }
}
