package io.github.influx2tdengine.points;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes packed rows into columns. Reads the bytes itself: a library's calls for each value, which
 * find out what may come next, cost several times what the value does. Every MessagePack form of a
 * number is taken; a value of another type, or one that does not fit, is refused.
 */
final class RowDecoder {
  private static final int NIL = 0xc0;
  private static final int DOUBLE = 0xcb;
  private static final VarHandle SHORTS = bigEndian(short[].class);
  private static final VarHandle INTS = bigEndian(int[].class);
  private static final VarHandle LONGS = bigEndian(long[].class);

  private final byte[] bytes;
  private final int end;
  private int at;

  RowDecoder(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.at = offset;
    this.end = offset + length;
  }

  private static VarHandle bigEndian(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.BIG_ENDIAN);
  }

  /** Bytes that were not taken yet. */
  int left() {
    return end - at;
  }

  /** The number of values in the row that begins here, the time among them. */
  int rowHeader() {
    int first = next();
    if ((first & 0xf0) == 0x90) {
      return first & 0x0f;
    }
    return switch (first) {
      case 0xdc -> (int) unsigned(2);
      case 0xdd -> length(unsigned(4));
      default -> throw mismatch("a row", first);
    };
  }

  /** The next value, into a row of a column; nil leaves the row as it is. */
  void value(ColumnValues values, int row) {
    int first = next();
    if (first == NIL) {
      return;
    }
    switch (values.type()) {
      case FLOAT -> values.setDouble(row, floating(first));
      case INTEGER -> values.setLong(row, integer(first));
      case UNSIGNED -> values.setLong(row, unsignedInteger(first));
      case BOOLEAN -> values.setLong(row, bool(first));
      case STRING -> values.setString(row, string(first));
    }
  }

  /** The time of a row. */
  long time() {
    return integer(next());
  }

  private double floating(int first) {
    if (first == DOUBLE) {
      return Double.longBitsToDouble(take(8));
    }
    if (first == 0xca) {
      return Float.intBitsToFloat((int) take(4));
    }
    throw mismatch("a float", first);
  }

  private long integer(int first) {
    long value = bits(first, "an integer");
    if (first == 0xcf && value < 0) {
      throw new PointFormatException(
          "integer " + Long.toUnsignedString(value) + " does not fit 64 bits with a sign");
    }
    return value;
  }

  private long unsignedInteger(int first) {
    long value = bits(first, "an unsigned integer");
    if (value < 0 && first != 0xcf) {
      throw new PointFormatException("unsigned value is negative: " + value);
    }
    return value;
  }

  /** The 64 bits of a number in any of its forms. */
  private long bits(int first, String wanted) {
    if (first < 0x80 || first >= 0xe0) {
      return (byte) first;
    }
    return switch (first) {
      case 0xcc -> take(1) & 0xff;
      case 0xcd -> take(2) & 0xffff;
      case 0xce -> take(4) & 0xffff_ffffL;
      case 0xcf, 0xd3 -> take(8);
      case 0xd0 -> take(1);
      case 0xd1 -> take(2);
      case 0xd2 -> take(4);
      default -> throw mismatch(wanted, first);
    };
  }

  private static int bool(int first) {
    if (first == 0xc3 || first == 0xc2) {
      return first - 0xc2;
    }
    throw mismatch("a boolean", first);
  }

  private String string(int first) {
    int length;
    if ((first & 0xe0) == 0xa0) {
      length = first & 0x1f;
    } else {
      length =
          switch (first) {
            // Binary counts as text: it is what older writers made of it.
            case 0xd9, 0xc4 -> (int) unsigned(1);
            case 0xda, 0xc5 -> (int) unsigned(2);
            case 0xdb, 0xc6 -> length(unsigned(4));
            default -> throw mismatch("a string", first);
          };
    }
    need(length);
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    // The constructor replaces what is no UTF-8: a text changed without a word would be another.
    if (text.indexOf('\ufffd') >= 0) {
      check(length);
    }
    at += length;
    return text;
  }

  private void check(int length) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length));
    } catch (CharacterCodingException e) {
      throw new PointFormatException("text is not UTF-8", e);
    }
  }

  private int next() {
    need(1);
    return bytes[at++] & 0xff;
  }

  private long unsigned(int width) {
    return width == 1 ? take(1) & 0xff : width == 2 ? take(2) & 0xffff : take(4) & 0xffff_ffffL;
  }

  /** A number of 1, 2, 4 or 8 bytes with its sign. */
  private long take(int width) {
    need(width);
    long value =
        switch (width) {
          case 1 -> bytes[at];
          case 2 -> (short) SHORTS.get(bytes, at);
          case 4 -> (int) INTS.get(bytes, at);
          default -> (long) LONGS.get(bytes, at);
        };
    at += width;
    return value;
  }

  private void need(int count) {
    if (end - at < count) {
      throw new PointFormatException("the bytes end within a value");
    }
  }

  private static int length(long value) {
    if (value > Integer.MAX_VALUE) {
      throw new PointFormatException("a length of " + value + " is beyond what a value can have");
    }
    return (int) value;
  }

  private static PointFormatException mismatch(String wanted, int first) {
    return new PointFormatException(
        "%s is wanted where a value begins with byte 0x%02x".formatted(wanted, first));
  }
}
