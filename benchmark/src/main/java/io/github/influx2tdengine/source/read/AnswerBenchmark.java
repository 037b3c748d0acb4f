package io.github.influx2tdengine.source.read;

import io.github.influx2tdengine.benchmark.CpuBlocks;
import io.github.influx2tdengine.points.PackedBlock;
import io.github.influx2tdengine.source.config.FieldSelection;
import io.github.influx2tdengine.source.config.Transport;
import io.github.influx2tdengine.testkit.data.TsbsCpu;
import io.github.influx2tdengine.testkit.influx.InfluxStandIn;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * InfluxDB's answer to a window of 10 series with 1,000 rows each: the source cuts blocks out of
 * the bytes, the sink unpacks them. Without HTTP, whose part depends on the server.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(AnswerBenchmark.SERIES * AnswerBenchmark.ROWS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AnswerBenchmark {
  static final int SERIES = 10;
  static final int ROWS = 1_000;

  /** As the source asks: rows in one document of an answer. */
  private static final int CHUNK = 10_000;

  private static final String DATABASE = "bench";

  private final List<PackedBlock> blocks = new ArrayList<>();
  private Projection projection;
  private byte[] answer;

  @Setup
  public void ask() throws IOException {
    TsbsCpu data = CpuBlocks.data(SERIES, ROWS);
    try (InfluxStandIn standIn = InfluxStandIn.start1();
        InfluxServer server =
            InfluxServer.version1(standIn.url(), "", "", "stand-in", standIn::close);
        InfluxHttp http =
            new InfluxHttp(
                URI.create(standIn.url()),
                Transport.direct(Duration.ofMinutes(1), Duration.ofMinutes(1)),
                Optional.empty())) {
      server.createBucket(DATABASE);
      server.write(DATABASE, data.lines());
      FieldKeys fields =
          new WindowReader(
                  http,
                  new Database(DATABASE, ""),
                  new FieldSelection(Optional.empty(), Optional.empty()),
                  Map.of())
              .fieldKeys(TsbsCpu.MEASUREMENT);
      projection = new Projection(fields, true, true);
      String statement =
          InfluxQl.selectBySeries(
              TsbsCpu.MEASUREMENT, projection.text(), data.time(0), data.time(ROWS));
      try (InputStream in = http.query(DATABASE, "", statement, CHUNK)) {
        answer = in.readAllBytes();
      }
    }
    cut(blocks::add);
    if (blocks.stream().mapToInt(PackedBlock::rows).sum() != SERIES * ROWS) {
      throw new IllegalStateException("the stand-in's answer has other rows: " + blocks);
    }
  }

  /** What {@link WindowReader} does with the answer to one statement. */
  private void cut(Consumer<PackedBlock> taker) throws IOException {
    RowStore store =
        new RowStore(
            TsbsCpu.MEASUREMENT,
            Map.of(),
            block ->
                taker.accept(
                    new PackedBlock(
                        block.series(),
                        projection.columns(block.columns()).orElseThrow(),
                        block.rows(),
                        block.buffer(),
                        block.offset(),
                        block.length())));
    AnswerReader.read(new ByteArrayInputStream(answer), store);
    store.finish();
  }

  @Benchmark
  public void cut(Blackhole sink) throws IOException {
    cut(sink::consume);
  }

  @Benchmark
  public void unpack(Blackhole sink) {
    for (PackedBlock block : blocks) {
      sink.consume(block.unpack());
    }
  }
}
