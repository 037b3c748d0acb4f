package io.github.influx2tdengine.sink.error;

/** TDengine could not be reached or did not answer: worth another try. */
public class UnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
