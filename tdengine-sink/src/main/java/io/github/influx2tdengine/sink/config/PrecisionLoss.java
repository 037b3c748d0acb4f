package io.github.influx2tdengine.sink.config;

/** What to do where the database is coarser than nanoseconds; {@code timestamp.precision.loss}. */
public enum PrecisionLoss {
  REFUSE,
  TRUNCATE
}
