package io.github.influx2tdengine.replicator.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.influx2tdengine.testkit.data.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the figures come to. */
class BenchReportTest {
  private static final long SECOND = 1_000_000_000L;

  private static BenchSpec spec() {
    return new BenchSpec(
        Shape.TSBS.data(1_000_000, 100),
        "bucket",
        Map.of(),
        Map.of(),
        "db",
        Path.of("."),
        Path.of("."),
        200_000,
        3,
        List.of(Step.values()));
  }

  private static Measured measured(long points, double seconds, double server) {
    return new Measured(
        points,
        new Usage(
            (long) (seconds * SECOND), 2 * SECOND, Map.of("server", (long) (server * SECOND))));
  }

  @Test
  void theMedianOfTheRoundsCountsAndRatiosAreOfRates() {
    Map<Step, List<Measured>> rounds =
        Map.of(
            Step.DRAIN,
            List.of(
                measured(1_000_000, 9, 7), measured(1_000_000, 5, 7.5), measured(1_000_000, 1, 7)),
            Step.DRIVER,
            List.of(measured(1_000_000, 2, 2.5)),
            Step.SOURCE,
            List.of(measured(1_000_000, 10, 7)),
            Step.SINK,
            List.of(measured(1_000_000, 4, 2)));
    Measured warm = measured(800_000, 8, 8);
    BenchReport report =
        new BenchReport(
            spec(),
            true,
            rounds,
            Optional.of(new Pipeline.Result(measured(1_000_000, 20, 10), warm, 6.5, 1 << 20)));
    int cores = Runtime.getRuntime().availableProcessors();
    assertThat(report.floor().getAsDouble()).isCloseTo(cores * 100_000, within(1.0));
    assertThat(report.toJson().get("ratios"))
        .isEqualTo(
            Map.of(
                "source_to_drain",
                0.5,
                "sink_to_driver",
                0.5,
                "pipeline_to_floor",
                Math.round(1_000.0 / cores) / 1_000.0));
    assertThat(String.join("\n", report.table()))
        .contains("source to drain", "server 7.50", "first point after 6.50 s");
  }

  @Test
  void withoutServersThereIsNoFloorAndTheTableSaysWhatIsMissing() {
    Map<Step, List<Measured>> rounds =
        Map.of(
            Step.DRAIN,
            List.of(new Measured(10, new Usage(SECOND, 1, Map.of()))),
            Step.DRIVER,
            List.of(new Measured(10, new Usage(SECOND, 1, Map.of()))));
    BenchReport report = new BenchReport(spec(), false, rounds, Optional.empty());
    assertThat(report.floor()).isEmpty();
    assertThat(report.toJson()).containsEntry("floor_points_per_second", null);
    assertThat(report.table()).last().asString().contains("--pids");
  }

  @Test
  void usageBetweenTwoMomentsIsTheirDifference() {
    Usage begin = new Usage(5, 2, Map.of("a", 3L));
    Usage end = new Usage(9, 7, Map.of("a", 4L));
    assertThat(end.since(begin)).isEqualTo(new Usage(4, 5, Map.of("a", 1L)));
    assertThat(Usage.NONE.plus(end)).isEqualTo(end);
  }
}
