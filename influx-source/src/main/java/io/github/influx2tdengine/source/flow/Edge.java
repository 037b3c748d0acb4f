package io.github.influx2tdengine.source.flow;

import io.github.influx2tdengine.source.read.InfluxHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * The time that may be read up to, exclusive: the end of a bounded run, or the server's clock minus
 * the delay. It never moves back.
 */
public final class Edge {
  private final OptionalLong end;
  private final long delay;
  private final InfluxHttp http;
  private long last = Long.MIN_VALUE;

  public Edge(OptionalLong end, Duration delay, InfluxHttp http) {
    this.end = end;
    this.delay = delay.toNanos();
    this.http = http;
  }

  /** The end of a bounded run. */
  OptionalLong end() {
    return end;
  }

  /** The edge as it was last. */
  public long last() {
    return end.orElse(last);
  }

  /**
   * The edge now.
   *
   * @throws IOException when the server's clock is not known yet and it does not answer
   */
  long now() throws IOException {
    if (end.isPresent()) {
      return end.getAsLong();
    }
    OptionalLong server = http.clock().at(System.nanoTime());
    if (server.isEmpty()) {
      http.ping();
      server = http.clock().at(System.nanoTime());
    }
    // A server that never says its time leaves only our own clock.
    long time = server.orElseGet(() -> System.currentTimeMillis() * 1_000_000L);
    last = Math.max(last, time - delay);
    return last;
  }
}
