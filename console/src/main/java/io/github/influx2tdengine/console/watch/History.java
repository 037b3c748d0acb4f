package io.github.influx2tdengine.console.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/** The last hour of one data source, a sample every ten seconds. Thread-safe. */
final class History {
  static final Duration STEP = Duration.ofSeconds(10);
  private static final int SAMPLES = (int) (Duration.ofHours(1).toSeconds() / STEP.toSeconds());

  /**
   * One moment.
   *
   * @param rate points a second since the sample before
   * @param lagSeconds how far reading is behind; empty where it is not known
   */
  record Sample(Instant at, long points, double rate, Optional<Double> lagSeconds) {}

  private final ArrayDeque<Sample> samples = new ArrayDeque<>();

  /** Takes a sample when the last one is old enough. */
  synchronized void add(Instant now, long points, Optional<Double> lagSeconds) {
    Sample last = samples.peekLast();
    double seconds = last == null ? 0 : Duration.between(last.at, now).toMillis() / 1e3;
    // A little early is in time: the next look would be late by nearly a whole one.
    if (last != null && seconds < STEP.toSeconds() - 0.5) {
      return;
    }
    double rate = last == null ? 0 : Math.max(0, points - last.points) / seconds;
    samples.add(new Sample(now, points, rate, lagSeconds));
    while (samples.size() > SAMPLES) {
      samples.poll();
    }
  }

  synchronized List<Sample> samples() {
    return List.copyOf(samples);
  }
}
