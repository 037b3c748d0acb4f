package io.github.influx2tdengine.replicator.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks a running command to end: set once, by SIGINT or SIGTERM. */
public final class StopSignal {
  private final CountDownLatch latch = new CountDownLatch(1);

  public void request() {
    latch.countDown();
  }

  public boolean requested() {
    return latch.getCount() == 0;
  }

  /** Waits, but no longer than asked; true when the command is to end. */
  public boolean await(long milliseconds) throws InterruptedException {
    return latch.await(milliseconds, TimeUnit.MILLISECONDS);
  }
}
