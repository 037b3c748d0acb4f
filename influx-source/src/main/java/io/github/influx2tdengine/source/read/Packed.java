package io.github.influx2tdengine.source.read;

/**
 * Single values in complete MessagePack rows, read in place. Only what InfluxDB puts into rows:
 * nil, booleans, integers, floats, strings.
 */
final class Packed {
  private static final int NIL = 0xc0;

  private Packed() {}

  static boolean isNil(byte[] bytes, int at) {
    return (bytes[at] & 0xff) == NIL;
  }

  static boolean isFloat(byte[] bytes, int at) {
    int b = bytes[at] & 0xff;
    return b == 0xcb || b == 0xca;
  }

  static boolean isInteger(byte[] bytes, int at) {
    int b = bytes[at] & 0xff;
    return b < 0x80 || b >= 0xe0 || b >= 0xcc && b <= 0xd3;
  }

  /** The bytes of a row's header. */
  static int rowHeaderSize(byte[] bytes, int at) {
    int b = bytes[at] & 0xff;
    return (b & 0xf0) == 0x90 ? 1 : b == 0xdc ? 3 : 5;
  }

  /** The bytes of the value at {@code at}, header included. */
  static int size(byte[] bytes, int at) {
    int b = bytes[at] & 0xff;
    int fixed = MessageInput.fixedSize(b);
    if (fixed > 0) {
      return fixed;
    }
    return switch (b) {
      case 0xd9, 0xc4 -> 2 + (bytes[at + 1] & 0xff);
      case 0xda, 0xc5 -> 3 + (int) bigEndian(bytes, at + 1, 2);
      case 0xdb, 0xc6 -> 5 + (int) bigEndian(bytes, at + 1, 4);
      default -> throw new IllegalArgumentException("no plain value: 0x" + Integer.toHexString(b));
    };
  }

  /** An integer's 64 bits; of one beyond 2^63 those of the unsigned number. */
  static long integer(byte[] bytes, int at) {
    int b = bytes[at] & 0xff;
    if (b < 0x80 || b >= 0xe0) {
      return bytes[at];
    }
    return switch (b) {
      case 0xcc -> bytes[at + 1] & 0xff;
      case 0xcd -> bigEndian(bytes, at + 1, 2);
      case 0xce -> bigEndian(bytes, at + 1, 4);
      case 0xcf, 0xd3 -> bigEndian(bytes, at + 1, 8);
      case 0xd0 -> bytes[at + 1];
      case 0xd1 -> (short) bigEndian(bytes, at + 1, 2);
      case 0xd2 -> (int) bigEndian(bytes, at + 1, 4);
      default -> throw new IllegalArgumentException("no integer: 0x" + Integer.toHexString(b));
    };
  }

  /** A float, or an integer where a float was asked for. */
  static double floating(byte[] bytes, int at) {
    return switch (bytes[at] & 0xff) {
      case 0xcb -> Double.longBitsToDouble(bigEndian(bytes, at + 1, 8));
      case 0xca -> Float.intBitsToFloat((int) bigEndian(bytes, at + 1, 4));
      default -> integer(bytes, at);
    };
  }

  private static long bigEndian(byte[] bytes, int at, int width) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = value << 8 | bytes[at + i] & 0xff;
    }
    return value;
  }
}
