package io.github.influx2tdengine.replicator.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The figures of a run and what they come to, as a table and as JSON. */
final class BenchReport {
  private final BenchSpec spec;
  private final boolean servers;
  private final int cores = Runtime.getRuntime().availableProcessors();
  private final Map<Step, Measured> steps = new LinkedHashMap<>();
  private final Optional<Pipeline.Result> pipeline;

  /**
   * @param servers whether the servers' CPU time is known
   * @param rounds the rounds of each step but the pipeline
   */
  BenchReport(
      BenchSpec spec,
      boolean servers,
      Map<Step, List<Measured>> rounds,
      Optional<Pipeline.Result> pipeline) {
    this.spec = spec;
    this.servers = servers;
    this.pipeline = pipeline;
    for (Step step : Step.values()) {
      if (rounds.containsKey(step)) {
        steps.put(step, median(rounds.get(step)));
      }
    }
    pipeline.ifPresent(result -> steps.put(Step.PIPELINE, result.warm()));
  }

  private static Measured median(List<Measured> rounds) {
    List<Measured> sorted = new ArrayList<>(rounds);
    sorted.sort(Comparator.comparingDouble(Measured::pointsPerSecond));
    return sorted.get(sorted.size() / 2);
  }

  /** Points a second that the servers alone allow: all cores, and nothing but their own work. */
  OptionalDouble floor() {
    Measured read = steps.get(Step.DRAIN);
    Measured written = steps.get(Step.DRIVER);
    if (!servers || read == null || written == null) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(cores * 1e6 / (read.serverMicros() + written.serverMicros()));
  }

  private OptionalDouble rateRatio(Step step, Step of) {
    Measured one = steps.get(step);
    Measured other = steps.get(of);
    return one == null || other == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(one.pointsPerSecond() / other.pointsPerSecond());
  }

  private OptionalDouble ofFloor() {
    Measured whole = steps.get(Step.PIPELINE);
    return whole == null || floor().isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(whole.pointsPerSecond() / floor().getAsDouble());
  }

  private Map<String, OptionalDouble> ratios() {
    Map<String, OptionalDouble> ratios = new LinkedHashMap<>();
    ratios.put("source_to_drain", rateRatio(Step.SOURCE, Step.DRAIN));
    ratios.put("sink_to_driver", rateRatio(Step.SINK, Step.DRIVER));
    ratios.put("pipeline_to_floor", ofFloor());
    return ratios;
  }

  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: %,d points, %,d series, %d cores; µs of CPU are per point"
            .formatted(
                spec.data().measurement(), spec.data().points(), spec.data().series(), cores));
    lines.add("%-40s %9s %11s %9s  %s".formatted("", "seconds", "points/s", "µs, ours", "servers"));
    steps.forEach(
        (step, measured) ->
            lines.add(
                "%-40s %9.2f %,11.0f %9.2f  %s"
                    .formatted(
                        step.title(),
                        measured.usage().wall() / 1e9,
                        measured.pointsPerSecond(),
                        measured.ownMicros(),
                        serverText(measured))));
    ratios()
        .forEach(
            (name, ratio) ->
                ratio.ifPresent(
                    value -> lines.add("%-40s %9.2f".formatted(name.replace('_', ' '), value))));
    floor()
        .ifPresent(
            rate -> lines.add("%-40s %9s %,11.0f".formatted("floor (cores / servers)", "", rate)));
    pipeline.ifPresent(
        result -> {
          lines.add(
              "(e) is measured after its first %,d points; whole, start of the broker included: %.2f s"
                  .formatted(spec.warmUp(), result.whole().usage().wall() / 1e9));
          lines.add(
              "first point after %.2f s, %.0f MB of heap in use after a collection at the end"
                  .formatted(result.firstPointSeconds(), result.heapAfterGc() / 1e6));
        });
    if (!servers) {
      lines.add("Name the servers' processes with --pids to see their CPU time and the floor.");
    }
    return lines;
  }

  private String serverText(Measured measured) {
    List<String> texts = new ArrayList<>();
    measured
        .serversMicros()
        .forEach((name, micros) -> texts.add(String.format(Locale.ROOT, "%s %.2f", name, micros)));
    return String.join(", ", texts);
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("measurement", spec.data().measurement());
    json.put("points", spec.data().points());
    json.put("series", spec.data().series());
    json.put("cores", cores);
    Map<String, Object> all = new LinkedHashMap<>();
    steps.forEach((step, measured) -> all.put(step.label(), toJson(measured)));
    json.put("steps", all);
    Map<String, Object> ratios = new LinkedHashMap<>();
    ratios().forEach((name, ratio) -> ratios.put(name, orNull(ratio, 3)));
    json.put("ratios", ratios);
    json.put("floor_points_per_second", orNull(floor(), 0));
    pipeline.ifPresent(
        result -> {
          Map<String, Object> whole = toJson(result.whole());
          whole.put("first_point_seconds", rounded(result.firstPointSeconds(), 2));
          whole.put("heap_after_gc_bytes", result.heapAfterGc());
          json.put("pipeline_whole", whole);
        });
    return json;
  }

  private static Map<String, Object> toJson(Measured measured) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("points", measured.points());
    json.put("seconds", rounded(measured.usage().wall() / 1e9, 3));
    json.put("points_per_second", Math.round(measured.pointsPerSecond()));
    json.put("jvm_cpu_seconds", rounded(measured.usage().own() / 1e9, 3));
    json.put("jvm_cpu_us_per_point", rounded(measured.ownMicros(), 3));
    Map<String, Object> servers = new LinkedHashMap<>();
    measured.serversMicros().forEach((name, micros) -> servers.put(name, rounded(micros, 3)));
    json.put("server_cpu_us_per_point", servers);
    return json;
  }

  private static Double orNull(OptionalDouble value, int digits) {
    return value.isPresent() ? rounded(value.getAsDouble(), digits) : null;
  }

  private static double rounded(double value, int digits) {
    double scale = Math.pow(10, digits);
    return Math.round(value * scale) / scale;
  }
}
