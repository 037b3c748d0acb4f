package io.github.influx2tdengine.points;

/**
 * A record, or a point on its way into one, does not fit its format. The message says what is wrong
 * and where, and quotes no more than a short excerpt of the data.
 */
public final class PointFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PointFormatException(String message) {
    super(message);
  }

  public PointFormatException(String message, Throwable cause) {
    super(message, cause);
  }

  /** At most 80 characters of a text, in quotes, for a message. */
  static String excerpt(String text) {
    return text.length() <= 80 ? "'" + text + "'" : "'" + text.substring(0, 80) + "…'";
  }
}
