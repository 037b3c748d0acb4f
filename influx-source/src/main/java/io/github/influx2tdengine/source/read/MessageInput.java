package io.github.influx2tdengine.source.read;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads MessagePack from a stream as it arrives. Names and numbers are decoded; rows are only
 * measured, and their bytes handed on as they are. Where a value cannot be what the caller expects,
 * or the stream ends within one, that is an {@link IOException}.
 */
final class MessageInput {
  private static final int NIL = 0xc0;
  private static final int BUFFER = 64 * 1024;

  /**
   * Bytes of the longest value, and entries of the longest array: InfluxDB takes no request over 25
   * MB, so that whatever says more is no answer of it. Without a limit such a thing would take all
   * memory.
   */
  private static final int LONGEST = 64 * 1024 * 1024;

  /** Bytes of a value by its first byte, that byte included; 0 where the length is in the data. */
  private static final byte[] FIXED = new byte[256];

  static {
    Arrays.fill(FIXED, 0x00, 0x80, (byte) 1);
    Arrays.fill(FIXED, 0xe0, 0x100, (byte) 1);
    for (int length = 0; length < 32; length++) {
      FIXED[0xa0 + length] = (byte) (1 + length);
    }
    byte[] sizes = {1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 5, 9, 2, 3, 5, 9, 2, 3, 5, 9, 3, 4, 6, 10, 18};
    System.arraycopy(sizes, 0, FIXED, 0xc0, sizes.length);
  }

  /** The size of a value that begins with this byte; 0 where the data tell it. */
  static int fixedSize(int first) {
    return FIXED[first];
  }

  private final InputStream in;
  private byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private long before;

  MessageInput(InputStream in) {
    this.in = in;
  }

  /** Bytes taken so far. */
  long position() {
    return before + position;
  }

  /** Whether the stream ends exactly here. */
  boolean atEnd() throws IOException {
    return position == limit && !fill(1);
  }

  int mapHeader() throws IOException {
    int b = unsignedByte();
    if ((b & 0xf0) == 0x80) {
      return b & 0x0f;
    }
    return switch (b) {
      case 0xde -> (int) number(2);
      case 0xdf -> length(number(4));
      default -> throw unexpected("a map", b);
    };
  }

  int arrayHeader() throws IOException {
    int b = unsignedByte();
    if ((b & 0xf0) == 0x90) {
      return b & 0x0f;
    }
    return switch (b) {
      case 0xdc -> (int) number(2);
      case 0xdd -> length(number(4));
      case NIL -> 0;
      default -> throw unexpected("an array", b);
    };
  }

  String string() throws IOException {
    int b = unsignedByte();
    int length;
    if ((b & 0xe0) == 0xa0) {
      length = b & 0x1f;
    } else {
      length =
          switch (b) {
            case 0xd9 -> (int) number(1);
            case 0xda -> (int) number(2);
            case 0xdb -> length(number(4));
            default -> throw unexpected("a string", b);
          };
    }
    need(length);
    String text = decode(buffer, position, length);
    position += length;
    return text;
  }

  /** A name that is likely to be {@code guess}, which is then returned without making a new one. */
  String string(String guess) throws IOException {
    String text = string();
    return text.equals(guess) ? guess : text;
  }

  boolean bool() throws IOException {
    int b = unsignedByte();
    if (b == 0xc3 || b == 0xc2) {
      return b == 0xc3;
    }
    throw unexpected("a boolean", b);
  }

  /** Skips one value, whatever it holds. */
  void skip() throws IOException {
    // Measuring may move the position; it must be read afterwards.
    int length = measure(position);
    position += length;
  }

  /** The value at hand as text, number, boolean or null; for short answers. */
  Object scalar() throws IOException {
    need(1);
    int b = buffer[position] & 0xff;
    if ((b & 0xe0) == 0xa0 || b >= 0xd9 && b <= 0xdb) {
      return string();
    }
    int length = measure(position);
    Object value = Scalars.read(buffer, position, length);
    position += length;
    return value;
  }

  /**
   * Takes rows, arrays of values, until {@code count} are taken or the buffer ends, at least one;
   * the bytes are {@link #buffer()} from {@link #runStart()} on, {@link #runLength()} long.
   *
   * @param width the number of values each row must have
   * @return how many rows were taken
   */
  int rows(int count, int width) throws IOException {
    int taken = 0;
    int at = position;
    while (taken < count) {
      int length = rowLength(at, width, taken == 0);
      if (length < 0) {
        break;
      }
      // A first row may have moved the buffer's content while it was completed.
      at = taken == 0 ? position + length : at + length;
      taken++;
    }
    runStart = position;
    position = at;
    return taken;
  }

  private int runStart;

  byte[] buffer() {
    return buffer;
  }

  int runStart() {
    return runStart;
  }

  int runLength() {
    return position - runStart;
  }

  /**
   * The length of the row at {@code at}; -1 where it is not whole in the buffer and may not wait.
   */
  private int rowLength(int at, int width, boolean mayFill) throws IOException {
    int whole = wholeRow(at, width);
    if (whole >= 0 || !mayFill) {
      return whole;
    }
    return measureRow(width);
  }

  private int wholeRow(int at, int width) throws IOException {
    int end = limit;
    int p = at;
    if (p >= end) {
      return -1;
    }
    int b = buffer[p] & 0xff;
    int values;
    if ((b & 0xf0) == 0x90) {
      values = b & 0x0f;
      p++;
    } else if (b == 0xdc) {
      if (end - p < 3) {
        return -1;
      }
      values = (buffer[p + 1] & 0xff) << 8 | buffer[p + 2] & 0xff;
      p += 3;
    } else {
      return b == 0xdd ? -1 : refuseRow(b);
    }
    checkWidth(values, width);
    byte[] bytes = buffer;
    for (int i = 0; i < values; i++) {
      if (p >= end) {
        return -1;
      }
      int size = FIXED[bytes[p] & 0xff];
      if (size == 0) {
        size = variable(p, end);
        if (size < 0) {
          return -1;
        }
      }
      p += size;
    }
    return p <= end ? p - at : -1;
  }

