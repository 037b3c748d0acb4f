package io.github.influx2tdengine.testkit.tdengine.store;

/** An error as the server reports it: a code of 16 bits and a text. */
public final class TdengineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  public TdengineException(int code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** The code without the sign bit, for example 0x0388. */
  public int code() {
    return code;
  }
}
