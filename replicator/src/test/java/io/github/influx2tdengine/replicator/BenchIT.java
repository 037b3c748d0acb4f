package io.github.influx2tdengine.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.Servers;
import io.github.influx2tdengine.testkit.servers.TdengineServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code bench} with few points: that it measures what it says, not how fast. */
class BenchIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "replicator_bench";

  private final InfluxServer influx = Servers.influx1();
  private final TdengineServer tdengine = Servers.tdengine();

  private InProcess bench(String... more) {
    List<String> arguments = new ArrayList<>(List.of("bench", "--name", NAME));
    arguments.addAll(List.of("--influx-url", influx.url(), "--influx-version", "1"));
    arguments.addAll(List.of("--tdengine-url", tdengine.jdbcUrl()));
    arguments.addAll(List.of("--tdengine-user", tdengine.user()));
    // The usual time is short for a stand-in in a process that starts a worker meanwhile.
    arguments.addAll(List.of("--sink", "connect.timeout.ms=30000"));
    arguments.addAll(List.of(more));
    return InProcess.run(Map.of("TDENGINE_PASSWORD", tdengine.password()), arguments);
  }

  @Test
  void allStepsAreMeasuredAndComeToRatios() throws Exception {
    // This process stands for a server, too: its CPU time is known whatever the servers are.
    String pid = "self=" + ProcessHandle.current().pid();
    InProcess run = bench("--points", "2000", "--series", "20", "--pids", pid, "--json");
    assertThat(run.code()).as(run.err() + run.out()).isZero();
    JsonNode result = JSON.readTree(run.lastLine());
    assertThat(result.path("points").asLong()).isEqualTo(2_000);
    for (String step : List.of("drain", "driver", "source", "sink", "pipeline")) {
      JsonNode measured = result.path("steps").path(step);
      assertThat(measured.path("points").asLong()).as(step).isPositive();
      assertThat(measured.path("points_per_second").asLong()).as(step).isPositive();
      assertThat(measured.at("/server_cpu_us_per_point").has("self")).as(step).isTrue();
    }
    assertThat(result.at("/steps/driver/points").asLong()).isEqualTo(2_000);
    assertThat(result.at("/pipeline_whole/points").asLong()).isEqualTo(2_000);
    assertThat(result.at("/pipeline_whole/heap_after_gc_bytes").asLong()).isPositive();
    for (String ratio : List.of("source_to_drain", "sink_to_driver", "pipeline_to_floor")) {
      assertThat(result.at("/ratios/" + ratio).asDouble()).as(ratio).isPositive();
    }
    assertThat(run.err()).contains("(e) whole pipeline", "points/s");
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wide", "narrow", "text", "sparse"})
  void everyShapeGoesThroughDriverAndSinkAlone(String shape) throws Exception {
    InProcess run =
        bench(
            "--points",
            "300",
            "--series",
            "10",
            "--shape",
            shape,
            "--json",
            "--steps",
            "driver,sink");
    assertThat(run.code()).as(run.err() + run.out()).isZero();
    JsonNode result = JSON.readTree(run.lastLine());
    assertThat(result.at("/steps/driver/points").asLong()).isEqualTo(300);
    assertThat(result.at("/steps/sink/points").asLong()).isEqualTo(300);
    assertThat(result.at("/ratios/sink_to_driver").asDouble()).isPositive();
    assertThat(result.at("/ratios/source_to_drain").isNull()).isTrue();
    assertNothingIsLeft();
  }

  @Test
  void lineRecordsAreMeasuredAsWell() throws Exception {
    InProcess run =
        bench(
            "--points",
            "300",
            "--series",
            "10",
            "--json",
            "--steps",
            "source,sink",
            "--source",
            "record.format=line",
            "--source",
            "record.points.max=7");
    assertThat(run.code()).as(run.err() + run.out()).isZero();
    assertThat(JSON.readTree(run.lastLine()).at("/steps/sink/points").asLong()).isEqualTo(300);
  }

  @Test
  void wrongUsageIsSaidBeforeAnythingIsMade() {
    assertThat(bench("--shape", "round").code()).isEqualTo(CommandFailure.WRONG_USAGE);
    assertThat(bench("--steps", "drain,jump").err()).contains("'jump'", "known are drain");
    assertThat(bench("--points", "0").code()).isEqualTo(CommandFailure.WRONG_USAGE);
    assertThat(bench("--pids", "taosd=x").err()).contains("--pids 'taosd=x'");
    assertThat(bench("--pids", "99999999").err()).contains("99999999", "does not run");
  }

  private void assertNothingIsLeft() {
    assertThat(tdengine.sql("SHOW DATABASES").rows().toString()).doesNotContain(NAME);
    assertThat(influx.query("", "SHOW DATABASES").toString()).doesNotContain(NAME);
  }
}
