package io.github.influx2tdengine.testkit.tdengine.wire;

import io.github.influx2tdengine.testkit.tdengine.query.ResultColumn;
import io.github.influx2tdengine.testkit.tdengine.store.DataType;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes rows as TDengine's raw block, little endian: a head of 28 bytes, type and width of each
 * column, the bytes of each column, and the columns: a bit a NULL and the values, or for text an
 * offset a row (-1 for NULL) and the texts, each behind its length; NCHAR in UTF-32.
 */
final class RawBlock {
  /** The last bit says that the head has the columns' types. */
  private static final int HAS_COLUMN_INFO = 1 << 31;

  private RawBlock() {}

  static void write(ByteBuf out, List<ResultColumn> columns, List<Object[]> rows) {
    int start = out.writerIndex();
    out.writeIntLE(1);
    int lengthAt = out.writerIndex();
    out.writeIntLE(0);
    out.writeIntLE(rows.size());
    out.writeIntLE(columns.size());
    out.writeIntLE(HAS_COLUMN_INFO);
    out.writeLongLE(0);
    for (ResultColumn column : columns) {
      out.writeByte(column.type().code());
      out.writeIntLE(column.bytes());
    }
    int sizesAt = out.writerIndex();
    out.writeZero(4 * columns.size());
    for (int c = 0; c < columns.size(); c++) {
      DataType type = columns.get(c).type();
      int size = type.sized() ? texts(out, type, rows, c) : fixed(out, type, rows, c);
      out.setIntLE(sizesAt + 4 * c, size);
    }
    out.writeByte(0);
    out.setIntLE(lengthAt, out.writerIndex() - start);
  }

  private static int fixed(ByteBuf out, DataType type, List<Object[]> rows, int column) {
    int nulls = out.writerIndex();
    out.writeZero((rows.size() + 7) >>> 3);
    int start = out.writerIndex();
    for (int row = 0; row < rows.size(); row++) {
      Object value = rows.get(row)[column];
      if (value == null) {
        int at = nulls + (row >>> 3);
        out.setByte(at, out.getByte(at) | 1 << (7 - (row & 7)));
        out.writeZero(type.width());
      } else {
        fixed(out, type, (Number) value);
      }
    }
    return out.writerIndex() - start;
  }

  private static void fixed(ByteBuf out, DataType type, Number value) {
    switch (type) {
      case FLOAT -> out.writeFloatLE(value.floatValue());
      case DOUBLE -> out.writeDoubleLE(value.doubleValue());
      default -> {
        switch (type.width()) {
          case 1 -> out.writeByte(value.byteValue());
          case 2 -> out.writeShortLE(value.shortValue());
          case 4 -> out.writeIntLE(value.intValue());
          default -> out.writeLongLE(value.longValue());
        }
      }
    }
  }

  private static int texts(ByteBuf out, DataType type, List<Object[]> rows, int column) {
    int offsets = out.writerIndex();
    out.writeZero(4 * rows.size());
    int start = out.writerIndex();
    for (int row = 0; row < rows.size(); row++) {
      if (rows.get(row)[column] instanceof byte[] text) {
        out.setIntLE(offsets + 4 * row, out.writerIndex() - start);
        text(out, type, text);
      } else {
        out.setIntLE(offsets + 4 * row, -1);
      }
    }
    return out.writerIndex() - start;
  }

  private static void text(ByteBuf out, DataType type, byte[] text) {
    if (type != DataType.NCHAR) {
      out.writeShortLE(text.length);
      out.writeBytes(text);
      return;
    }
    int lengthAt = out.writerIndex();
    out.writeShortLE(0);
    if (isAscii(text)) {
      for (byte character : text) {
        out.writeIntLE(character);
      }
    } else {
      new String(text, StandardCharsets.UTF_8).codePoints().forEach(out::writeIntLE);
    }
    out.setShortLE(lengthAt, out.writerIndex() - lengthAt - 2);
  }

  private static boolean isAscii(byte[] text) {
    for (byte b : text) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }
}
