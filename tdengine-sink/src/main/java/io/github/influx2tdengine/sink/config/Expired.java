package io.github.influx2tdengine.sink.config;

/** What to do with rows older than the database keeps; the setting {@code expired}. */
public enum Expired {
  REFUSE,
  SKIP
}
