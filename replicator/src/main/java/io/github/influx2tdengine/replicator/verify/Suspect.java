package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.source.plan.Window;

/**
 * A window in which the sides differed when they were looked at: a writer may have been at work
 * between the two reads of it.
 *
 * @param findings what differed
 * @param counted what was found to stay and is counted already
 */
record Suspect(String measurement, Window window, Findings findings, Findings counted) {
  Suspect(String measurement, Window window, Findings findings) {
    this(measurement, window, findings, new Findings());
  }
}
