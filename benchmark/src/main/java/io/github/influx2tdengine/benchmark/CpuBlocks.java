package io.github.influx2tdengine.benchmark;

import io.github.influx2tdengine.points.Decoded;
import io.github.influx2tdengine.points.LinePrecision;
import io.github.influx2tdengine.points.LineReader;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.testkit.data.TsbsCpu;
import java.util.List;
import java.util.stream.Collectors;

/** Points of TSBS' cpu-only data in blocks. */
public final class CpuBlocks {
  /** Any will do; the same in every run, so that runs compare. */
  private static final long SEED = 1;

  private CpuBlocks() {}

  public static TsbsCpu data(int series, int rows) {
    return new TsbsCpu((long) series * rows, series, SEED);
  }

  /** A block for each series. */
  public static List<SeriesBlock> of(int series, int rows) {
    String text = data(series, rows).lines().collect(Collectors.joining("\n"));
    Decoded decoded = LineReader.read(text, LinePrecision.NS);
    if (!decoded.bad().isEmpty()) {
      throw new IllegalStateException("lines that are none: " + decoded.bad());
    }
    return decoded.blocks();
  }
}
