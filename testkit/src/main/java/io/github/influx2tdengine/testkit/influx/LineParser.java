package io.github.influx2tdengine.testkit.influx;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Line protocol as InfluxDB's own endpoint reads it. Written apart from the project's reader on
 * purpose: a mistake in that one must not be hidden by the same mistake in the server it is tested
 * against.
 */
final class LineParser {
  /** One line: time in nanoseconds; fields as {@link Value}s. */
  record Point(
      String measurement, Map<String, String> tags, Map<String, Object> fields, long time) {}

  /** A line that InfluxDB refuses; the message is its reason. */
  static final class BadLine extends Exception {
    private static final long serialVersionUID = 1L;

    BadLine(String reason) {
      super(reason, null, false, false);
    }
  }

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

  private final String line;
  private final boolean unsignedAllowed;
  private final long unit;
  private final long now;
  private int at;

  private LineParser(String line, boolean unsignedAllowed, long unit, long now) {
    this.line = line;
    this.unsignedAllowed = unsignedAllowed;
    this.unit = unit;
    this.now = now;
  }

  /**
   * @param unit nanoseconds of one unit of the line's time
   * @param now time for lines without one, nanoseconds
   */
  static Point parse(String line, boolean unsignedAllowed, long unit, long now) throws BadLine {
    return new LineParser(line, unsignedAllowed, unit, now).point();
  }

  /**
   * Cuts a body into lines. A newline inside a quoted field value does not end one; a quote counts
   * only where a field's value may begin, after an equals sign that no comma has followed.
   */
  static List<String> lines(String body) {
    List<String> lines = new ArrayList<>();
    int begin = 0;
    boolean quoted = false;
    boolean inFields = false;
    int open = 0;
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      if (c == '\\' && i + 2 < body.length()) {
        i++;
      } else if (c == ' ' && !quoted) {
        inFields = true;
      } else if (c == '=' && inFields && !quoted) {
        open++;
      } else if (c == ',' && inFields && !quoted) {
        open--;
      } else if (c == '"' && inFields && open > 0) {
        quoted = !quoted;
      } else if (c == '\n' && !quoted) {
        lines.add(body.substring(begin, i));
        begin = i + 1;
        inFields = false;
        open = 0;
      }
    }
    lines.add(body.substring(begin));
    lines.removeIf(text -> text.isBlank() || text.stripLeading().startsWith("#"));
    return lines.stream()
        .map(text -> text.endsWith("\r") ? text.substring(0, text.length() - 1) : text)
        .toList();
  }

  private Point point() throws BadLine {
    skipSpaces();
    String measurement = element(", ", ", ");
    if (measurement.isEmpty()) {
      throw new BadLine("missing measurement");
    }
    Map<String, String> tags = new TreeMap<>();
    while (peek() == ',') {
      at++;
      String key = element(",= ", "= ,");
      if (key.isEmpty()) {
        throw new BadLine("missing tag key");
      }
      if (peek() != '=') {
        throw new BadLine("missing tag value");
      }
      at++;
      String value = element(",= ", ", =");
      if (value.isEmpty() || peek() == '=') {
        throw new BadLine(value.isEmpty() ? "missing tag value" : "invalid tag format");
      }
      if (tags.put(key, value) != null) {
        throw new BadLine("duplicate tags");
      }
    }
    skipSpaces();
    if (at >= line.length()) {
      throw new BadLine("missing fields");
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    while (true) {
      String key = element(",= \"", "= ,");
      if (key.isEmpty()) {
        throw new BadLine("missing field key");
      }
      if (peek() != '=') {
        throw new BadLine("missing field value");
      }
      at++;
      fields.put(key, value());
      if (peek() != ',') {
        break;
      }
      at++;
    }
    skipSpaces();
    String time = line.substring(at).strip();
    if (time.isEmpty()) {
      return new Point(measurement, tags, fields, now);
    }
    try {
      return new Point(measurement, tags, fields, Math.multiplyExact(Long.parseLong(time), unit));
    } catch (NumberFormatException e) {
      throw new BadLine("bad timestamp");
    } catch (ArithmeticException e) {
      throw new BadLine("time outside range -9223372036854775806 - 9223372036854775806");
    }
  }

  private char peek() {
    return at < line.length() ? line.charAt(at) : '\0';
  }

  private void skipSpaces() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\0' && at < line.length()) {
      at++;
    }
  }

  private String element(String escapable, String terminators) {
    StringBuilder text = new StringBuilder();
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == '\\' && at + 1 < line.length() && escapable.indexOf(line.charAt(at + 1)) >= 0) {
        text.append(line.charAt(at + 1));
        at += 2;
      } else if (terminators.indexOf(c) >= 0) {
        break;
      } else {
        text.append(c);
        at++;
      }
    }
    return text.toString();
  }

  private Object value() throws BadLine {
    if (peek() == '"') {
      return quoted();
    }
    int begin = at;
    while (at < line.length() && peek() != ',' && peek() != ' ') {
      at++;
    }
    String text = line.substring(begin, at);
    if (text.isEmpty()) {
      throw new BadLine("missing field value");
    }
    switch (text) {
      case "t", "T", "true", "True", "TRUE":
        return true;
      case "f", "F", "false", "False", "FALSE":
        return false;
      default:
        break;
    }
    char first = text.charAt(0);
    if (first != '-' && first != '+' && first != '.' && !(first >= '0' && first <= '9')) {
      throw new BadLine("invalid boolean");
    }
    String number = text.substring(0, text.length() - 1);
    try {
      if (text.endsWith("i")) {
        return Long.parseLong(number);
      }
      if (text.endsWith("u")) {
        if (!unsignedAllowed) {
          throw new BadLine("invalid number");
        }
        return Value.unsigned(
            new BigInteger(number).bitLength() > 64 ? fail() : Long.parseUnsignedLong(number));
      }
      if (!NUMBER.matcher(text).matches()) {
        throw new BadLine("invalid number");
      }
      double value = Double.parseDouble(text);
      if (Double.isInfinite(value)) {
        throw new BadLine("unable to parse float " + text + ": value out of range");
      }
      return value;
    } catch (NumberFormatException e) {
      throw new BadLine("unable to parse integer " + number + ": value out of range or invalid");
    }
  }

  private static long fail() {
    throw new NumberFormatException("more than 64 bits");
  }

  private String quoted() throws BadLine {
    StringBuilder text = new StringBuilder();
    at++;
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == '"') {
        return text.toString();
      }
      if (c == '\\' && (peek() == '"' || peek() == '\\')) {
        c = line.charAt(at++);
      }
      text.append(c);
    }
    throw new BadLine("unbalanced quotes");
  }
}
