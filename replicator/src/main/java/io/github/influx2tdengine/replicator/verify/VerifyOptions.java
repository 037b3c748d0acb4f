package io.github.influx2tdengine.replicator.verify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a comparison is made.
 *
 * @param quick whether only counts are compared
 * @param settle how long a difference is left alone before it is looked at again
 * @param progress file that keeps how far the comparison is; empty for none
 * @param resume whether to go on from that file
 */
public record VerifyOptions(
    boolean quick, Duration settle, Optional<Path> progress, boolean resume) {
  /** Longer than a batch takes to be written and a following source to poll. */
  public static final Duration SETTLE = Duration.ofSeconds(10);

  /** Every value, at the end of a run in which everything was written. */
  public static VerifyOptions afterRun() {
    return new VerifyOptions(false, Duration.ofSeconds(1), Optional.empty(), false);
  }
}
