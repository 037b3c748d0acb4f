package io.github.influx2tdengine.replicator.repair;

import io.github.influx2tdengine.source.config.ReadRange;
import java.time.Duration;
import java.util.List;

/**
 * Sends points again by the way they came: a side connector reads them from InfluxDB into the
 * replication's topics, and its sink writes them.
 */
public interface Resending {
  /** Entries of the setting {@code ranges}; the configuration of a connector has to stay small. */
  int MOST_RANGES = 1_000;

  /** Bytes of it: Connect keeps a configuration in one record, of at most 1 MiB. */
  int MOST_BYTES = 256 << 10;

  /**
   * Has the ranges read and written. Returns when they are written, as far as that can be known.
   *
   * @throws io.github.influx2tdengine.replicator.CommandFailure when they cannot be
   */
  void send(List<ReadRange> ranges);

  /** How long after that a row may still be on its way. */
  Duration patience();
}
