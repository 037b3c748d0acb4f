package io.github.influx2tdengine.source.read;

import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.points.Tags;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Collects the rows of an answer into blocks, several of them in one array: a window may hold a
 * hundred thousand series with one row each.
 */
final class RowStore implements AnswerReader.Rows {
  /** Where finished blocks go. */
  interface Blocks {
    void add(RowBlock block) throws IOException;
  }

  private static final int SLAB = 256 * 1024;

  private final String measurement;
  private final Map<String, String> addedTags;
  private final Blocks blocks;
  private byte[] slab = new byte[0];
  private int used;
  private int begin;
  private int rows;
  private SeriesKey series;
  private List<String> columns = List.of();

  RowStore(String measurement, Map<String, String> addedTags, Blocks blocks) {
    this.measurement = measurement;
    this.addedTags = addedTags;
    this.blocks = blocks;
  }

  @Override
  public void series(String name, Map<String, String> tags, List<String> answered)
      throws IOException {
    finish();
    if (answered.isEmpty() || !answered.get(0).equals("time")) {
      throw new BrokenAnswer("InfluxDB's answer has no time as its first column: " + answered);
    }
    columns = answered;
    Tags own = Tags.of(tags);
    if (series == null || !series.tags().equals(own) || !addedTags.isEmpty()) {
      series = new SeriesKey(measurement, own.with(addedTags));
    }
  }

  @Override
  public void rows(byte[] buffer, int offset, int length, int count) throws IOException {
    if (slab.length - used < length) {
      // What is there of the series becomes a block of its own: nothing is copied twice.
      finish();
      slab = new byte[Math.max(SLAB, length)];
      used = 0;
      begin = 0;
    }
    System.arraycopy(buffer, offset, slab, used, length);
    used += length;
    rows += count;
  }

  /** Hands on what has not been handed on yet. */
  void finish() throws IOException {
    if (rows > 0) {
      blocks.add(new RowBlock(series, columns, rows, slab, begin, used - begin));
    }
    begin = used;
    rows = 0;
  }
}
