package io.github.influx2tdengine.replicator.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is measured. */
enum Step {
  DRAIN("(a) InfluxDB: queries drained"),
  DRIVER("(b) TDengine: driver's columnar calls"),
  SOURCE("(c) source alone"),
  SINK("(d) sink alone"),
  PIPELINE("(e) whole pipeline");

  private final String title;

  Step(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Its name on the command line and in JSON. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException for a name that is none, naming those that are
   */
  static Step of(String label) {
    return Arrays.stream(values())
        .filter(step -> step.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "step '"
                        + label
                        + "' is unknown; known are "
                        + Arrays.stream(values())
                            .map(Step::label)
                            .collect(Collectors.joining(", "))));
  }
}
