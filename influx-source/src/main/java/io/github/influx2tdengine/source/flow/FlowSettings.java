package io.github.influx2tdengine.source.flow;

import io.github.influx2tdengine.source.config.Retries;
import io.github.influx2tdengine.source.plan.WindowSizes;
import java.time.Duration;

/**
 * How a task reads.
 *
 * @param concurrency windows read at once
 * @param memory bytes that the answers in hand may take up together
 * @param windowPoints points a window should hold
 * @param windowLength the first window's length
 * @param windowLengthMax the longest window
 * @param pollInterval least time between two reads of a measurement that is up to date
 * @param load share of time the server may be busy while following
 * @param loadCatchUp the same while catching up
 * @param pointsPerSecond 0 for no limit
 * @param lookBack how far back late points are looked for; zero for not at all
 * @param lookBackInterval time between two look-backs
 * @param begin where reading begins; nothing before it is ever read
 * @param retries how failed reads are tried again
 * @param name names threads and log lines
 */
public record FlowSettings(
    int concurrency,
    long memory,
    long windowPoints,
    Duration windowLength,
    Duration windowLengthMax,
    Duration pollInterval,
    double load,
    double loadCatchUp,
    double pointsPerSecond,
    Duration lookBack,
    Duration lookBackInterval,
    long begin,
    Retries retries,
    String name) {

  /**
   * Bytes of one window: those being read, one that is ready, and one that goes out or waits for
   * the next have room together.
   */
  public long memoryPerWindow() {
    return memory / (concurrency + 2);
  }

  public WindowSizes sizes() {
    return new WindowSizes(
        windowPoints, memoryPerWindow(), windowLength.toNanos(), windowLengthMax.toNanos());
  }
}
