package io.github.influx2tdengine.testkit.tdengine.wire;

import io.github.influx2tdengine.testkit.tdengine.query.BindField;
import io.github.influx2tdengine.testkit.tdengine.query.BoundTable;
import io.github.influx2tdengine.testkit.tdengine.query.PreparedInsert;
import io.github.influx2tdengine.testkit.tdengine.store.Column;
import io.github.influx2tdengine.testkit.tdengine.store.DataType;
import io.github.influx2tdengine.testkit.tdengine.store.Errors;
import io.github.influx2tdengine.testkit.tdengine.store.Field;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what a client binds, little endian: a head of seven integers (length, tables, tags,
 * columns, and where names, tags and columns begin), the tables' names, their tags, their columns.
 */
final class BindMessage {
  private BindMessage() {}

  static List<BoundTable> read(ByteBuf message, PreparedInsert prepared) {
    int base = message.readerIndex();
    message.skipBytes(4);
    int tables = message.readIntLE();
    int tags = message.readIntLE();
    int columns = message.readIntLE();
    int namesAt = message.readIntLE();
    int tagsAt = message.readIntLE();
    int columnsAt = message.readIntLE();
    List<Field> tagFields = prepared.fields(BindField.Kind.TAG);
    List<Field> columnFields = prepared.fields(BindField.Kind.COLUMN);
    if (tags != tagFields.size() || columns != columnFields.size()) {
      throw Errors.stmtBindNumber();
    }
    List<String> names = names(message, base, namesAt, tables);
    List<List<Column>> tagValues = values(message, base, tagsAt, tables, tagFields);
    List<List<Column>> columnValues = values(message, base, columnsAt, tables, columnFields);
    List<BoundTable> bound = new ArrayList<>(tables);
    for (int i = 0; i < tables; i++) {
      bound.add(new BoundTable(names.get(i), tagValues.get(i), columnValues.get(i)));
    }
    return bound;
  }

  private static List<String> names(ByteBuf message, int base, int at, int tables) {
    List<String> names = new ArrayList<>(tables);
    int text = base + at + 2 * tables;
    for (int i = 0; i < tables; i++) {
      if (at == 0) {
        names.add("");
      } else {
        // The length counts the zero behind the name.
        int length = message.getUnsignedShortLE(base + at + 2 * i);
        names.add(message.toString(text, length - 1, StandardCharsets.UTF_8));
        text += length;
      }
    }
    return names;
  }

  private static List<List<Column>> values(
      ByteBuf message, int base, int at, int tables, List<Field> fields) {
    List<List<Column>> values = new ArrayList<>(tables);
    message.readerIndex(base + at + 4 * tables);
    for (int i = 0; i < tables; i++) {
      List<Column> columns = new ArrayList<>(fields.size());
      for (Field field : fields) {
        columns.add(column(message, field.type()));
      }
      values.add(columns);
    }
    return values;
  }

  /** One column: length, type, count, a byte each for NULL, lengths of texts, values. */
  private static Column column(ByteBuf message, DataType expected) {
    int start = message.readerIndex();
    int length = message.readIntLE();
    int code = message.readIntLE();
    DataType type = DataType.ofCode(code).orElseThrow(() -> Errors.stmtApi("type " + code));
    if (type != expected && !(type.sized() && expected.sized())) {
      throw Errors.stmtApi("Stmt API usage error");
    }
    int count = message.readIntLE();
    int nulls = message.readerIndex();
    int at = nulls + count;
    boolean lengths = message.getByte(at++) != 0;
    Column column = Column.of(type, count);
    if (lengths) {
      texts(message, column, nulls, at, count);
    } else {
      fixed(message, column, type, nulls, at + 4, count);
    }
    message.readerIndex(start + length);
    return column;
  }

  private static void texts(ByteBuf message, Column column, int nulls, int at, int count) {
    int text = at + 4 * count + 4;
    for (int row = 0; row < count; row++) {
      int length = message.getIntLE(at + 4 * row);
      if (message.getByte(nulls + row) != 0) {
        column.addNull();
      } else {
        byte[] value = new byte[length];
        message.getBytes(text, value);
        column.addText(value);
      }
      text += length;
    }
  }

  private static void fixed(
      ByteBuf message, Column column, DataType type, int nulls, int at, int count) {
    int width = type.width();
    for (int row = 0; row < count; row++) {
      if (message.getByte(nulls + row) != 0) {
        column.addNull();
      } else {
        column.addBits(bits(message, type, at + row * width));
      }
    }
  }

  private static long bits(ByteBuf message, DataType type, int at) {
    return switch (type) {
      case BOOL -> message.getByte(at) != 0 ? 1 : 0;
      case TINYINT -> message.getByte(at);
      case UTINYINT -> message.getUnsignedByte(at);
      case SMALLINT -> message.getShortLE(at);
      case USMALLINT -> message.getUnsignedShortLE(at);
      case INT -> message.getIntLE(at);
      case UINT -> message.getUnsignedIntLE(at);
      case FLOAT -> Double.doubleToRawLongBits(message.getFloatLE(at));
      default -> message.getLongLE(at);
    };
  }
}
