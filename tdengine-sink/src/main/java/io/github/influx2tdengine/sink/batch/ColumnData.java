package io.github.influx2tdengine.sink.batch;

import io.github.influx2tdengine.sink.schema.TdType;
import java.util.Arrays;

/**
 * The values of one table column, by row, as TDengine's binding takes them: numbers, times and
 * booleans by their bits (those of a double in full, of a float in 32), text as UTF-8.
 */
public final class ColumnData {
  private final TdType type;
  private final byte[] nulls;
  private final long[] bits;
  private final byte[][] texts;
  private int textBytes;

  /** No row has a value yet. */
  ColumnData(TdType type, int rows) {
    this.type = type;
    this.nulls = new byte[rows];
    this.bits = new long[type.text() ? 0 : rows];
    this.texts = new byte[type.text() ? rows : 0][];
    Arrays.fill(nulls, (byte) 1);
  }

  /** One row without a value. */
  public static ColumnData none(TdType type) {
    return new ColumnData(type, 1);
  }

  /** One row of a type that is not text. */
  public static ColumnData of(TdType type, long bits) {
    ColumnData one = none(type);
    one.set(0, bits);
    return one;
  }

  /** One row of text. */
  public static ColumnData of(TdType type, byte[] utf8) {
    ColumnData one = none(type);
    one.set(0, utf8);
    return one;
  }

  public TdType type() {
    return type;
  }

  public int rows() {
    return nulls.length;
  }

  /** For each row 1 where it has no value, 0 where it has one; not to be changed. */
  public byte[] nulls() {
    return nulls;
  }

  /** The values' bits, 0 where there is none; empty for text. Not to be changed. */
  public long[] bits() {
    return bits;
  }

  /** The text of a row; null where it has none. */
  public byte[] text(int row) {
    return texts[row];
  }

  /** Bytes of all texts together. */
  public int textBytes() {
    return textBytes;
  }

  void set(int row, long value) {
    bits[row] = value;
    nulls[row] = 0;
  }

  void set(int row, byte[] utf8) {
    texts[row] = utf8;
    textBytes = Math.addExact(textBytes, utf8.length);
    nulls[row] = 0;
  }

  /** Some of the rows, {@code begin} to before {@code end}. */
  ColumnData part(int begin, int end) {
    ColumnData part = new ColumnData(type, end - begin);
    for (int row = begin; row < end; row++) {
      if (nulls[row] == 0 && type.text()) {
        part.set(row - begin, texts[row]);
      } else if (nulls[row] == 0) {
        part.set(row - begin, bits[row]);
      }
    }
    return part;
  }
}
