package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.source.plan.TimeText;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was compared of one measurement. */
final class Tally {
  private final String measurement;
  private final Seen seen = new Seen();
  private long points;
  private long reached;
  private boolean whole = true;

  /**
   * @param begin the time from which on it is compared
   */
  Tally(String measurement, long begin) {
    this.measurement = measurement;
    this.reached = begin;
  }

  /** What an interrupted comparison had compared; of its series nothing is known. */
  Tally(String measurement, long reached, long points) {
    this(measurement, reached);
    this.points = points;
    this.whole = false;
  }

  void compared(long more, long upTo) {
    points += more;
    reached = upTo;
  }

  String measurement() {
    return measurement;
  }

  Seen seen() {
    return seen;
  }

  /** Points of InfluxDB that were looked for. */
  long points() {
    return points;
  }

  /** How far the comparison is, in nanoseconds since 1970. */
  long reached() {
    return reached;
  }

  /** Whether all of it was seen by this process, so that its series are known. */
  boolean whole() {
    return whole;
  }

  Map<String, Object> toJson(long differences) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("measurement", measurement);
    json.put("points", points);
    if (whole && seen.series() > 0) {
      json.put("series", seen.series());
      json.put("subtables", seen.subtables());
    }
    json.put("expired", seen.expired());
    json.put("differences", differences);
    json.put("compared_to", TimeText.format(reached));
    return json;
  }
}
