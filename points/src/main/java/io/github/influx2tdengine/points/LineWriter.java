package io.github.influx2tdengine.points;

import java.util.Arrays;

/** Writes points as line protocol with times in nanoseconds. */
public final class LineWriter {
  private final SeriesBlock block;
  private final String head;

  /** The names of the columns as they stand in a line, the {@code =} behind them included. */
  private final String[] names;

  /** Whether no line can have anything but ASCII. */
  private final boolean ascii;

  /**
   * @throws PointFormatException when the series or a field has a name or tag value that line
   *     protocol cannot express: an empty one, one with a newline, one that ends in a backslash, or
   *     a measurement that begins with {@code #}, tab or carriage return
   */
  public LineWriter(SeriesBlock block) {
    this.block = block;
    SeriesKey series = block.series();
    check("measurement", series.measurement());
    if ("#\t\r".indexOf(series.measurement().charAt(0)) >= 0) {
      throw inexpressible("measurement", series.measurement(), "begins like a comment or a blank");
    }
    series
        .tags()
        .forEach(
            (name, value) -> {
              check("tag name", name);
              check("value of tag " + name, value);
            });
    this.head = series.toString();
    this.names = new String[block.columns().size()];
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < names.length; i++) {
      String field = block.columns().get(i).column().name();
      check("field name", field);
      name.setLength(0);
      LineEscapes.append(name, field, LineEscapes.IN_TAG_OR_FIELD_NAME);
      names[i] = name.append('=').toString();
    }
    this.ascii =
        block.columns().stream().noneMatch(values -> values.type() == FieldType.STRING)
            && isAscii(head)
            && Arrays.stream(names).allMatch(LineWriter::isAscii);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  /** All rows, a line each, with newlines between them. */
  public static String write(SeriesBlock block) {
    LineWriter writer = new LineWriter(block);
    StringBuilder out = new StringBuilder();
    for (int row = 0; row < block.rows(); row++) {
      if (row > 0) {
        out.append('\n');
      }
      writer.append(out, row);
    }
    return out.toString();
  }

  /**
   * Appends one row without a newline, and returns how many bytes of UTF-8 it has.
   *
   * @throws PointFormatException when the row has no value, or a float that is not a number
   */
  int append(StringBuilder out, int row) {
    int begin = out.length();
    out.append(head);
    char separator = ' ';
    for (int i = 0; i < names.length; i++) {
      ColumnValues values = block.columns().get(i);
      if (!values.isNull(row)) {
        out.append(separator).append(names[i]);
        separator = ',';
        appendValue(out, values, row);
      }
    }
    if (separator == ' ') {
      throw new PointFormatException("point of " + head + " has no field");
    }
    out.append(' ').append(block.time(row));
    return ascii ? out.length() - begin : utf8Length(out, begin);
  }

  private static int utf8Length(CharSequence text, int begin) {
    int bytes = 0;
    for (int i = begin; i < text.length(); i++) {
      char c = text.charAt(i);
      // A surrogate pair is four bytes, two for each half.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  private void appendValue(StringBuilder out, ColumnValues values, int row) {
    switch (values.type()) {
      case FLOAT -> {
        double value = values.getDouble(row);
        if (!Double.isFinite(value)) {
          throw new PointFormatException(
              "field '"
                  + values.column().name()
                  + "' of "
                  + head
                  + " is "
                  + value
                  + ", which line protocol cannot express; use record.format=block or struct");
        }
        DecimalText.append(out, value);
      }
      case INTEGER -> out.append(values.getLong(row)).append('i');
      case UNSIGNED -> out.append(Long.toUnsignedString(values.getLong(row))).append('u');
      case BOOLEAN -> out.append(values.getBoolean(row));
      case STRING -> LineEscapes.appendQuoted(out, values.getString(row));
    }
  }

  private void check(String what, String text) {
    if (!LineEscapes.expressible(text)) {
      throw inexpressible(what, text, "empty, with a newline, or ending in a backslash");
    }
  }

  private PointFormatException inexpressible(String what, String text, String why) {
    return new PointFormatException(
        what
            + " "
            + PointFormatException.excerpt(text)
            + " of "
            + PointFormatException.excerpt(block.series().toString())
            + " cannot be written as line protocol ("
            + why
            + "); use record.format=block or struct");
  }
}
