package io.github.influx2tdengine.benchmark;

import io.github.influx2tdengine.points.Decoded;
import io.github.influx2tdengine.points.LinePrecision;
import io.github.influx2tdengine.points.LineReader;
import io.github.influx2tdengine.points.LineWriter;
import io.github.influx2tdengine.points.SeriesBlock;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Line protocol: 1,000 lines of one series. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(LineBenchmark.ROWS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LineBenchmark {
  static final int ROWS = 1_000;

  private SeriesBlock block;
  private String text;

  @Setup
  public void prepare() {
    block = CpuBlocks.of(1, ROWS).get(0);
    text = LineWriter.write(block);
  }

  @Benchmark
  public Decoded read() {
    return LineReader.read(text, LinePrecision.NS);
  }

  @Benchmark
  public String write() {
    return LineWriter.write(block);
  }
}
