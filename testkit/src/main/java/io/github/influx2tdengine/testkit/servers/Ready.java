package io.github.influx2tdengine.testkit.servers;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits until a server that was started answers as it should. */
final class Ready {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private Ready() {}

  static void await(String url, String what) {
    await(url, what, "");
  }

  /**
   * @throws IllegalStateException when there is no answer with status 2xx in time
   */
  static void await(String url, String what, String authorization) {
    Http http = new Http(authorization);
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        http.send("GET", url, "", "");
        return;
      } catch (IllegalStateException e) {
        if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
          throw new IllegalStateException(
              what + " was not ready in " + LIMIT.toSeconds() + " s", e);
        }
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    }
  }
}
