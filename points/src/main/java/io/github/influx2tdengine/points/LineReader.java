package io.github.influx2tdengine.points;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads line protocol: one line or many, blank lines and comments between them, newlines inside
 * quoted strings, and Windows line ends. A line that is not well formed is reported and the others
 * are read.
 *
 * <p>Lines that follow each other, in one text or in the next one, are mostly of one series, or
 * have the same fields in the same order. So the text that named series and fields of the line
 * before is compared first, and what is the same is not read again, nor made again. Used by one
 * thread.
 */
public final class LineReader {
  /** Rows that room is made for at once. */
  private static final int MOST_EXPECTED = 1_000;

  /** Fields whose names are kept from one text to the next. */
  private static final int MOST_KEPT = 5_000;

  private static final String NOT_UNICODE = "is not Unicode (half of a surrogate pair)";

  private final LinePrecision precision;

  private String text = "";
  private int at;
  private Map<SeriesKey, SeriesBlock.Builder> blocks = Map.of();
  private List<Decoded.BadRow> bad = List.of();

  /** The block of the line before; null at the begin of a text and behind a bad line. */
  private SeriesBlock.Builder block;

  /** The series of the line before, and the text that named it, the space behind it included. */
  private SeriesKey series;

  private String head;

  /** A line's fields: the names are those of the line before until they are read. */
  private final List<LineField> fields = new ArrayList<>();

  /** How many of the fields are of the line before, all of them of different names. */
  private int known;

  public LineReader(LinePrecision precision) {
    this.precision = precision;
  }

  /** The points of a text, in the order of their series' first appearance. */
  public static Decoded read(String text, LinePrecision precision) {
    return new LineReader(precision).read(text);
  }

  /** The points of a text, in the order of their series' first appearance. */
  public Decoded read(String lines) {
    text = lines;
    at = 0;
    blocks = new LinkedHashMap<>();
    bad = new ArrayList<>();
    readAll();
    List<SeriesBlock> built = new ArrayList<>(blocks.size());
    blocks.values().forEach(each -> built.add(each.build()));
    Decoded decoded = new Decoded(built, bad);
    forget();
    return decoded;
  }

  /** Keeps names alone for the next text. */
  private void forget() {
    text = "";
    block = null;
    blocks = Map.of();
    bad = List.of();
    if (fields.size() > MOST_KEPT) {
      fields.clear();
      known = 0;
    }
    for (LineField field : fields) {
      field.string = null;
      field.values = null;
    }
  }

