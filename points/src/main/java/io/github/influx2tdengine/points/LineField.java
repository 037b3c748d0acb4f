package io.github.influx2tdengine.points;

/** A field of a line that is read, and where its last value went. */
final class LineField {
  /** The text that names it, the {@code =} behind it included. */
  String token;

  String name;
  FieldType type;
  double number;

  /** Of an integer or unsigned; 0 or 1 of a boolean. */
  long bits;

  String string;

  /** The column that its last value went to, and the values of that column. */
  Column column;

  ColumnValues values;

  void set(FieldType kind, long value) {
    type = kind;
    bits = value;
  }

  void addTo(SeriesBlock.Builder block, boolean sameBlock) {
    if (values == null || !sameBlock || column.type() != type) {
      if (column == null || column.type() != type) {
        column = new Column(name, type);
      }
      // The names of a line are distinct, so that a first row's columns are new.
      values = block.rows() == 1 ? block.add(column) : block.values(column);
    }
    int row = block.rows() - 1;
    switch (type) {
      case FLOAT -> values.setDouble(row, number);
      case STRING -> values.setString(row, string);
      default -> values.setLong(row, bits);
    }
  }
}
