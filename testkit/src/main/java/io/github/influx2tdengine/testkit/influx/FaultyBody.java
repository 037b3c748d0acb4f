package io.github.influx2tdengine.testkit.influx;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A response body that goes wrong at a given byte. */
final class FaultyBody extends FilterOutputStream {
  /** Ends a connection without ending the body. */
  static final class Cut extends IOException {
    private static final long serialVersionUID = 1L;

    Cut() {
      super("cut by a fault");
    }
  }

  private final InfluxFault fault;
  private final CountDownLatch healed;
  private long written;

  /**
   * @param healed reaches zero when the fault is over; who stalls goes on then
   */
  FaultyBody(OutputStream out, InfluxFault fault, CountDownLatch healed) {
    super(out);
    this.fault = fault;
    this.healed = healed;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    switch (fault.kind()) {
      case STALL, CUT, TRUNCATE -> upToFault(bytes, offset, length);
      case SLOW -> slowly(bytes, offset, length);
      default -> out.write(bytes, offset, length);
    }
  }

  private void upToFault(byte[] bytes, int offset, int length) throws IOException {
    int allowed = (int) Math.max(0, Math.min(length, fault.amount() - written));
    out.write(bytes, offset, allowed);
    written += allowed;
    if (allowed == length) {
      return;
    }
    out.flush();
    switch (fault.kind()) {
      case CUT -> throw new Cut();
      case STALL -> {
        await(healed, Long.MAX_VALUE);
        out.write(bytes, offset + allowed, length - allowed);
        written += length - allowed;
      }
      default -> {}
    }
  }

  private void slowly(byte[] bytes, int offset, int length) throws IOException {
    long rate = Math.max(1, fault.amount());
    // Ten portions a second at most, each followed by the time it stands for.
    int portion = (int) Math.max(1, Math.min(length, rate / 10));
    for (int at = 0; at < length; at += portion) {
      int size = Math.min(portion, length - at);
      out.write(bytes, offset + at, size);
      out.flush();
      await(healed, size * 1_000_000_000L / rate);
    }
  }

  static void await(CountDownLatch latch, long nanos) throws IOException {
    try {
      latch.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stand-in was closed", e);
    }
  }
}
