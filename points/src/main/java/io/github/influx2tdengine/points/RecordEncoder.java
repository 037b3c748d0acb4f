package io.github.influx2tdengine.points;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * Lays out points as record values. Belongs to one thread.
 *
 * <p>With {@code maxPoints} = 1 a struct record is one point; above, it is an array, also where it
 * holds a single point, so that a topic keeps one schema.
 */
public final class RecordEncoder {
  private final RecordFormat format;
  private final int maxPoints;
  private final int maxBytes;
  private final StructFormat structs = new StructFormat();

  /**
   * @param maxPoints most points in a record, at least 1
   * @param maxBytes about the largest value in bytes; a single point may exceed it
   */
  public RecordEncoder(RecordFormat format, int maxPoints, int maxBytes) {
    this.format = format;
    this.maxPoints = maxPoints;
    this.maxBytes = maxBytes;
  }

  /**
   * The block's points as values, in the order of its rows.
   *
   * @throws PointFormatException when the format cannot express a point; the message says which and
   *     what to set
   */
  public List<RecordValue> encode(PackedBlock block) {
    return switch (format) {
      case BLOCK -> blocks(block);
      case LINE -> lines(block.unpack());
      case STRUCT -> structs(block);
    };
  }

  private List<RecordValue> blocks(PackedBlock block) {
    List<RecordValue> values = new ArrayList<>();
    for (PackedBlock part : block.split(maxPoints, maxBytes)) {
      byte[] message = part.toMessage();
      values.add(new RecordValue(Schema.BYTES_SCHEMA, message, part.rows(), message.length));
    }
    return values;
  }

  private List<RecordValue> lines(SeriesBlock block) {
    List<RecordValue> values = new ArrayList<>();
    LineWriter writer = new LineWriter(block);
    StringBuilder text = new StringBuilder();
    int points = 0;
    int bytes = 0;
    for (int row = 0; row < block.rows(); row++) {
      if (points == maxPoints) {
        values.add(line(text.toString(), points, bytes));
        text.setLength(0);
        points = 0;
        bytes = 0;
      }
      int begin = text.length();
      if (points > 0) {
        text.append('\n');
      }
      int added = writer.append(text, row);
      if (points > 0 && bytes + 1 + added > maxBytes) {
        values.add(line(text.substring(0, begin), points, bytes));
        text.delete(0, begin + 1);
        points = 0;
        bytes = 0;
      }
      bytes += points == 0 ? added : 1 + added;
      points++;
    }
    if (points > 0) {
      values.add(line(text.toString(), points, bytes));
    }
    return values;
  }

  private static RecordValue line(String text, int points, int bytes) {
    return new RecordValue(Schema.STRING_SCHEMA, text, points, bytes);
  }

  private List<RecordValue> structs(PackedBlock block) {
    List<RecordValue> values = new ArrayList<>();
    for (PackedBlock part : block.split(maxPoints, maxBytes)) {
      SeriesBlock unpacked = part.unpack();
      int bytesPerPoint = part.bytes() / Math.max(1, part.rows());
      List<Struct> run = new ArrayList<>();
      for (int row = 0; row < unpacked.rows(); row++) {
        Struct point = structs.point(unpacked, row);
        if (!run.isEmpty() && run.get(0).schema() != point.schema()) {
          values.add(struct(run, bytesPerPoint));
          run = new ArrayList<>();
        }
        run.add(point);
      }
      if (!run.isEmpty()) {
        values.add(struct(run, bytesPerPoint));
      }
    }
    return values;
  }

  private RecordValue struct(List<Struct> points, int bytesPerPoint) {
    Struct first = points.get(0);
    int bytes = points.size() * bytesPerPoint;
    return maxPoints == 1
        ? new RecordValue(first.schema(), first, 1, bytes)
        : new RecordValue(structs.arrayOf(first.schema()), points, points.size(), bytes);
  }
}