  private void readAll() {
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
          known = 0;
          // The series may be the bad line's by now.
          block = null;
        }
      }
    }
  }

  /** Reads one line, and adds its point once all of it proved well formed. */
  private void readLine() {
    int begin = at;
    SeriesKey before = series;
    readHead();
    boolean same = block != null && series == before;
    skipSpaces();
    int count = fields();
    skipSpaces();
    long time = time();
    if (!same) {
      int expected = expectedRows(at - begin);
      block = blocks.computeIfAbsent(series, key -> new SeriesBlock.Builder(key, expected));
    }
    block.row(time);
    for (int i = 0; i < count; i++) {
      fields.get(i).addTo(block, same);
    }
    known = count;
  }

  /** Rows that a block most probably gets, the first by what is left of the text. */
  private int expectedRows(int lineLength) {
    int left = (text.length() - at) / lineLength + 1;
    return Math.min(left, block == null ? MOST_EXPECTED : block.rows());
  }

  /** Goes past measurement and tags; they are read only where they are not the line before's. */
  private void readHead() {
    if (head != null && text.startsWith(head, at)) {
      at += head.length() - 1;
      return;
    }
    int begin = at;
    head = null;
    series = series();
    head = text.substring(begin, at + 1);
  }

  /** Reads measurement and tags, up to the space behind them. */
  private SeriesKey series() {
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
    return new SeriesKey(measurement, Tags.of(tags));
  }

  /** Reads the fields and returns how many there are. */
  private int fields() {
    Set<String> names = null;
    int count = 0;
    do {
      if (count > 0) {
        at++;
      }
      if (count == fields.size()) {
        fields.add(new LineField());
      }
      LineField field = fields.get(count);
      if (count < known && text.startsWith(field.token, at)) {
        at += field.token.length();
      } else {
        if (names == null) {
          names = namesBefore(count);
        }
        readName(field);
      }
      readValue(field);
      if (names != null && !names.add(field.name)) {
        throw new PointFormatException("field '" + field.name + "' stands twice");
      }
      count++;
    } while (peek() == ',');
    return count;
  }

  private Set<String> namesBefore(int count) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < count; i++) {
      names.add(fields.get(i).name);
    }
    return names;
  }

  private void readName(LineField field) {
    int begin = at;
    field.name = element(LineEscapes.IN_TAG_OR_FIELD_NAME, "=", "field name");
    at++;
    field.token = text.substring(begin, at);
    field.column = null;
    field.values = null;
  }

  private void readValue(LineField field) {
    if (peek() == '"') {
      field.type = FieldType.STRING;
      field.string = quoted(field.name);
      return;
    }
    int begin = at;
    skipValue();
    if (begin == at || !readNumber(field, begin) && !readFlag(field, begin)) {
      throw new PointFormatException(
          "field '"
              + field.name
              + "': "
              + PointFormatException.excerpt(text.substring(begin, at))
              + " is not a value");
    }
  }

  private void skipValue() {
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == ',' || c == ' ' || c == '\n' || c == '\r') {
        return;
      }
    }
  }

  private boolean readNumber(LineField field, int begin) {
    int end = at - 1;
    char last = text.charAt(end);
    if ((last == 'i' || last == 'u') && DecimalText.isInteger(text, begin, end)) {
      try {
        if (last == 'i') {
          field.set(FieldType.INTEGER, Long.parseLong(text, begin, end, 10));
        } else {
          field.set(FieldType.UNSIGNED, Long.parseUnsignedLong(text, begin, end, 10));
        }
      } catch (NumberFormatException e) {
        throw new PointFormatException(
            "field '"
                + field.name
                + "': "
                + text.substring(begin, at)
                + " is out of its type's range",
            e);
      }
      return true;
    }
    field.type = FieldType.FLOAT;
    field.number = DecimalText.parse(text, begin, at);
    return Double.isFinite(field.number);
  }

  private boolean readFlag(LineField field, int begin) {
    switch (text.substring(begin, at)) {
      case "t", "T", "true", "True", "TRUE" -> field.set(FieldType.BOOLEAN, 1);
      case "f", "F", "false", "False", "FALSE" -> field.set(FieldType.BOOLEAN, 0);
      default -> {
        return false;
      }
    }
    return true;
  }

  private String quoted(String field) {
    int begin = ++at;
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\\') {
      at++;
    }
    StringBuilder out = null;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        String whole = out == null ? text.substring(begin, at - 1) : out.toString();
        if (Surrogates.alone(whole)) {
          throw new PointFormatException("string of field '" + field + "' " + NOT_UNICODE);
        }
        return whole;
      }
      if (out == null) {
        out = new StringBuilder().append(text, begin, at);
      }
      if (c == '\\' && at + 1 < text.length() && "\"\\".indexOf(text.charAt(at + 1)) >= 0) {
        c = text.charAt(++at);
      }
      out.append(c);
    }
    throw new PointFormatException("string of field '" + field + "' has no closing quote");
  }

  private long time() {
    int begin = at;
    while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    int end = at;
    if (begin == end) {
      throw new PointFormatException("line has no time");
    }
    while (at < text.length() && " \t\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at < text.length() && text.charAt(at) != '\n') {
      throw new PointFormatException("line goes on after its time " + text.substring(begin, end));
    }
    try {
      return precision.toNanos(Long.parseLong(text, begin, end, 10));
    } catch (NumberFormatException | ArithmeticException e) {
      throw new PointFormatException(
          PointFormatException.excerpt(text.substring(begin, end))
              + " is not a time in "
              + precision.name().toLowerCase(Locale.ROOT)
              + " that fits 64 bits of nanoseconds",
          e);
    }
  }

  /** Reads up to one of {@code ends}, which is left unread; escapes of {@code special} undone. */
  private String element(String special, String ends, String what) {
    int begin = at;
    StringBuilder out = null;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length() && special.indexOf(text.charAt(at + 1)) >= 0) {
        if (out == null) {
          out = new StringBuilder();
        }
        out.append(text, begin, at);
        begin = ++at;
      } else if (ends.indexOf(c) >= 0 || c == '\n') {
        break;
      } else if (special.indexOf(c) >= 0) {
        throw new PointFormatException("unescaped '" + c + "' in " + what);
      }
    }
    if (at == text.length() || text.charAt(at) == '\n') {
      throw new PointFormatException("line ends in its " + what);
    }
    String rest = text.substring(begin, at);
    String whole = out == null ? rest : out.append(rest).toString();
    if (whole.isEmpty()) {
      throw new PointFormatException(what + " is empty");
    }
    if (Surrogates.alone(whole)) {
      throw new PointFormatException(what + " " + NOT_UNICODE);
    }
    return whole;
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
