package io.github.influx2tdengine.replicator.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a comparison found.
 *
 * @param points points of InfluxDB that were looked for in TDengine
 * @param byMeasurement how many of them each measurement has
 * @param differences how many were found
 * @param listed the first of them
 * @param complete whether everything asked for was compared
 */
public record Report(
    long points,
    Map<String, Long> byMeasurement,
    long differences,
    List<Difference> listed,
    double seconds,
    boolean complete) {
  public Report {
    byMeasurement = new LinkedHashMap<>(byMeasurement);
    listed = List.copyOf(listed);
  }

  /** Nothing compared is not equal: it proves nothing. */
  public boolean equal() {
    return complete && differences == 0 && points > 0;
  }

  /** The object of {@code --json}. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("equal", equal());
    json.put("points", points);
    json.put("measurements", byMeasurement.size());
    json.put("differences", differences);
    json.put("listed", listed.stream().map(Difference::toJson).toList());
    json.put("seconds", Math.round(seconds * 1000) / 1000.0);
    json.put("complete", complete);
    return json;
  }
}
