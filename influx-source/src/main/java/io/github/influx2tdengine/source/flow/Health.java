package io.github.influx2tdengine.source.flow;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once that reading fails, and once that all of it works again; and since when, to metrics.
 */
final class Health {
  private static final Logger LOG = LoggerFactory.getLogger(Health.class);

  private final String what;
  private final FlowMetrics metrics;
  private final Set<MeasurementFlow> failing = new HashSet<>();
  private boolean clockFailing;
  private Instant since;

  Health(String what, FlowMetrics metrics) {
    this.what = what;
    this.metrics = metrics;
  }

  void failed(Slot slot, Exception reason) {
    if (failing.isEmpty()) {
      LOG.warn(
          "Reading {} fails and is tried again: measurement '{}', {}: {}",
          what,
          slot.flow.measurement,
          slot.window,
          reason.getMessage());
    } else {
      LOG.debug("Reading {} failed: {}", slot.window, reason.getMessage());
    }
    failing.add(slot.flow);
    waits("measurement '" + slot.flow.measurement + "': " + reason.getMessage());
  }

  void worked(Slot slot) {
    if (failing.remove(slot.flow) && failing.isEmpty()) {
      LOG.info("Reading {} works again", what);
      works();
    }
  }

  /** The server's clock cannot be read: nothing new is read until it can. */
  void clockFailed(Exception reason) {
    clockFailing = true;
    waits(reason.getMessage());
  }

  void clockAnswered() {
    if (clockFailing) {
      clockFailing = false;
      works();
    }
  }

  private void waits(String reason) {
    if (since == null) {
      since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
    metrics.waiting = "since " + since + ": " + reason;
  }

  private void works() {
    if (failing.isEmpty() && !clockFailing) {
      since = null;
      metrics.waiting = "";
    }
  }
}
