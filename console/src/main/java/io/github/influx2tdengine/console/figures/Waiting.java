package io.github.influx2tdengine.console.figures;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something a task waits for.
 *
 * @param since empty where the task does not say
 * @param reason as the task says it
 */
public record Waiting(Optional<Instant> since, String reason) {
  private static final Pattern TEXT = Pattern.compile("since (\\S+): (.*)", Pattern.DOTALL);

  /** Reads {@code since 2026-01-01T00:00:00Z: reason}, or the reason alone; empty for nothing. */
  static Optional<Waiting> parse(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    Matcher matcher = TEXT.matcher(text);
    if (matcher.matches()) {
      try {
        return Optional.of(
            new Waiting(Optional.of(Instant.parse(matcher.group(1))), matcher.group(2)));
      } catch (DateTimeException e) {
        return Optional.of(new Waiting(Optional.empty(), text));
      }
    }
    return Optional.of(new Waiting(Optional.empty(), text));
  }
}
