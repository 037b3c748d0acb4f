package io.github.influx2tdengine.sink.write;

import io.github.influx2tdengine.sink.batch.ColumnData;
import io.github.influx2tdengine.sink.batch.Insert;
import io.github.influx2tdengine.sink.batch.SubtableRows;
import io.github.influx2tdengine.sink.schema.TableColumn;
import io.github.influx2tdengine.sink.schema.TdType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of an insert as TDengine's adapter takes them for a prepared statement, in one message:
 * names, tags and columns of all subtables (<a
 * href="https://docs.tdengine.com/tdengine-reference/client-libraries/websocket/">stmt2_bind</a>).
 * The driver makes the same bytes from lists of objects; this copies arrays.
 *
 * <p>All numbers are little endian. A head of {@value #HEAD} bytes; then, each for all subtables,
 * the lengths of the names and the names, the lengths of the tags and the tags, the lengths of the
 * columns and the columns. A tag is a column of one row.
 */
final class BindMessage {
  /** Request, statement, action, version, and that all columns are bound. */
  private static final int PREFIX = 8 + 8 + 8 + 2 + 4;

  /** Length, counts of subtables, tags and columns, and where names, tags and columns begin. */
  private static final int HEAD = 7 * 4;

  /** Length, type, rows, whether values have lengths, and the length of the values. */
  private static final int COLUMN_HEAD = 4 + 4 + 4 + 1 + 4;

  private static final long ACTION = 9;
  private static final int VERSION = 1;
  private static final int ALL_COLUMNS = -1;

  private BindMessage() {}

  /**
   * @param tagTypes TDengine's numbers of the tags' types
   * @param columnTypes and of the columns'
   * @return a buffer that becomes the caller's to release
   */
  static ByteBuf of(
      Insert insert, List<Byte> tagTypes, List<Byte> columnTypes, long request, long statement) {
    List<SubtableRows> subtables = insert.subtables();
    List<byte[]> names = new ArrayList<>(subtables.size());
    List<ColumnData[]> tags = new ArrayList<>(subtables.size());
    int nameBytes = 0;
    int tagBytes = 0;
    long columnBytes = 0;
    for (SubtableRows subtable : subtables) {
      byte[] name = subtable.name().getBytes(StandardCharsets.UTF_8);
      ColumnData[] values = tags(insert, subtable);
      names.add(name);
      tags.add(values);
      nameBytes += 2 + name.length + 1;
      tagBytes += 4 + bytes(values);
      columnBytes += 4 + bytes(subtable.columns());
    }
    int length = Math.toIntExact(HEAD + nameBytes + tagBytes + columnBytes);
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(PREFIX + length);
    try {
      out.writeLongLE(request).writeLongLE(statement).writeLongLE(ACTION);
      out.writeShortLE(VERSION).writeIntLE(ALL_COLUMNS);
      out.writeIntLE(length).writeIntLE(subtables.size());
      out.writeIntLE(insert.tags().size()).writeIntLE(insert.columns().size());
      out.writeIntLE(HEAD).writeIntLE(HEAD + nameBytes).writeIntLE(HEAD + nameBytes + tagBytes);
      names.forEach(name -> out.writeShortLE(name.length + 1));
      names.forEach(name -> out.writeBytes(name).writeByte(0));
      tags.forEach(values -> out.writeIntLE(bytes(values)));
      tags.forEach(values -> write(out, values, tagTypes));
      subtables.forEach(subtable -> out.writeIntLE(bytes(subtable.columns())));
      subtables.forEach(subtable -> write(out, subtable.columns(), columnTypes));
      return out;
    } catch (RuntimeException e) {
      out.release();
      throw e;
    }
  }

  /** TDengine's number of a type; -1 for those that nothing is written to. */
  static byte number(TdType type) {
    return switch (type) {
      case BOOL -> 1;
      case TINYINT -> 2;
      case SMALLINT -> 3;
      case INT -> 4;
      case BIGINT -> 5;
      case FLOAT -> 6;
      case DOUBLE -> 7;
      case VARCHAR -> 8;
      case TIMESTAMP -> 9;
      case NCHAR -> 10;
      case UTINYINT -> 11;
      case USMALLINT -> 12;
      case UINT -> 13;
      case UBIGINT -> 14;
      case OTHER -> -1;
    };
  }

  private static ColumnData[] tags(Insert insert, SubtableRows subtable) {
    ColumnData[] tags = new ColumnData[insert.tags().size()];
    for (int i = 0; i < tags.length; i++) {
      tags[i] = tag(insert.tags().get(i), subtable.tag(i));
    }
    return tags;
  }

  private static ColumnData tag(TableColumn tag, Object value) {
    if (value == null) {
      // Tags of other types, JSON for example, have lengths as text has.
      return ColumnData.none(tag.type() == TdType.OTHER ? TdType.VARCHAR : tag.type());
    }
    if (value instanceof String text) {
      return ColumnData.of(tag.type(), text.getBytes(StandardCharsets.UTF_8));
    }
    long bits;
    if (value instanceof Boolean flag) {
      bits = flag ? 1 : 0;
    } else if (value instanceof BigInteger unsigned) {
      bits = unsigned.longValue();
    } else if (value instanceof Double number) {
      bits =
          tag.type() == TdType.FLOAT
              ? Float.floatToRawIntBits(number.floatValue())
              : Double.doubleToRawLongBits(number);
    } else {
      bits = (Long) value;
    }
    return ColumnData.of(tag.type(), bits);
  }

  private static int bytes(ColumnData[] columns) {
    int bytes = 0;
    for (ColumnData column : columns) {
      bytes = Math.addExact(bytes, bytes(column));
    }
    return bytes;
  }

  private static int bytes(ColumnData column) {
    int rows = column.rows();
    return column.type().text()
        ? COLUMN_HEAD + rows * (1 + 4) + column.textBytes()
        : COLUMN_HEAD + rows * (1 + column.type().width(0));
  }

  private static void write(ByteBuf out, ColumnData[] columns, List<Byte> types) {
    for (int i = 0; i < columns.length; i++) {
      ColumnData column = columns[i];
      out.writeIntLE(bytes(column)).writeIntLE(types.get(i)).writeIntLE(column.rows());
      out.writeBytes(column.nulls());
      if (column.type().text()) {
        writeText(out, column);
      } else {
        writeBits(out, column);
      }
    }
  }

  private static void writeText(ByteBuf out, ColumnData column) {
    out.writeByte(1);
    for (int row = 0; row < column.rows(); row++) {
      byte[] text = column.text(row);
      out.writeIntLE(text == null ? 0 : text.length);
    }
    out.writeIntLE(column.textBytes());
    for (int row = 0; row < column.rows(); row++) {
      if (column.text(row) != null) {
        out.writeBytes(column.text(row));
      }
    }
  }

  private static void writeBits(ByteBuf out, ColumnData column) {
    long[] bits = column.bits();
    int width = column.type().width(0);
    out.writeByte(0);
    out.writeIntLE(bits.length * width);
    switch (width) {
      case 8 -> {
        int at = out.writerIndex();
        out.nioBuffer(at, bits.length * 8).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(bits);
        out.writerIndex(at + bits.length * 8);
      }
      case 4 -> {
        for (long value : bits) {
          out.writeIntLE((int) value);
        }
      }
      case 2 -> {
        for (long value : bits) {
          out.writeShortLE((int) value);
        }
      }
      default -> {
        for (long value : bits) {
          out.writeByte((int) value);
        }
      }
    }
  }
}
