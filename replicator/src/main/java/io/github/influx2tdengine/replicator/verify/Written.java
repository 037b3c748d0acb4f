package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.source.plan.Window;
import java.util.Map;
import java.util.Optional;

/**
 * How far the copy has come, by measurement: only below that can a missing row be called missing.
 *
 * @param upTo the exclusive end of what was read into Kafka; empty where that is not known, and
 *     everything asked for is compared
 */
record Written(Optional<Map<String, Long>> upTo) {
  static final Written UNKNOWN = new Written(Optional.empty());

  /** The part of a range that can be compared; empty where nothing of it can. */
  Optional<Window> of(String measurement, Window range) {
    long to = to(measurement, range);
    return to > range.from() ? Optional.of(new Window(range.from(), to)) : Optional.empty();
  }

  /** The part of a range that cannot be compared yet; empty where all of it can. */
  Optional<Window> rest(String measurement, Window range) {
    long from = to(measurement, range);
    return from < range.to() ? Optional.of(new Window(from, range.to())) : Optional.empty();
  }

  private long to(String measurement, Window range) {
    return upTo.map(
            times ->
                Math.max(
                    range.from(),
                    Math.min(range.to(), times.getOrDefault(measurement, range.from()))))
        .orElse(range.to());
  }
}
