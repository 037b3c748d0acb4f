package io.github.influx2tdengine.source.flow;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a task reads, in the order in which it goes out. Belongs to one thread but for closing. */
public interface ReadingFlow extends AutoCloseable {
  /**
   * What is ready next, waiting for it for at most about this long.
   *
   * @return empty when nothing became ready
   * @throws ReadFailedException when reading failed for good
   */
  List<Delivery> next(Duration wait) throws InterruptedException;

  /** For each measurement the end of what was delivered or found empty. */
  Map<String, Long> watermarks();

  /** Whether everything that is to be read was delivered. */
  boolean finished();

  /** Whether each measurement's next window reaches the edge, and nothing before it is missing. */
  boolean caughtUp();

  @Override
  void close();
}
