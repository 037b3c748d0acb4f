package io.github.influx2tdengine.console.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

/** The rate of a counter over the last ten seconds: long enough to hold several batches. */
final class Rate {
  private static final Duration OVER = Duration.ofSeconds(10);

  private record Count(Instant at, long value) {}

  private final ArrayDeque<Count> counts = new ArrayDeque<>();

  /** Counts a second. */
  double of(long value, Instant now) {
    while (counts.size() > 1 && Duration.between(counts.peek().at, now).compareTo(OVER) > 0) {
      counts.poll();
    }
    Count first = counts.peek();
    counts.add(new Count(now, value));
    if (first == null || !first.at.isBefore(now)) {
      return 0;
    }
    return Math.max(0, value - first.value) / (Duration.between(first.at, now).toMillis() / 1e3);
  }
}
