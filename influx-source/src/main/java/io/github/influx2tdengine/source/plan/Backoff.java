package io.github.influx2tdengine.source.plan;

import java.time.Duration;
import java.util.Optional;

/** Pauses between attempts: doubling, with chance in them so that tasks do not come all at once. */
public record Backoff(Duration first, Duration longest) {
  /**
   * The pause after an attempt failed.
   *
   * @param failures how many failed in a row, from 1
   * @param asked what the server asked for
   * @param chance a number from 0 to 1
   */
  public Duration pause(int failures, Optional<Duration> asked, double chance) {
    double doubled = first.toMillis() * Math.pow(2, Math.min(failures, 30) - 1);
    double capped = Math.min(doubled, longest.toMillis());
    Duration pause = Duration.ofMillis((long) (capped * (0.5 + chance / 2)));
    return asked.filter(wanted -> wanted.compareTo(pause) > 0).orElse(pause);
  }
}
