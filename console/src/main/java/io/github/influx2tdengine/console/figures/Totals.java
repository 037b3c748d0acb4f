package io.github.influx2tdengine.console.figures;

import java.util.HashMap;
import java.util.Map;

/** Counts of one connector, which go on where a task was restarted and begins at zero again. */
final class Totals {
  private final Map<String, Long> last = new HashMap<>();
  private final Map<String, Long> sums = new HashMap<>();

  /** Adds what a counter has moved since it was last seen to the sum of that name. */
  void add(String sum, String counter, long now) {
    String key = sum + "/" + counter;
    long before = last.getOrDefault(key, 0L);
    sums.merge(sum, now >= before ? now - before : now, Long::sum);
    last.put(key, now);
  }

  long sum(String name) {
    return sums.getOrDefault(name, 0L);
  }
}
