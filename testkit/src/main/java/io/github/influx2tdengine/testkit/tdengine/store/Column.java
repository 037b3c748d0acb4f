package io.github.influx2tdengine.testkit.tdengine.store;

import java.util.Arrays;

/**
 * Values of one column, row by row: 64 bits a value for fixed types (the bits of a double, of a
 * float widened to double, an integer, 0 or 1), a byte array (UTF-8) for text.
 *
 * <p>Rows at and past {@link #size()} are NULL, so that a column a subtable rarely has costs
 * little.
 */
public final class Column {
  private static final long[] NO_LONGS = {};
  private static final byte[][] NO_TEXTS = {};

  private long[] bits;
  private byte[][] texts;

  /** A bit per NULL of a fixed column; empty as long as there is none. */
  private long[] nulls;

  private int size;
  private final boolean text;

  private Column(boolean text, long[] bits, byte[][] texts, long[] nulls, int size) {
    this.text = text;
    this.bits = bits;
    this.texts = texts;
    this.nulls = nulls;
    this.size = size;
  }

  /** An empty column that can hold {@code capacity} values before it grows. */
  public static Column of(DataType type, int capacity) {
    return of(type.sized(), capacity);
  }

  private static Column of(boolean text, int capacity) {
    return text
        ? new Column(true, NO_LONGS, new byte[capacity][], NO_LONGS, 0)
        : new Column(false, new long[capacity], NO_TEXTS, NO_LONGS, 0);
  }

  public int size() {
    return size;
  }

  public boolean isNull(int row) {
    if (row >= size) {
      return true;
    }
    if (text) {
      return texts[row] == null;
    }
    int word = row >>> 6;
    return word < nulls.length && (nulls[word] & 1L << row) != 0;
  }

  /** The bits of a fixed value; 0 where NULL. */
  public long bits(int row) {
    return row < size ? bits[row] : 0;
  }

  /** The bytes of a text value, not to be changed. */
  public byte[] text(int row) {
    return texts[row];
  }

  public void addBits(long value) {
    reserve(size + 1);
    bits[size++] = value;
  }

  public void addText(byte[] value) {
    reserve(size + 1);
    texts[size++] = value;
  }

  public void addNull() {
    padTo(size + 1);
  }

  /** Appends NULLs up to this many rows. */
  void padTo(int rows) {
    if (rows <= size) {
      return;
    }
    reserve(rows);
    if (!text) {
      markNull(size, rows);
    }
    size = rows;
  }

  private void markNull(int from, int to) {
    int words = (to + 63) >>> 6;
    if (nulls.length < words) {
      nulls = Arrays.copyOf(nulls, Math.max(words, (bits.length + 63) >>> 6));
    }
    for (int row = from; row < to; row++) {
      nulls[row >>> 6] |= 1L << row;
    }
  }

  /** Puts row {@code from} of the source at {@code row}, which may be the next free one. */
  void copy(int row, Column source, int from) {
    if (source.isNull(from)) {
      if (row >= size) {
        padTo(row + 1);
      } else if (text) {
        texts[row] = null;
      } else {
        bits[row] = 0;
        markNull(row, row + 1);
      }
      return;
    }
    padTo(row);
    if (row == size) {
      reserve(row + 1);
      size++;
    }
    if (text) {
      texts[row] = source.texts[from];
    } else {
      bits[row] = source.bits[from];
      int word = row >>> 6;
      if (word < nulls.length) {
        nulls[word] &= ~(1L << row);
      }
    }
  }

  /** Appends the source's first {@code count} rows behind row {@code at}. */
  void appendAll(int at, Column source, int count) {
    padTo(at);
    int present = Math.min(count, source.size);
    reserve(at + present);
    if (text) {
      System.arraycopy(source.texts, 0, texts, at, present);
    } else {
      System.arraycopy(source.bits, 0, bits, at, present);
      if (source.nulls.length > 0) {
        for (int row = 0; row < present; row++) {
          if (source.isNull(row)) {
            markNull(at + row, at + row + 1);
          }
        }
      }
    }
    size = at + present;
  }

  /** A copy of the first rows, with room for {@code capacity}. */
  Column prefix(int rows, int capacity) {
    Column copy = of(text, capacity);
    copy.appendAll(0, this, Math.min(rows, size));
    return copy;
  }

  /** The present rows; later appends do not show in it, changes in place do. */
  Column snapshot() {
    return new Column(text, bits, texts, nulls, size);
  }

  private void reserve(int rows) {
    int capacity = text ? texts.length : bits.length;
    if (rows <= capacity) {
      return;
    }
    // Half as much again: little waste where many subtables grow side by side.
    int grown = Math.max(rows, capacity + (capacity >> 1) + 8);
    if (text) {
      texts = Arrays.copyOf(texts, grown);
    } else {
      bits = Arrays.copyOf(bits, grown);
      if (nulls.length > 0) {
        nulls = Arrays.copyOf(nulls, (grown + 63) >>> 6);
      }
    }
  }
}
