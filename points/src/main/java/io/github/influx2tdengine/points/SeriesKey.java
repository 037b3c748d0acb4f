package io.github.influx2tdengine.points;

import java.util.Objects;

/**
 * A series: one measurement and one tag set. Its text, {@link #toString()}, is the key of every
 * record: line-protocol form with escapes, {@code measurement,tag=value,…}, tags sorted by name.
 */
public final class SeriesKey {
  private final String measurement;
  private final Tags tags;
  private String text;

  /** Made once, as the text is. 0 until then. */
  private int hash;

  public SeriesKey(String measurement, Tags tags) {
    this.measurement = Objects.requireNonNull(measurement, "measurement");
    this.tags = Objects.requireNonNull(tags, "tags");
  }

  public String measurement() {
    return measurement;
  }

  public Tags tags() {
    return tags;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof SeriesKey that
            && measurement.equals(that.measurement)
            && tags.equals(that.tags);
  }

  @Override
  public int hashCode() {
    int made = hash;
    if (made == 0) {
      made = 31 * measurement.hashCode() + tags.hashCode();
      hash = made;
    }
    return made;
  }

  /** The line-protocol form; made once, since every record of the series carries it. */
  @Override
  public String toString() {
    String made = text;
    if (made == null) {
      made = LineEscapes.seriesKey(measurement, tags);
      text = made;
    }
    return made;
  }
}
