package io.github.influx2tdengine.sink.config;

/** What to do with text that no column can hold; the setting {@code text.overflow}. */
public enum TextOverflow {
  REFUSE,
  TRUNCATE
}
