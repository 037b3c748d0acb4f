package io.github.influx2tdengine.points;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The values of one column, by row. Floats are kept as doubles; integers and unsigned integers as
 * longs (unsigned by their 64 bits); booleans as 0 and 1; strings as they are. A row without a
 * value is null.
 */
public final class ColumnValues {
  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

  private final Column column;
  private double[] doubles;
  private long[] longs;
  private String[] strings;
  private boolean[] present;
  private int presentCount;

  ColumnValues(Column column, int capacity) {
    this.column = column;
    this.present = new boolean[capacity];
    switch (column.type()) {
      case FLOAT -> doubles = new double[capacity];
      case STRING -> strings = new String[capacity];
      default -> longs = new long[capacity];
    }
  }

  public Column column() {
    return column;
  }

  public FieldType type() {
    return column.type();
  }

  public boolean isNull(int row) {
    return !present[row];
  }

  /** How many rows have a value. */
  public int presentCount() {
    return presentCount;
  }

  /** A {@link FieldType#FLOAT} value. */
  public double getDouble(int row) {
    return doubles[row];
  }

  /** The 64 bits of an integer or unsigned value; 0 or 1 of a boolean. */
  public long getLong(int row) {
    return longs[row];
  }

  public boolean getBoolean(int row) {
    return longs[row] != 0;
  }

  public String getString(int row) {
    return strings[row];
  }

  /** An unsigned value in full; see {@link #unsigned(long)}. */
  public BigInteger getUnsigned(int row) {
    return unsigned(longs[row]);
  }

  /**
   * The value as Double, Long, BigInteger, Boolean or String; null where the row has none. For
   * messages and comparisons, not for hot paths.
   */
  public Object get(int row) {
    if (!present[row]) {
      return null;
    }
    return switch (column.type()) {
      case FLOAT -> doubles[row];
      case INTEGER -> longs[row];
      case UNSIGNED -> getUnsigned(row);
      case BOOLEAN -> longs[row] != 0;
      case STRING -> strings[row];
    };
  }

  /** 64 bits read as an unsigned number. */
  public static BigInteger unsigned(long bits) {
    BigInteger value = BigInteger.valueOf(bits);
    return bits < 0 ? value.add(TWO_TO_64) : value;
  }

  void setDouble(int row, double value) {
    mark(row);
    doubles[row] = value;
  }

  void setLong(int row, long value) {
    mark(row);
    longs[row] = value;
  }

  void setString(int row, String value) {
    mark(row);
    strings[row] = value;
  }

  void copyRow(ColumnValues from, int fromRow, int row) {
    if (from.present[fromRow]) {
      mark(row);
      if (doubles != null) {
        doubles[row] = from.doubles[fromRow];
      } else if (longs != null) {
        longs[row] = from.longs[fromRow];
      } else {
        strings[row] = from.strings[fromRow];
      }
    }
  }

  void grow(int capacity) {
    present = Arrays.copyOf(present, capacity);
    if (doubles != null) {
      doubles = Arrays.copyOf(doubles, capacity);
    } else if (longs != null) {
      longs = Arrays.copyOf(longs, capacity);
    } else {
      strings = Arrays.copyOf(strings, capacity);
    }
  }

  private void mark(int row) {
    if (!present[row]) {
      present[row] = true;
      presentCount++;
    }
  }
}
