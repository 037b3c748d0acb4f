package io.github.influx2tdengine.replicator.verify;

/** Takes differences as they are found. */
interface Found {
  void add(Difference difference);
}
