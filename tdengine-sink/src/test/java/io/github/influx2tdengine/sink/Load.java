package io.github.influx2tdengine.sink;

import io.github.influx2tdengine.points.PackedBlock;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.points.Tags;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Rows to measure with: 10 DOUBLE columns, so many subtables, in chunks of one series each that
 * take turns. Every chunk has the same values, made beforehand, and its own times; so nobody is
 * measured by how fast numbers are made up.
 *
 * @param rows of all subtables together
 * @param chunkRows rows of a chunk
 */
record Load(int subtables, int rows, int chunkRows) {
  static final int COLUMNS = 10;

  /** Rows of a request: the sink's default {@code batch.rows}. */
  static final int BATCH = 10_000;

  private static final long BEGIN = 1_600_000_000_000_000_000L;
  private static final long STEP = 1_000_000_000L;
  private static final double[][] VALUES = values();

  /** Rows of one series, one after the other in time. */
  record Chunk(int series, int round, int rows) {
    long time(int row) {
      return BEGIN + ((long) round * rows + row) * STEP;
    }
  }

  private static double[][] values() {
    Random random = new Random(7);
    double[][] values = new double[COLUMNS][BATCH];
    for (double[] column : values) {
      for (int i = 0; i < column.length; i++) {
        column[i] = Math.round(random.nextGaussian() * 1e6) / 1e3;
      }
    }
    return values;
  }

  /** The chunks in the order in which they are written. */
  List<Chunk> chunks() {
    int count = rows / chunkRows;
    return new AbstractList<>() {
      @Override
      public Chunk get(int index) {
        return new Chunk(index % subtables, index / subtables, chunkRows);
      }

      @Override
      public int size() {
        return count;
      }
    };
  }

  String tag(int series) {
    return "host_" + series;
  }

  List<List<Double>> boxedColumns() {
    List<List<Double>> columns = new ArrayList<>();
    for (double[] values : VALUES) {
      List<Double> column = new ArrayList<>(chunkRows);
      for (int row = 0; row < chunkRows; row++) {
        column.add(values[row]);
      }
      columns.add(column);
    }
    return columns;
  }

  String createStable(String name) {
    StringBuilder sql = new StringBuilder("CREATE STABLE ").append(name).append(" (_ts TIMESTAMP");
    for (int column = 0; column < COLUMNS; column++) {
      sql.append(", f").append(column).append(" DOUBLE");
    }
    return sql.append(") TAGS (`host` NCHAR(16))").toString();
  }

  String insert(String stable) {
    StringBuilder sql = new StringBuilder("INSERT INTO ? USING ").append(stable);
    sql.append(" (`host`) TAGS(?) (_ts");
    for (int column = 0; column < COLUMNS; column++) {
      sql.append(",f").append(column);
    }
    return sql.append(") VALUES(?").append(",?".repeat(COLUMNS)).append(")").toString();
  }

  /** A chunk as the source's {@code block} record. */
  byte[] block(String measurement, Chunk chunk) {
    SeriesKey series = new SeriesKey(measurement, Tags.of("host", tag(chunk.series())));
    SeriesBlock.Builder block = new SeriesBlock.Builder(series, chunk.rows());
    for (int row = 0; row < chunk.rows(); row++) {
      block.row(chunk.time(row));
      for (int column = 0; column < COLUMNS; column++) {
        block.set("f" + column, VALUES[column][row]);
      }
    }
    return PackedBlock.pack(block.build()).toMessage();
  }

  /** A chunk in line protocol, a line break behind each line. */
  void lines(String measurement, Chunk chunk, StringBuilder to) {
    for (int row = 0; row < chunk.rows(); row++) {
      line(measurement, chunk, row, to);
      to.append('\n');
    }
  }

  void line(String measurement, Chunk chunk, int row, StringBuilder to) {
    to.append(measurement).append(",host=").append(tag(chunk.series())).append(' ');
    for (int column = 0; column < COLUMNS; column++) {
      to.append(column == 0 ? "f" : ",f").append(column).append('=').append(VALUES[column][row]);
    }
    to.append(' ').append(chunk.time(row));
  }
}
