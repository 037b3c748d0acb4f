package io.github.influx2tdengine.benchmark;

import io.github.influx2tdengine.points.LinePrecision;
import io.github.influx2tdengine.points.PackedBlock;
import io.github.influx2tdengine.points.RecordFormat;
import io.github.influx2tdengine.points.RecordReader;
import io.github.influx2tdengine.source.record.RecordMaker;
import io.github.influx2tdengine.source.record.TopicTemplate;
import io.github.influx2tdengine.testkit.data.TsbsCpu;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Records of a block of 1,000 rows: made as the source makes them, read as the sink does. Without
 * the converter that stands between them on a worker.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(RecordBenchmark.ROWS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RecordBenchmark {
  static final int ROWS = 1_000;

  /** Those of {@code record.bytes.max}; a block of lines fits one record. */
  private static final int BYTES_MAX = 512 * 1024;

  @Param({"block", "line", "struct"})
  public String format;

  /** Points in a record. */
  @Param({"1000", "1"})
  public int points;

  private final RecordReader reader = new RecordReader(LinePrecision.NS);
  private RecordMaker maker;
  private List<PackedBlock> blocks;
  private List<SourceRecord> records;

  @Setup
  public void prepare() {
    maker =
        new RecordMaker(
            RecordFormat.of(format),
            points,
            BYTES_MAX,
            new TopicTemplate("{bucket}.{measurement}"),
            "server",
            "bucket");
    blocks = List.of(PackedBlock.pack(CpuBlocks.of(1, ROWS).get(0)));
    records = make();
    if (records.size() != ROWS / points) {
      throw new IllegalStateException(records.size() + " records of " + points + " points each");
    }
  }

  @Benchmark
  public List<SourceRecord> make() {
    return maker.records(TsbsCpu.MEASUREMENT, blocks, 0, 1);
  }

  @Benchmark
  public void read(Blackhole sink) {
    for (SourceRecord record : records) {
      sink.consume(reader.read(record.value()));
    }
  }
}
