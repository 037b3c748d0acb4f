package io.github.influx2tdengine.source.read;

import java.io.IOException;

/**
 * A window holds numbers that may be integers or floats, and reaches over several shards, so that
 * what one number is says nothing about another. It must be read in parts.
 */
public final class TypesUndecided extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Nanoseconds in which no shard begins or ends: an hour, counted from 1970, is the shortest shard
   * group that InfluxDB makes, and they begin at multiples of their length.
   */
  public static final long CELL = 3_600_000_000_000L;

  TypesUndecided() {
    super("the window holds numbers of undecided type");
  }
}
