package io.github.influx2tdengine.points;

import java.io.IOException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;

/**
 * Points of one series as MessagePack rows, the way InfluxDB frames them and the {@code block}
 * record format carries them. A row is an array: the time in nanoseconds, then one value or nil for
 * each column. The bytes pass from InfluxDB's answer into a record without being decoded; {@link
 * #unpack()} makes columns of them.
 *
 * <p>The message ({@link #toMessage()}) is one map, in this order:
 *
 * <pre>
 * v        1, the version of the format
 * name     measurement
 * tags     map of tag names to values
 * columns  names of the fields, in the order of the rows
 * types    for each column float, integer, unsigned, boolean or string
 * values   array of rows
 * </pre>
 *
 * A field that has several types has one column for each.
 */
public final class PackedBlock {
  private static final int VERSION = 1;
  private static final MessagePack.UnpackerConfig STRICT =
      new MessagePack.UnpackerConfig()
          .withActionOnMalformedString(CodingErrorAction.REPORT)
          .withActionOnUnmappableString(CodingErrorAction.REPORT);

  private final SeriesKey series;
  private final List<Column> columns;
  private final int rows;
  private final byte[] buffer;
  private final int offset;
  private final int length;

  /**
   * @param buffer holds {@code rows} packed rows, one after another, from {@code offset} on for
   *     {@code length} bytes; it must not change afterwards
   */
  public PackedBlock(
      SeriesKey series, List<Column> columns, int rows, byte[] buffer, int offset, int length) {
    this.series = series;
    this.columns = List.copyOf(columns);
    this.rows = rows;
    this.buffer = buffer;
    this.offset = offset;
    this.length = length;
  }

  public SeriesKey series() {
    return series;
  }

  public List<Column> columns() {
    return columns;
  }

  public int rows() {
    return rows;
  }

  /** Size of the packed rows in bytes, without the header. */
  public int bytes() {
    return length;
  }

  /** The same rows under another series, for example with added tags. */
  public PackedBlock withSeries(SeriesKey other) {
    return new PackedBlock(other, columns, rows, buffer, offset, length);
  }

  public static PackedBlock pack(SeriesBlock block) {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      for (int row = 0; row < block.rows(); row++) {
        packer.packArrayHeader(1 + block.columns().size());
        packer.packLong(block.time(row));
        for (ColumnValues values : block.columns()) {
          if (values.isNull(row)) {
            packer.packNil();
          } else {
            switch (values.type()) {
              case FLOAT -> packer.packDouble(values.getDouble(row));
              case INTEGER -> packer.packLong(values.getLong(row));
              case UNSIGNED -> packer.packBigInteger(values.getUnsigned(row));
              case BOOLEAN -> packer.packBoolean(values.getBoolean(row));
              case STRING -> packer.packString(values.getString(row));
            }
          }
        }
      }
      byte[] bytes = packer.toByteArray();
      return new PackedBlock(
          block.series(), block.columnList(), block.rows(), bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new IllegalStateException("packing into memory failed", e);
    }
  }

  /**
   * Parts of at most {@code maxRows} rows and, unless a single row is larger, about {@code
   * maxBytes} bytes, in the order of the rows.
   */
  public List<PackedBlock> split(int maxRows, int maxBytes) {
    if (rows <= maxRows && length <= maxBytes) {
      return List.of(this);
    }
    List<PackedBlock> parts = new ArrayList<>();
    try (MessageUnpacker unpacker = unpacker(buffer, offset, length)) {
      int begin = 0;
      int count = 0;
      int previous = 0;
      for (int row = 0; row < rows; row++) {
        unpacker.skipValue();
        int end = Math.toIntExact(unpacker.getTotalReadBytes());
        if (count > 0 && (count == maxRows || end - begin > maxBytes)) {
          parts.add(part(count, begin, previous));
          begin = previous;
          count = 0;
        }
        count++;
        previous = end;
      }
      parts.add(part(count, begin, previous));
      return parts;
    } catch (IOException | MessagePackException e) {
      throw new PointFormatException("block of " + series + " has broken rows: " + e, e);
    }
  }

  private PackedBlock part(int count, int begin, int end) {
    return new PackedBlock(series, columns, count, buffer, offset + begin, end - begin);
  }

