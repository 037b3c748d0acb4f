package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.replicator.run.Console;
import io.github.influx2tdengine.source.plan.TimeText;
import java.time.Duration;
import java.util.List;

/** Shows how far a comparison is: on a terminal a bar, elsewhere a line now and then. */
final class ProgressBar {
  private static final long REDRAW = Duration.ofMillis(500).toNanos();
  private static final long PLAIN = Duration.ofSeconds(10).toNanos();
  private static final int WIDTH = 30;

  private final Console console;
  private final long expected;
  private final long begin = System.nanoTime();
  private long shown = begin;
  private long before;

  /**
   * @param expected about how many points there are to compare; 0 where that is not known
   */
  ProgressBar(Console console, long expected) {
    this.console = console;
    this.expected = expected;
  }

  /** Points of measurements that are done. */
  void done(long points) {
    before += points;
  }

  /** To be called often. */
  void show(Tally tally) {
    long now = System.nanoTime();
    if (now - shown < (console.terminal() ? REDRAW : PLAIN)) {
      return;
    }
    shown = now;
    String line = line(before + tally.points(), now, tally);
    if (console.terminal()) {
      console.replace(List.of(line));
    } else {
      console.line(line);
    }
  }

  private String line(long points, long now, Tally tally) {
    double seconds = (now - begin) / 1e9;
    double rate = points / seconds;
    String where =
        "%,d points, %,d/s, %s at %s"
            .formatted(
                points, Math.round(rate), tally.measurement(), TimeText.format(tally.reached()));
    if (expected < points || expected == 0) {
      return "  " + where;
    }
    int filled = (int) (WIDTH * points / expected);
    return "  [%s%s] %3d %%, %s left; %s"
        .formatted(
            "#".repeat(filled),
            ".".repeat(WIDTH - filled),
            100 * points / expected,
            left((expected - points) / Math.max(1, rate)),
            where);
  }

  private static String left(double seconds) {
    Duration left = Duration.ofSeconds(Math.round(seconds));
    return left.toHours() > 0
        ? "%d h %02d min".formatted(left.toHours(), left.toMinutesPart())
        : left.toMinutes() > 0
            ? "%d min %02d s".formatted(left.toMinutes(), left.toSecondsPart())
            : left.toSeconds() + " s";
  }
}
