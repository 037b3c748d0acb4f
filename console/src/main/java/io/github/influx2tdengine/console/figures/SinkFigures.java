package io.github.influx2tdengine.console.figures;

import java.util.Optional;

/**
 * What the tasks of a sink connector that run in this worker have published, together.
 *
 * @param tasks how many of them publish; 0 where they run on other workers
 * @param rows written, since this worker was first asked
 * @param refused rows refused, since this worker was first asked
 * @param waiting what one waits for, as it says it; empty where none waits
 */
public record SinkFigures(int tasks, long rows, long refused, Optional<Waiting> waiting) {
  public static final SinkFigures NONE = new SinkFigures(0, 0, 0, Optional.empty());
}
