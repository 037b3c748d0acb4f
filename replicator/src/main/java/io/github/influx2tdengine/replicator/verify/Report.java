package io.github.influx2tdengine.replicator.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a comparison found, and what was done about it. */
public final class Report {
  private final boolean quick;
  private final List<Tally> tallies;
  private final Differences differences;
  private final Optional<Repaired> repaired;
  private final List<String> left;
  private final double seconds;
  private final boolean complete;

  /**
   * @param quick whether only counts were compared
   * @param differences those found; repaired or not
   * @param left why something that was asked for was not compared
   * @param complete whether everything asked for was compared
   */
  Report(
      boolean quick,
      List<Tally> tallies,
      Differences differences,
      Optional<Repaired> repaired,
      List<String> left,
      double seconds,
      boolean complete) {
    this.quick = quick;
    this.tallies = List.copyOf(tallies);
    this.differences = differences;
    this.repaired = repaired;
    this.left = List.copyOf(left);
    this.seconds = seconds;
    this.complete = complete;
  }

  /** Points of InfluxDB that were looked for in TDengine. */
  public long points() {
    return tallies.stream().mapToLong(Tally::points).sum();
  }

  /** Measurements that had something to compare. */
  public int measurements() {
    return (int)
        tallies.stream()
            .filter(tally -> tally.points() > 0 || differences.count(tally.measurement()) > 0)
            .count();
  }

  /** How many differences there are, after a repair if there was one. */
  public long differences() {
    return repaired.map(Repaired::left).orElse(differences).count();
  }

  /** Nothing compared is not equal: it proves nothing. */
  public boolean equal() {
    return complete && left.isEmpty() && differences() == 0 && points() > 0;
  }

  /** The sentences for people, the last one the verdict. */
  List<String> lines() {
    List<String> lines = new java.util.ArrayList<>();
    Differences listed = repaired.map(Repaired::left).orElse(differences);
    listed.kept().forEach(difference -> lines.add("  " + difference));
    long more = listed.count() - listed.kept().size();
    if (more > 0) {
      lines.add("  … and %,d more differences".formatted(more));
    }
    lines.addAll(left);
    repaired.ifPresent(
        done ->
            lines.add(
                "Repair: of %,d differences %,d are left; %,d stretches sent again, %,d rows and %,d values removed"
                    .formatted(
                        differences.count(),
                        done.left().count(),
                        done.sent(),
                        done.rowsRemoved(),
                        done.valuesRemoved())));
    if (listed.onlyInTdengine() > 0) {
      lines.add(
          "Only in TDengine: %s; --delete-extra removes them".formatted(Repair.alone(listed)));
    }
    lines.add(verdict());
    return lines;
  }

  private String verdict() {
    String compared =
        "%,d points of %d measurements compared in %.1f s"
            .formatted(points(), measurements(), seconds);
    if (quick) {
      compared += ", by counts only: nothing is said about the values";
    }
    if (differences() > 0) {
      return "Different: %,d differences, %s".formatted(differences(), compared);
    }
    if (!complete) {
      return "Not finished: " + compared + ", no difference among them";
    }
    if (points() == 0) {
      return "Nothing to compare: InfluxDB has no points in that range";
    }
    return (left.isEmpty() ? (quick ? "Equal counts: " : "Equal: ") : "Not all compared: ")
        + compared;
  }

  /** The object of {@code --json}. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("equal", equal());
    json.put("quick", quick);
    json.put("points", points());
    json.put("measurements", measurements());
    json.put("differences", differences.count());
    json.put("by_kind", differences.byKind());
    json.put("only_in_tdengine", differences.onlyInTdengine());
    json.put("listed", differences.kept().stream().map(Difference::toJson).toList());
    json.put(
        "by_measurement",
        tallies.stream()
            .map(tally -> tally.toJson(differences.count(tally.measurement())))
            .toList());
    repaired.ifPresent(done -> json.put("repair", done.toJson()));
    json.put("not_compared", left);
    json.put("seconds", Math.round(seconds * 1000) / 1000.0);
    json.put("points_per_second", seconds > 0 ? Math.round(points() / seconds) : 0);
    json.put("complete", complete);
    return json;
  }
}
