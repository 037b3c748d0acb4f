package io.github.influx2tdengine.points;

import java.util.List;

/**
 * What a record held: the points, a block for each series, and the rows that could not be read. A
 * bad row never costs the others of its record.
 */
public record Decoded(List<SeriesBlock> blocks, List<BadRow> bad) {
  public Decoded {
    blocks = List.copyOf(blocks);
    bad = List.copyOf(bad);
  }

  /**
   * A row that could not be read.
   *
   * @param value the row as a record value of its own, in the format of the record it came in (for
   *     line protocol the line), so that it can be sent again after the cause is mended
   * @param reason what is wrong with it
   */
  public record BadRow(Object value, String reason) {}
}