  /** The value of a {@code block} record. */
  public byte[] toMessage() {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packMapHeader(6);
      packer.packString("v").packInt(VERSION);
      packer.packString("name").packString(series.measurement());
      Tags tags = series.tags();
      packer.packString("tags").packMapHeader(tags.size());
      for (int i = 0; i < tags.size(); i++) {
        packer.packString(tags.name(i)).packString(tags.value(i));
      }
      packer.packString("columns").packArrayHeader(columns.size());
      for (Column column : columns) {
        packer.packString(column.name());
      }
      packer.packString("types").packArrayHeader(columns.size());
      for (Column column : columns) {
        packer.packString(column.type().label());
      }
      packer.packString("values").packArrayHeader(rows);
      byte[] header = packer.toByteArray();
      byte[] message = Arrays.copyOf(header, header.length + length);
      System.arraycopy(buffer, offset, message, header.length, length);
      return message;
    } catch (IOException e) {
      throw new IllegalStateException("packing into memory failed", e);
    }
  }

  /**
   * Reads what {@link #toMessage()} wrote; the rows are checked when they are unpacked.
   *
   * @throws PointFormatException when it is not a block of version 1
   */
  public static PackedBlock fromMessage(byte[] message) {
    try (MessageUnpacker unpacker = unpacker(message, 0, message.length)) {
      if (message.length == 0 || !unpacker.getNextFormat().getValueType().isMapType()) {
        throw new PointFormatException("value is not a series block (no MessagePack map)");
      }
      int entries = unpacker.unpackMapHeader();
      String name = null;
      Tags tags = null;
      List<String> names = null;
      List<String> types = null;
      for (int i = 0; i < entries; i++) {
        String key = unpacker.unpackString();
        switch (key) {
          case "v" -> {
            int version = unpacker.unpackInt();
            if (version != VERSION) {
              throw new PointFormatException(
                  "series block has version " + version + "; this reader knows " + VERSION);
            }
          }
          case "name" -> name = unpacker.unpackString();
          case "tags" -> tags = Tags.of(strings(unpacker));
          case "columns" -> names = stringList(unpacker);
          case "types" -> types = stringList(unpacker);
          case "values" -> {
            if (name == null || tags == null || names == null || types == null) {
              throw new PointFormatException(
                  "series block has its values before name, tags, columns and types");
            }
            if (i != entries - 1) {
              throw new PointFormatException("series block has entries after its values");
            }
            int rows = unpacker.unpackArrayHeader();
            int begin = Math.toIntExact(unpacker.getTotalReadBytes());
            if (rows > message.length - begin) {
              throw new PointFormatException(
                  "series block is cut short: " + rows + " rows claimed");
            }
            return new PackedBlock(
                new SeriesKey(name, tags),
                columns(name, names, types),
                rows,
                message,
                begin,
                message.length - begin);
          }
          default ->
              throw new PointFormatException(
                  "series block has an unknown entry " + PointFormatException.excerpt(key));
        }
      }
      throw new PointFormatException("series block has no values");
    } catch (IOException | MessagePackException e) {
      throw new PointFormatException("value is not a series block: " + e.getMessage(), e);
    }
  }

  /**
   * Decodes the rows into columns.
   *
   * @throws PointFormatException when a row is cut short, has another number of values than there
   *     are columns, or a value does not fit its column's type
   */
  public SeriesBlock unpack() {
    SeriesBlock.Builder builder = new SeriesBlock.Builder(series, rows);
    ColumnValues[] values = new ColumnValues[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = builder.values(columns.get(i));
    }
    RowDecoder decoder = new RowDecoder(buffer, offset, length);
    int row = 0;
    int at = -1;
    try {
      for (; row < rows; row++) {
        at = -1;
        int width = decoder.rowHeader();
        if (width != values.length + 1) {
          throw new PointFormatException(
              "row has " + (width - 1) + " values for " + values.length + " columns");
        }
        builder.row(decoder.time());
        for (at = 0; at < values.length; at++) {
          decoder.value(values[at], row);
        }
      }
      if (decoder.left() != 0) {
        throw new PointFormatException("bytes are left behind its " + rows + " rows");
      }
      return builder.build();
    } catch (PointFormatException e) {
      String where =
          at < 0 || at >= values.length ? "" : ", field '" + columns.get(at).name() + "'";
      throw new PointFormatException(
          "series block of " + series + ", row " + row + where + ": " + e.getMessage(), e);
    }
  }

  private static List<Column> columns(String measurement, List<String> names, List<String> types) {
    if (names.size() != types.size()) {
      throw new PointFormatException(
          "series block of "
              + PointFormatException.excerpt(measurement)
              + " has "
              + names.size()
              + " columns and "
              + types.size()
              + " types");
    }
    List<Column> columns = new ArrayList<>(names.size());
    for (int i = 0; i < names.size(); i++) {
      try {
        columns.add(new Column(names.get(i), FieldType.of(types.get(i))));
      } catch (IllegalArgumentException e) {
        throw new PointFormatException("series block: " + e.getMessage(), e);
      }
    }
    Set<Column> distinct = new HashSet<>(columns);
    if (distinct.size() != columns.size()) {
      throw new PointFormatException("series block names a column twice");
    }
    return columns;
  }

  private static Map<String, String> strings(MessageUnpacker unpacker) throws IOException {
    int size = unpacker.unpackMapHeader();
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      map.put(unpacker.unpackString(), unpacker.unpackString());
    }
    return map;
  }

  private static List<String> stringList(MessageUnpacker unpacker) throws IOException {
    int size = unpacker.unpackArrayHeader();
    List<String> list = new ArrayList<>(Math.min(size, 4096));
    for (int i = 0; i < size; i++) {
      list.add(unpacker.unpackString());
    }
    return list;
  }

  private static MessageUnpacker unpacker(byte[] bytes, int offset, int length) {
    return STRICT.newUnpacker(bytes, offset, length);
  }

  @Override
  public String toString() {
    return series + " rows=" + rows + " columns=" + columns + " bytes=" + length;
  }
}
