package io.github.influx2tdengine.console.figures;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the tasks of a source connector that run in this worker have published, together.
 *
 * @param tasks how many of them publish; 0 where they run on other workers
 * @param finished whether all of them have read everything up to the end
 * @param lagMs from the oldest watermark to the time that may be read: the end, or {@code delay.ms}
 *     before the server's clock; empty where no task says
 * @param waiting what one waits for, as it says it; empty where none waits
 * @param acknowledged by {@code topic-partition} the offset of the last record that Kafka has
 */
public record SourceFigures(
    int tasks,
    boolean finished,
    Optional<Long> lagMs,
    Optional<Waiting> waiting,
    Map<String, MeasurementFigures> measurements,
    Map<String, Long> acknowledged) {
  public static final SourceFigures NONE =
      new SourceFigures(0, false, Optional.empty(), Optional.empty(), Map.of(), Map.of());

  /**
   * One measurement.
   *
   * @param points read, since this worker was first asked; empty where the task does not say
   * @param watermark end of what is safely in Kafka; empty before the first window
   */
  public record MeasurementFigures(Optional<Long> points, Optional<Instant> watermark) {}

  /** How far all measurements have been read. */
  public Optional<Instant> watermark() {
    return measurements.values().stream()
        .flatMap(figures -> figures.watermark().stream())
        .min(Instant::compareTo);
  }
}
