package io.github.influx2tdengine.replicator.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one step took.
 *
 * @param points how many points went through it
 * @param usage what passed and was used meanwhile
 */
record Measured(long points, Usage usage) {
  double pointsPerSecond() {
    return points / (usage.wall() / 1e9);
  }

  /** Microseconds of this JVM's CPU for a point. */
  double ownMicros() {
    return micros(usage.own());
  }

  /** Microseconds of all servers' CPU for a point. */
  double serverMicros() {
    return micros(usage.allServers());
  }

  Map<String, Double> serversMicros() {
    Map<String, Double> micros = new LinkedHashMap<>();
    usage.servers().forEach((name, nanos) -> micros.put(name, micros(nanos)));
    return micros;
  }

  private double micros(long nanos) {
    return points == 0 ? 0 : nanos / 1e3 / points;
  }
}
