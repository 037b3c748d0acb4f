package io.github.influx2tdengine.points;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads line protocol: one line or many, blank lines and comments between them, newlines inside
 * quoted strings, and Windows line ends. A line that is not well formed is reported and the others
 * are read.
 */
public final class LineReader {
  /** Java's own parser would also take {@code 1d}, {@code 0x1p3}, {@code NaN} and blanks. */
  private static final Pattern FLOAT =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+");

  private final String text;
  private final LinePrecision precision;
  private final Map<SeriesKey, SeriesBlock.Builder> blocks = new LinkedHashMap<>();
  private final List<Decoded.BadRow> bad = new ArrayList<>();
  private int at;

  private LineReader(String text, LinePrecision precision) {
    this.text = text;
    this.precision = precision;
  }

  /** The points of a text, in the order of their series' first appearance. */
  public static Decoded read(String text, LinePrecision precision) {
    return new LineReader(text, precision).readAll();
  }

  private Decoded readAll() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n' || c == '\r' || c == ' ' || c == '\t') {
        at++;
      } else if (c == '#') {
        at = endOfLine(at, false);
      } else {
        int begin = at;
        try {
          readLine();
        } catch (PointFormatException e) {
          int end = endOfLine(begin, true);
          bad.add(new Decoded.BadRow(text.substring(begin, end), e.getMessage()));
          at = end;
        }
      }
    }
    return new Decoded(blocks.values().stream().map(SeriesBlock.Builder::build).toList(), bad);
  }

  /** Reads one line, and adds its point once all of it proved well formed. */
  private void readLine() {
    String measurement = element(LineEscapes.IN_MEASUREMENT, ", ", "measurement");
    Map<String, String> tags = new LinkedHashMap<>();
    while (peek() == ',') {
      at++;
      String name = element(LineEscapes.IN_TAG_OR_FIELD_NAME, "=", "tag name");
      at++;
      String value = element(LineEscapes.IN_TAG_OR_FIELD_NAME, ", ", "value of tag '" + name + "'");
      if (tags.put(name, value) != null) {
        throw new PointFormatException("tag '" + name + "' stands twice");
      }
    }
    skipSpaces();
    List<Field> fields = fields();
    skipSpaces();
    long time = time();
    SeriesBlock.Builder block =
        blocks.computeIfAbsent(new SeriesKey(measurement, Tags.of(tags)), SeriesBlock.Builder::new);
    block.row(time);
    fields.forEach(field -> field.addTo(block));
  }

  private List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    Set<String> names = new HashSet<>();
    do {
      if (!fields.isEmpty()) {
        at++;
      }
      String name = element(LineEscapes.IN_TAG_OR_FIELD_NAME, "=", "field name");
      at++;
      Field field = peek() == '"' ? new Field(name, quoted(name)) : number(name);
      if (!names.add(name)) {
        throw new PointFormatException("field '" + name + "' stands twice");
      }
      fields.add(field);
    } while (peek() == ',');
    return fields;
  }

  /** A field and its value: Double, Long, {@link Unsigned}, Boolean or String. */
  private record Field(String name, Object value) {
    void addTo(SeriesBlock.Builder block) {
      if (value instanceof Double number) {
        block.set(name, (double) number);
      } else if (value instanceof Long number) {
        block.set(name, (long) number);
      } else if (value instanceof Unsigned number) {
        block.setUnsigned(name, number.bits());
      } else if (value instanceof Boolean flag) {
        block.set(name, (boolean) flag);
      } else {
        block.set(name, (String) value);
      }
    }
  }

  private record Unsigned(long bits) {}

  private String quoted(String field) {
    StringBuilder out = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return out.toString();
      }
      if (c == '\\' && at + 1 < text.length() && "\"\\".indexOf(text.charAt(at + 1)) >= 0) {
        c = text.charAt(++at);
      }
      out.append(c);
    }
    throw new PointFormatException("string of field '" + field + "' has no closing quote");
  }

  private Field number(String field) {
    int begin = at;
    while (at < text.length() && ", \n\r".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String token = text.substring(begin, at);
    Object value =
        switch (token) {
          case "t", "T", "true", "True", "TRUE" -> true;
          case "f", "F", "false", "False", "FALSE" -> false;
          default -> numeric(field, token);
        };
    return new Field(field, value);
  }

  private static Object numeric(String field, String token) {
    String digits = token.isEmpty() ? "" : token.substring(0, token.length() - 1);
    try {
      if (token.endsWith("i") && INTEGER.matcher(digits).matches()) {
        return Long.parseLong(digits);
      }
      if (token.endsWith("u") && INTEGER.matcher(digits).matches()) {
        return new Unsigned(Long.parseUnsignedLong(digits));
      }
      if (FLOAT.matcher(token).matches()) {
        double value = Double.parseDouble(token);
        if (Double.isFinite(value)) {
          return value;
        }
      }
    } catch (NumberFormatException e) {
      throw new PointFormatException(
          "field '" + field + "': " + token + " is out of its type's range", e);
    }
    throw new PointFormatException(
        "field '" + field + "': " + PointFormatException.excerpt(token) + " is not a value");
  }

  private long time() {
    int begin = at;
    while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String token = text.substring(begin, at);
    if (token.isEmpty()) {
      throw new PointFormatException("line has no time");
    }
    while (at < text.length() && " \t\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at < text.length() && text.charAt(at) != '\n') {
      throw new PointFormatException("line goes on after its time " + token);
    }
    try {
      return precision.toNanos(Long.parseLong(token));
    } catch (NumberFormatException | ArithmeticException e) {
      throw new PointFormatException(
          PointFormatException.excerpt(token)
              + " is not a time in "
              + precision.name().toLowerCase(Locale.ROOT)
              + " that fits 64 bits of nanoseconds",
          e);
    }
  }

  /** Reads up to one of {@code ends}, which is left unread; escapes of {@code special} undone. */
  private String element(String special, String ends, String what) {
    StringBuilder out = new StringBuilder();
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length() && special.indexOf(text.charAt(at + 1)) >= 0) {
        out.append(text.charAt(++at));
      } else if (ends.indexOf(c) >= 0 || c == '\n') {
        break;
      } else if (special.indexOf(c) >= 0) {
        throw new PointFormatException("unescaped '" + c + "' in " + what);
      } else {
        out.append(c);
      }
    }
    if (at == text.length() || text.charAt(at) == '\n') {
      throw new PointFormatException("line ends in its " + what);
    }
    if (out.isEmpty()) {
      throw new PointFormatException(what + " is empty");
    }
    return out.toString();
  }

  private void skipSpaces() {
    while (peek() == ' ') {
      at++;
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\n';
  }

  /**
   * The end of the line that begins at {@code from}. Of a data line, newlines in quotes belong to
   * it as long as the quotes are closed again.
   */
  private int endOfLine(int from, boolean quotes) {
    boolean quoted = false;
    int firstNewline = -1;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quotes) {
        i++;
      } else if (c == '"' && quotes) {
        quoted = !quoted;
      } else if (c == '\n') {
        if (!quoted) {
          return i;
        }
        firstNewline = firstNewline < 0 ? i : firstNewline;
      }
    }
    return quoted && firstNewline >= 0 ? firstNewline : text.length();
  }
}
