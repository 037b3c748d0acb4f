package io.github.influx2tdengine.source.flow;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that reading fails, and once that all of it works again. */
final class Health {
  private static final Logger LOG = LoggerFactory.getLogger(Health.class);

  private final String what;
  private final Set<MeasurementFlow> failing = new HashSet<>();

  Health(String what) {
    this.what = what;
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
  }

  void worked(Slot slot) {
    if (failing.remove(slot.flow) && failing.isEmpty()) {
      LOG.info("Reading {} works again", what);
    }
  }
}
