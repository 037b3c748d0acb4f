package io.github.influx2tdengine.replicator.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Nanoseconds that passed, and those of CPU that were used meanwhile; at one moment, or between
 * two.
 *
 * @param wall time on the clock
 * @param own CPU time of this JVM, all of its threads
 * @param servers CPU time of each server process by its name
 */
record Usage(long wall, long own, Map<String, Long> servers) {
  static final Usage NONE = new Usage(0, 0, Map.of());

  Usage since(Usage begin) {
    return combined(begin, -1);
  }

  Usage plus(Usage other) {
    return combined(other, 1);
  }

  private Usage combined(Usage other, int sign) {
    Map<String, Long> sum = new LinkedHashMap<>(servers);
    other.servers.forEach((name, nanos) -> sum.merge(name, sign * nanos, Long::sum));
    return new Usage(wall + sign * other.wall, own + sign * other.own, sum);
  }

  long allServers() {
    return servers.values().stream().mapToLong(Long::longValue).sum();
  }
}
