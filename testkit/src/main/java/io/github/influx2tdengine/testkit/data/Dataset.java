package io.github.influx2tdengine.testkit.data;

import java.time.Instant;
import java.util.stream.Stream;

/** Generated points of one measurement, the same each time they are made. */
public interface Dataset {
  String measurement();

  /** How many points there are; no two have series and time in common. */
  long points();

  int series();

  /** The time of the first point. */
  Instant begin();

  /** The exclusive end of the data. */
  Instant end();

  /** Lines with times in nanoseconds, ordered by time, made as they are read. */
  Stream<String> lines();
}
