package io.github.influx2tdengine.testkit.data;

import java.util.Map;
import java.util.TreeMap;

/** Writes a line of line protocol from plain texts, escaping what must be escaped. */
final class LineText {
  private LineText() {}

  /**
   * @param fields values of Double, Long, Boolean, String, or {@link Unsigned}
   */
  static String line(
      String measurement, Map<String, String> tags, Map<String, Object> fields, long time) {
    StringBuilder line = new StringBuilder(escaped(measurement, ", "));
    // Sorted, so that the same data gives the same text in every JVM.
    new TreeMap<>(tags)
        .forEach(
            (name, value) ->
                line.append(',')
                    .append(escaped(name, ",= "))
                    .append('=')
                    .append(escaped(value, ",= ")));
    char separator = ' ';
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      line.append(separator).append(escaped(field.getKey(), ",= ")).append('=');
      line.append(value(field.getValue()));
      separator = ',';
    }
    return line.append(' ').append(time).toString();
  }

  /** An unsigned value by its 64 bits. */
  record Unsigned(long bits) {}

  private static String value(Object value) {
    if (value instanceof String text) {
      return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    } else if (value instanceof Long) {
      return value + "i";
    } else if (value instanceof Unsigned unsigned) {
      return Long.toUnsignedString(unsigned.bits()) + "u";
    }
    return value.toString();
  }

  private static String escaped(String text, String special) {
    StringBuilder result = new StringBuilder();
    for (char c : text.toCharArray()) {
      if (special.indexOf(c) >= 0) {
        result.append('\\');
      }
      result.append(c);
    }
    return result.toString();
  }
}
