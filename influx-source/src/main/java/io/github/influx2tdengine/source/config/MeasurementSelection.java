package io.github.influx2tdengine.source.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which measurements of the bucket are read: those named, those whose whole name matches the
 * pattern, or all when neither is set; without those excluded.
 */
public record MeasurementSelection(
    List<String> named, Optional<Pattern> pattern, List<String> excluded) {

  public boolean selects(String measurement) {
    if (excluded.contains(measurement)) {
      return false;
    }
    if (named.isEmpty() && pattern.isEmpty()) {
      return true;
    }
    return named.contains(measurement)
        || pattern.map(regex -> regex.matcher(measurement).matches()).orElse(false);
  }

  /** Whether a measurement that does not exist yet could be selected without being named. */
  public boolean open() {
    return named.isEmpty() || pattern.isPresent();
  }
}
