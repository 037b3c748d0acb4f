package io.github.influx2tdengine.source.read;

import java.util.Optional;

/**
 * A measurement and the fields it was last known to have. Several threads may read windows of it at
 * once.
 */
public final class Measurement {
  private final String name;
  private volatile Optional<FieldKeys> fields = Optional.empty();

  public Measurement(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  Optional<FieldKeys> fields() {
    return fields;
  }

  void fields(FieldKeys known) {
    fields = Optional.of(known);
  }

  @Override
  public String toString() {
    return name;
  }
}
