package io.github.influx2tdengine.sink.write;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a writer waits for, for people who ask why nothing moves. Empty text: nothing. */
public final class Waiting {
  private volatile String what = "";
  private volatile Instant since = Instant.EPOCH;

  void begin(String reason) {
    if (what.isEmpty()) {
      since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
    what = reason;
  }

  void end() {
    what = "";
  }

  /** For example {@code since 2026-01-01T00:00:00Z: TDengine does not answer (…)}. */
  public String text() {
    String now = what;
    return now.isEmpty() ? "" : "since " + since + ": " + now;
  }

  /** How long it has waited; zero where it does not. */
  Duration time() {
    return what.isEmpty() ? Duration.ZERO : Duration.between(since, Instant.now());
  }
}
