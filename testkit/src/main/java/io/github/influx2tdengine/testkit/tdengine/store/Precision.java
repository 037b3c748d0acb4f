package io.github.influx2tdengine.testkit.tdengine.store;

import java.time.Instant;
import java.util.Optional;

/** The unit of a database's times. */
public enum Precision {
  MS("ms", 0, 1_000L, 31_556_995_200_000L),
  US("us", 1, 1_000_000L, 31_556_995_200_000_000L),
  NS("ns", 2, 1_000_000_000L, 9_214_646_400_000_000_000L);

  private final String label;
  private final int code;
  private final long perSecond;
  private final long latest;

  Precision(String label, int code, long perSecond, long latest) {
    this.label = label;
    this.code = code;
    this.perSecond = perSecond;
    this.latest = latest;
  }

  public String label() {
    return label;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  public long perSecond() {
    return perSecond;
  }

  /** The latest time the server takes. */
  public long latest() {
    return latest;
  }

  /** The time in this unit, rounded down. */
  public long of(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), perSecond),
        instant.getNano() / (1_000_000_000L / perSecond));
  }

  public static Optional<Precision> ofLabel(String label) {
    for (Precision precision : values()) {
      if (precision.label.equalsIgnoreCase(label)) {
        return Optional.of(precision);
      }
    }
    return Optional.empty();
  }
}