  /**
   * The size of a string or binary value at {@code p}, header included; -1 where it is not there.
   */
  private int variable(int p, int end) throws IOException {
    int b = buffer[p] & 0xff;
    switch (b) {
      case 0xd9, 0xc4:
        return end - p < 2 ? -1 : 2 + (buffer[p + 1] & 0xff);
      case 0xda, 0xc5:
        return end - p < 3 ? -1 : 3 + ((buffer[p + 1] & 0xff) << 8 | buffer[p + 2] & 0xff);
      case 0xdb, 0xc6:
        if (end - p < 5) {
          return -1;
        }
        return 5 + length(bigEndian(p + 1, 4));
      default:
        throw unexpected("a plain value in a row", b);
    }
  }

  private int measureRow(int width) throws IOException {
    need(1);
    int b = buffer[position] & 0xff;
    int header = (b & 0xf0) == 0x90 ? 1 : b == 0xdc ? 3 : b == 0xdd ? 5 : refuseRow(b);
    need(header);
    int values = header == 1 ? b & 0x0f : length(bigEndian(position + 1, header - 1));
    checkWidth(values, width);
    int length = header;
    for (int i = 0; i < values; i++) {
      length += measure(position + length);
    }
    return length;
  }

  private static int refuseRow(int b) throws IOException {
    throw unexpected("a row", b);
  }

  private static void checkWidth(int values, int width) throws IOException {
    if (values != width) {
      throw new BrokenAnswer("a row has " + values + " values for " + width + " columns");
    }
  }

  /**
   * The bytes of the value that begins {@code at - position} bytes ahead. Filling may move the
   * buffer's content, so that places are counted from {@link #position}.
   */
  private int measure(int at) throws IOException {
    int start = at - position;
    int ahead = start;
    long open = 1;
    while (open > 0) {
      need(ahead + 1);
      int b = buffer[position + ahead] & 0xff;
      int size = FIXED[b];
      if (size > 0) {
        open--;
      } else if ((b & 0xf0) == 0x80) {
        size = 1;
        open += 2L * (b & 0x0f) - 1;
      } else if ((b & 0xf0) == 0x90) {
        size = 1;
        open += (b & 0x0f) - 1;
      } else {
        int width =
            switch (b) {
              case 0xd9, 0xc4, 0xc7 -> 1;
              case 0xda, 0xc5, 0xc8, 0xdc, 0xde -> 2;
              case 0xdb, 0xc6, 0xc9, 0xdd, 0xdf -> 4;
              default -> throw unexpected("a value", b);
            };
        need(ahead + 1 + width);
        int length = length(bigEndian(position + ahead + 1, width));
        switch (b) {
          case 0xdc, 0xdd -> {
            size = 1 + width;
            open += length - 1L;
          }
          case 0xde, 0xdf -> {
            size = 1 + width;
            open += 2L * length - 1;
          }
          // An extension has its type in a byte of its own.
          case 0xc7, 0xc8, 0xc9 -> {
            size = 2 + width + length;
            open--;
          }
          default -> {
            size = 1 + width + length;
            open--;
          }
        }
      }
      ahead += size;
      if (ahead > LONGEST) {
        throw new BrokenAnswer("a value is longer than " + LONGEST + " bytes");
      }
    }
    need(ahead);
    return ahead - start;
  }

  private int unsignedByte() throws IOException {
    need(1);
    return buffer[position++] & 0xff;
  }

  private long number(int width) throws IOException {
    need(width);
    long value = bigEndian(position, width);
    position += width;
    return value;
  }

  private long bigEndian(int at, int width) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = value << 8 | buffer[at + i] & 0xff;
    }
    return value;
  }

  private static int length(long value) throws IOException {
    if (value > LONGEST) {
      throw new BrokenAnswer("a length of " + value + " is beyond what a value can have");
    }
    return (int) value;
  }

  private void need(int bytes) throws IOException {
    if (limit - position < bytes && !fill(bytes)) {
      throw new EOFException(
          "the answer ends within a value, after " + (before + limit) + " bytes");
    }
  }

  /** Makes {@code bytes} available from the position on; false where the stream ends before. */
  private boolean fill(int bytes) throws IOException {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      before += position;
      limit -= position;
      position = 0;
    }
    while (limit < bytes) {
      if (limit == buffer.length) {
        // Only as data come: a length that is none must not take the memory it speaks of.
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      }
      int read = in.read(buffer, limit, buffer.length - limit);
      if (read < 0) {
        return false;
      }
      limit += read;
    }
    return true;
  }

  private static String decode(byte[] bytes, int at, int length) throws IOException {
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    // The constructor replaces what is no UTF-8; a name changed without a word would be another.
    if (text.indexOf('\ufffd') >= 0) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes, at, length));
      } catch (CharacterCodingException e) {
        throw new InfluxException(
            InfluxException.Kind.UNEXPECTED,
            "a measurement, tag or field is not UTF-8: '"
                + ErrorText.excerpt(text)
                + "'; exclude it with measurements.exclude or fields.exclude",
            e);
      }
    }
    return text;
  }

  private static IOException unexpected(String wanted, int b) {
    return new BrokenAnswer(
        "the answer has byte 0x" + Integer.toHexString(b) + " where " + wanted + " should be");
  }
}
