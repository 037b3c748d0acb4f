package io.github.influx2tdengine.source.read;

import io.github.influx2tdengine.points.SeriesKey;
import java.util.List;

/**
 * Rows of one series as they came, with all columns that were asked for.
 *
 * @param columns the names of the answer's columns, the time first
 * @param buffer holds the rows from {@code offset} on for {@code length} bytes
 */
record RowBlock(
    SeriesKey series, List<String> columns, int rows, byte[] buffer, int offset, int length) {

  /** About what the block takes up in memory: rows, tags, and the objects around them. */
  long memory() {
    long tags = 0;
    for (int i = 0; i < series.tags().size(); i++) {
      tags += 2L * TEXT + series.tags().name(i).length() + series.tags().value(i).length();
    }
    return BLOCK + tags + length;
  }

  /** The time of its first row. */
  long firstTime() {
    return Packed.integer(buffer, offset + Packed.rowHeaderSize(buffer, offset));
  }

  /** The time of its last row. */
  long lastTime() {
    int at = offset;
    long time = 0;
    for (int row = 0; row < rows; row++) {
      at += Packed.rowHeaderSize(buffer, at);
      time = Packed.integer(buffer, at);
      for (int i = 0; i < columns.size(); i++) {
        at += Packed.size(buffer, at);
      }
    }
    return time;
  }

  /** Bytes of a string and its array without the characters. */
  private static final int TEXT = 48;

  /** Bytes of a block, its series key and tags, and the key's text, without their content. */
  private static final int BLOCK = 256;
}
