package io.github.influx2tdengine.console.watch;

import io.github.influx2tdengine.console.figures.SourceFigures.MeasurementFigures;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Optional;

/**
 * The time a data source is to read.
 *
 * @param begin empty where it is not known, as with {@code earliest}
 * @param end empty where it follows for ever
 */
public record Range(Optional<Instant> begin, Optional<Instant> end) {
  static Range of(DataSource dataSource) {
    return new Range(
        dataSource.source().flatMap(source -> time(source.setting("begin.time"))),
        dataSource.source().flatMap(source -> time(source.setting("end.time"))));
  }

  private static Optional<Instant> time(String text) {
    try {
      return text.isBlank()
          ? Optional.empty()
          : Optional.of(OffsetDateTime.parse(text.strip()).toInstant());
    } catch (DateTimeException e) {
      // "earliest", or a form the connector takes and we do not.
      return Optional.empty();
    }
  }

  /** Share of the range that lies before a watermark, 0 to 1; empty without a begin. */
  Optional<Double> share(Instant watermark, Instant now) {
    if (begin.isEmpty()) {
      return Optional.empty();
    }
    // What follows is done when it follows: it never comes to the present itself.
    Duration whole = Duration.between(begin.get(), end.orElse(now.minus(Situation.FOLLOWING)));
    if (whole.isNegative() || whole.isZero()) {
      return Optional.of(1.0);
    }
    double share = (double) Duration.between(begin.get(), watermark).toMillis() / whole.toMillis();
    return Optional.of(Math.min(1, Math.max(0, share)));
  }

  /** The same over measurements, each counting alike; one without a watermark has not begun. */
  Optional<Double> share(Collection<MeasurementFigures> measurements, Instant now) {
    if (begin.isEmpty() || measurements.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        measurements.stream()
            .mapToDouble(
                figures -> figures.watermark().flatMap(mark -> share(mark, now)).orElse(0.0))
            .average()
            .orElse(0));
  }
}
