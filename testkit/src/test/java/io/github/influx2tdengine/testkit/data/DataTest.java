package io.github.influx2tdengine.testkit.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.points.Column;
import io.github.influx2tdengine.points.Decoded;
import io.github.influx2tdengine.points.LinePrecision;
import io.github.influx2tdengine.points.LineReader;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.testkit.influx.InfluxStandIn;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The generated data has the shape it promises, and is the same each time. */
class DataTest {
  @Test
  void tsbsHasTheShapeOfCpuOnly() {
    TsbsCpu data = new TsbsCpu(1_000, 100, 42);
    List<String> lines = data.lines().toList();
    assertThat(lines).hasSize(1_000).isEqualTo(new TsbsCpu(1_000, 100, 42).lines().toList());
    assertThat(lines).isNotEqualTo(new TsbsCpu(1_000, 100, 43).lines().toList());
    String[] parts = lines.get(0).split(" ");
    assertThat(parts[0].split(",")).hasSize(11).startsWith("cpu");
    assertThat(parts[1].split(",")).hasSize(10);
    assertThat(lines.stream().map(line -> line.split(" ")[0]).distinct()).hasSize(100);
    assertThat(Long.parseLong(lines.get(100).split(" ")[2]) - Long.parseLong(parts[2]))
        .isEqualTo(TsbsCpu.STEP_NANOS);
    assertThat(data.end()).isEqualTo(data.begin().plusSeconds(100));
  }

  @ParameterizedTest
  @EnumSource
  void shapesAreWhatTheyPromise(Shape shape) {
    Dataset data = shape.data(500, 50);
    List<String> lines = data.lines().toList();
    assertThat(lines).isEqualTo(shape.data(500, 50).lines().toList());
    Decoded decoded = LineReader.read(String.join("\n", lines), LinePrecision.NS);
    assertThat(decoded.bad()).isEmpty();
    assertThat(decoded.blocks()).hasSize(data.series());
    Set<Column> columns = new HashSet<>();
    long points = 0;
    for (SeriesBlock block : decoded.blocks()) {
      assertThat(block.series().measurement()).isEqualTo(data.measurement());
      columns.addAll(block.columnList());
      for (int row = 0; row < block.rows(); row++) {
        assertThat(Instant.ofEpochSecond(0, block.time(row)))
            .isAfterOrEqualTo(data.begin())
            .isBefore(data.end());
        points++;
      }
    }
    assertThat(points).isEqualTo(data.points());
    assertThat(columns)
        .hasSize(
            switch (shape) {
              case TSBS -> 10;
              case WIDE -> 200;
              case NARROW -> 1;
              case TEXT -> 5;
              case SPARSE -> 60;
            });
  }

  @Test
  void hardDataAndDemoDataAreAcceptedWhole() {
    try (InfluxStandIn standIn = InfluxStandIn.start1();
        InfluxServer server = InfluxServer.version1(standIn.url(), "", "", "stand-in", () -> {})) {
      server.createBucket("db");
      server.write("db", new HardData(1, false).lines());
      assertThat(server.query("db", "SELECT count(v) FROM hard_dense").toString()).contains("5000");
      DemoData demo = new DemoData(java.time.Instant.parse("2026-01-01T00:00:00Z"), 30);
      server.createBucket("demo");
      server.write("demo", demo.lines());
      assertThat(server.query("demo", "SHOW MEASUREMENTS").at("/0/series/0/values"))
          .hasToString("[[\"bus\"],[\"events\"],[\"machine\"],[\"weather\"]]");
    }
  }
}
