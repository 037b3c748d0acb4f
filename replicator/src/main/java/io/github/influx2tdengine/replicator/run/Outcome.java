package io.github.influx2tdengine.replicator.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run did.
 *
 * @param points points written to TDengine by this run
 * @param measurements how many measurements they are of
 * @param seconds from the first look at the servers to the last row
 * @param refused rows that this run put into the dead-letter topic
 * @param errors sentences, in the order they came up
 * @param complete whether everything asked for is in TDengine; for a run without end, whether it
 *     was stopped on request
 */
public record Outcome(
    long points,
    int measurements,
    double seconds,
    long refused,
    List<String> errors,
    boolean complete) {
  public Outcome {
    errors = List.copyOf(errors);
  }

  public long pointsPerSecond() {
    return seconds > 0 ? Math.round(points / seconds) : 0;
  }

  public boolean successful() {
    return complete && refused == 0;
  }

  /** The JSON object of {@code --json}. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("points", points);
    json.put("measurements", measurements);
    json.put("seconds", Math.round(seconds * 1000) / 1000.0);
    json.put("points_per_second", pointsPerSecond());
    json.put("refused", refused);
    json.put("errors", errors);
    return json;
  }
}
