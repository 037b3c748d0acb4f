package io.github.influx2tdengine.sink.write;

import io.github.influx2tdengine.sink.batch.Pending;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/** What waits for one writer: full batches, and one that is filling. */
final class Inbox {
  /**
   * A batch is full at so many bytes even where its rows are few: the request that carries it must
   * not grow without bound.
   */
  static final long BATCH_BYTES = 8L * 1024 * 1024;

  private final int batchRows;
  private final long lingerNanos;
  private final ArrayDeque<Batch> full = new ArrayDeque<>();
  private Batch filling;
  private boolean flush;

  Inbox(int batchRows, Duration linger) {
    this.batchRows = batchRows;
    this.lingerNanos = linger.toNanos();
  }

  synchronized void add(Pending pending) {
    if (filling == null) {
      filling = new Batch();
      notifyAll();
    }
    filling.add(pending);
    if (filling.rows() >= batchRows || filling.bytes() >= BATCH_BYTES) {
      full.add(filling);
      filling = null;
      notifyAll();
    }
  }

  /** What is here now shall not wait to become more. */
  synchronized void flush() {
    flush = filling != null;
    notifyAll();
  }

  /** What is here now, full or not; empty where nothing is. */
  synchronized Optional<Batch> poll() {
    if (!full.isEmpty()) {
      return Optional.of(full.remove());
    }
    Optional<Batch> batch = Optional.ofNullable(filling);
    filling = null;
    return batch;
  }

  /** The next batch that is full, or has lingered long enough. */
  synchronized Batch take() throws InterruptedException {
    while (true) {
      if (!full.isEmpty()) {
        return full.remove();
      }
      long waitNanos = 0;
      if (filling != null) {
        waitNanos = lingerNanos - (System.nanoTime() - filling.begunNanos());
        if (flush || waitNanos <= 0) {
          flush = false;
          Batch batch = filling;
          filling = null;
          return batch;
        }
      }
      // Rounded up, so that the last wait does not end a moment too early and spin.
      wait(waitNanos == 0 ? 0 : waitNanos / 1_000_000 + 1);
    }
  }
}
