package io.github.influx2tdengine.source.read;

import java.io.IOException;

/** The bytes of an answer cannot be an InfluxQL answer. */
final class BrokenAnswer extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenAnswer(String message) {
    super(message);
  }
}
