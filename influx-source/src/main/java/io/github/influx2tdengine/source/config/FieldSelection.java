package io.github.influx2tdengine.source.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** Which fields are read, by patterns over the whole of {@code measurement.field}. */
public record FieldSelection(Optional<Pattern> include, Optional<Pattern> exclude) {

  public boolean all() {
    return include.isEmpty() && exclude.isEmpty();
  }

  public boolean selects(String measurement, String field) {
    String name = measurement + "." + field;
    return include.map(regex -> regex.matcher(name).matches()).orElse(true)
        && !exclude.map(regex -> regex.matcher(name).matches()).orElse(false);
  }
}
