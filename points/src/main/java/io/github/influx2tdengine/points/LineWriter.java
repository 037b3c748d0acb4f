package io.github.influx2tdengine.points;

/** Writes points as line protocol with times in nanoseconds. */
public final class LineWriter {
  private final SeriesBlock block;
  private final String head;

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
    block.columns().forEach(values -> check("field name", values.column().name()));
    this.head = series.toString();
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
   * Appends one row without a newline.
   *
   * @throws PointFormatException when the row has no value, or a float that is not a number
   */
  void append(StringBuilder out, int row) {
    out.append(head);
    char separator = ' ';
    for (ColumnValues values : block.columns()) {
      if (!values.isNull(row)) {
        out.append(separator);
        separator = ',';
        LineEscapes.append(out, values.column().name(), LineEscapes.IN_TAG_OR_FIELD_NAME);
        out.append('=');
        appendValue(out, values, row);
      }
    }
    if (separator == ' ') {
      throw new PointFormatException("point of " + head + " has no field");
    }
    out.append(' ').append(block.time(row));
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
        out.append(value);
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
