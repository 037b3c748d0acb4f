package io.github.influx2tdengine.points;

/**
 * The escape rules of line protocol. A backslash escapes only the characters that would end the
 * element it stands in; before any other character it is itself. Measurements escape comma and
 * space; tag names, tag values and field names also the equals sign.
 */
final class LineEscapes {
  static final String IN_MEASUREMENT = ", ";
  static final String IN_TAG_OR_FIELD_NAME = ",= ";

  private LineEscapes() {}

  static String seriesKey(String measurement, Tags tags) {
    StringBuilder out = new StringBuilder(measurement.length() + 32 * tags.size());
    appendSeries(out, measurement, tags);
    return out.toString();
  }

  static void appendSeries(StringBuilder out, String measurement, Tags tags) {
    append(out, measurement, IN_MEASUREMENT);
    for (int i = 0; i < tags.size(); i++) {
      out.append(',');
      append(out, tags.name(i), IN_TAG_OR_FIELD_NAME);
      out.append('=');
      append(out, tags.value(i), IN_TAG_OR_FIELD_NAME);
    }
  }

  static void append(StringBuilder out, String text, String special) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (special.indexOf(c) >= 0) {
        out.append('\\');
      }
      out.append(c);
    }
  }

  /** A quoted field value: backslash and double quote are escaped, newlines stand as they are. */
  static void appendQuoted(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    out.append('"');
  }

  /**
   * True where text can stand in a line outside quotes and be read back: not empty, no newline, and
   * no backslash at its end (it would escape the separator that follows).
   */
  static boolean expressible(String text) {
    return !text.isEmpty() && text.indexOf('\n') < 0 && text.charAt(text.length() - 1) != '\\';
  }
}
