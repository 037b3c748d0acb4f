package io.github.influx2tdengine.points;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;

/**
 * Reads record values of every format; tells them apart by what the converter made: text is line
 * protocol, structs (or maps) are points, bytes are a series block or, where they are text, line
 * protocol. Used by one thread.
 */
public final class RecordReader {
  private final LineReader lines;

  public RecordReader(LinePrecision precision) {
    this.lines = new LineReader(precision);
  }

  /**
   * @param value a record's value; not null (a tombstone is the caller's matter)
   * @throws PointFormatException when the value as a whole is none of the formats
   */
  public Decoded read(Object value) {
    if (value instanceof String text) {
      return lines.read(text);
    }
    if (value instanceof byte[] bytes) {
      return bytes(bytes);
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes(bytes);
    }
    if (value instanceof Struct || value instanceof Map) {
      return structs(List.of(value));
    }
    if (value instanceof List<?> list) {
      return structs(list);
    }
    throw new PointFormatException(
        "value is a "
            + value.getClass().getSimpleName()
            + "; expected line protocol (a string), points (structs) or a series block (bytes):"
            + " check value.converter");
  }

  /** A block begins as a MessagePack map of few entries, with a byte that no text begins with. */
  private Decoded bytes(byte[] bytes) {
    if (bytes.length > 0 && (bytes[0] & 0xf0) == 0x80) {
      return block(PackedBlock.fromMessage(bytes));
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return lines.read(text);
    } catch (CharacterCodingException e) {
      throw new PointFormatException(
          "value is neither a series block nor UTF-8 text (" + bytes.length + " bytes)", e);
    }
  }

  /** A row with a value that its type does not allow, or text that is not UTF-8, costs no other. */
  private static Decoded block(PackedBlock block) {
    try {
      return new Decoded(List.of(block.unpack()), List.of());
    } catch (PointFormatException e) {
      if (block.rows() <= 1) {
        throw e;
      }
    }
    List<SeriesBlock> rows = new ArrayList<>();
    List<Decoded.BadRow> bad = new ArrayList<>();
    for (PackedBlock row : block.split(1, Integer.MAX_VALUE)) {
      try {
        rows.add(row.unpack());
      } catch (PointFormatException e) {
        bad.add(new Decoded.BadRow(row.toMessage(), e.getMessage()));
      }
    }
    return new Decoded(rows, bad);
  }

  private static Decoded structs(List<?> points) {
    Map<SeriesKey, SeriesBlock.Builder> blocks = new LinkedHashMap<>();
    List<Decoded.BadRow> bad = new ArrayList<>();
    for (Object point : points) {
      try {
        StructFormat.read(point, blocks);
      } catch (PointFormatException e) {
        bad.add(new Decoded.BadRow(point, e.getMessage()));
      }
    }
    return new Decoded(blocks.values().stream().map(SeriesBlock.Builder::build).toList(), bad);
  }
}
