package io.github.influx2tdengine.source.late;

import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.source.read.PointVisitor;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Hashes of points: of series, time, and each field and value. Fields without a value do not count,
 * since the columns of an answer depend on what else was in it.
 */
final class PointHashes implements PointVisitor {
  /** Takes a point's hash. */
  interface Sink {
    void point(long time, long hash);
  }

  private final Sink sink;
  private long series;
  private long[] names = {};
  private List<String> columns = List.of();
  private long values;

  PointHashes(Sink sink) {
    this.sink = sink;
  }

  @Override
  public void series(SeriesKey key, List<String> names) {
    series = hash(key.toString().getBytes(StandardCharsets.UTF_8));
    if (!columns.equals(names)) {
      columns = names;
      this.names =
          names.stream().mapToLong(name -> hash(name.getBytes(StandardCharsets.UTF_8))).toArray();
    }
  }

  @Override
  public void value(int column, byte[] bytes, int offset, int length) {
    // A column without a name holds what depends on the rest of the window.
    if (!columns.get(column).isEmpty()) {
      values += mix(names[column] ^ hash(bytes, offset, length));
    }
  }

  @Override
  public void point(long time) {
    sink.point(time, mix(mix(series ^ time * 0x9E3779B97F4A7C15L) + values));
    values = 0;
  }

  private static long hash(byte[] bytes) {
    return hash(bytes, 0, bytes.length);
  }

  /** FNV-1a, with the bits spread afterwards. */
  private static long hash(byte[] bytes, int offset, int length) {
    long hash = 0xCBF29CE484222325L;
    for (int i = offset; i < offset + length; i++) {
      hash = (hash ^ bytes[i]) * 0x100000001B3L;
    }
    return mix(hash);
  }

  /** Spreads every bit over all others (the finisher of SplittableRandom). */
  private static long mix(long value) {
    long mixed = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }
}
