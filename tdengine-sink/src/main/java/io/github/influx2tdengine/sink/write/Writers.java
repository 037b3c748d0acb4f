package io.github.influx2tdengine.sink.write;

import io.github.influx2tdengine.sink.batch.Pending;
import io.github.influx2tdengine.sink.batch.Refusal;
import io.github.influx2tdengine.sink.config.SinkConfig;
import io.github.influx2tdengine.sink.config.TextOverflow;
import io.github.influx2tdengine.sink.schema.Catalog;
import io.github.influx2tdengine.sink.schema.TablePlanner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The writers of a task, and what waits for them. A subtable always has the same writer. */
public final class Writers implements AutoCloseable {
  /** Refused rows that wait for their reports; above it the writers wait too. */
  private static final int MOST_UNREPORTED = 10_000;

  private final List<Writer> writers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Catalog catalog;
  private final AtomicLong bufferedBytes = new AtomicLong();
  private final AtomicLong openBlocks = new AtomicLong();
  private final AtomicInteger unreported = new AtomicInteger();

  public Writers(SinkConfig config, WriteListener listener) {
    TablePlanner planner =
        new TablePlanner(
            config.typeConflict(),
            config.stringType().type(),
            config.textOverflow() == TextOverflow.TRUNCATE);
    this.catalog =
        new Catalog(
            config.database(),
            config.autoCreate(),
            config.autoEvolve(),
            config.timestampColumn(),
            planner);
    WriteListener counting = new Counting(listener);
    for (int i = 0; i < config.writers(); i++) {
      Inbox inbox = new Inbox(config.batchRows(), config.linger());
      Writer writer = new Writer(config, inbox, catalog, planner, counting, this::reportsBehind);
      Thread thread =
          new Thread(
              writer, "tdengine-writer-" + config.connector() + "-" + config.task() + "-" + i);
      thread.setDaemon(true);
      writers.add(writer);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
  }

  public void add(Pending pending) {
    bufferedBytes.addAndGet(pending.bytes());
    openBlocks.incrementAndGet();
    writers.get(Math.floorMod(pending.subtable().hashCode(), writers.size())).inbox().add(pending);
  }

  private boolean reportsBehind() {
    return unreported.get() > MOST_UNREPORTED;
  }

  /** A refused row that {@link WriteListener#refused} told of was reported: it is let go. */
  public void reported(Refusal refusal) {
    unreported.decrementAndGet();
    bufferedBytes.addAndGet(-refusal.bytes());
    release(refusal.pending());
  }

  private void release(Pending pending) {
    if (pending.release()) {
      bufferedBytes.addAndGet(-pending.bytes());
    }
  }

  /** Rows do not wait any longer for their batches to fill. */
  public void flush() {
    writers.forEach(writer -> writer.inbox().flush());
  }

  /** Tables are looked at again before they are written to: others may have changed them. */
  public void forgetTables() {
    catalog.forgetAll();
  }

  /** About how many bytes of rows are held, those refused and not reported yet included. */
  public long bufferedBytes() {
    return bufferedBytes.get();
  }

  /** True when no block waits. */
  public boolean idle() {
    return openBlocks.get() == 0;
  }

  /**
   * Flushes and waits until all blocks are settled, for so long at most.
   *
   * @return false when some are still open
   */
  public boolean drain(Duration atMost) {
    flush();
    long end = System.nanoTime() + atMost.toNanos();
    synchronized (openBlocks) {
      while (!idle()) {
        long leftMs = (end - System.nanoTime()) / 1_000_000;
        if (leftMs <= 0) {
          return false;
        }
        try {
          openBlocks.wait(leftMs);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
    }
    return true;
  }

  /** True while some writer has met an error and waits to try again. */
  public boolean waiting() {
    return !waitingText().isEmpty();
  }

  /** What a writer waits for and since when; empty when none does. */
  public String waitingText() {
    return writers.stream()
        .map(writer -> writer.waiting().text())
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** Changes made to the schema. */
  public long schemaChanges() {
    return catalog.changes();
  }

  /** Ends the writers; what they have not written stays unwritten. */
  @Override
  public void close() {
    writers.forEach(Writer::stop);
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      try {
        // A request that does not react to the interrupt holds nobody up: the thread is a daemon.
        thread.join(5_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Keeps the account of what is held, and passes everything on. */
  private final class Counting implements WriteListener {
    private final WriteListener listener;

    Counting(WriteListener listener) {
      this.listener = listener;
    }

    @Override
    public void refused(Refusal refusal) {
      refusal.pending().hold();
      bufferedBytes.addAndGet(refusal.bytes());
      unreported.incrementAndGet();
      listener.refused(refusal);
    }

    @Override
    public void skipped(int rows) {
      listener.skipped(rows);
    }

    @Override
    public void written(long rows, long nanos) {
      listener.written(rows, nanos);
    }

    @Override
    public void retried(String why) {
      listener.retried(why);
    }

    @Override
    public void settled(Pending pending) {
      release(pending);
      listener.settled(pending);
      if (openBlocks.decrementAndGet() == 0) {
        synchronized (openBlocks) {
          openBlocks.notifyAll();
        }
      }
    }

    @Override
    public void failed(RuntimeException failure) {
      listener.failed(failure);
    }
  }
}
