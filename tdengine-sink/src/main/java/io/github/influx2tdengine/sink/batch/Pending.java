package io.github.influx2tdengine.sink.batch;

import io.github.influx2tdengine.points.SeriesBlock;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;

/** A block that waits to be written, and which of its rows were refused meanwhile. */
public final class Pending {
  private final SeriesBlock block;
  private final String supertable;
  private final String subtable;
  private final Origin origin;
  private final long bytes;
  private final BitSet refused = new BitSet(0);
  private final AtomicInteger holders = new AtomicInteger(1);
  private BitSet reported = new BitSet(0);

  /**
   * @param bytes about what it takes in memory
   */
  public Pending(SeriesBlock block, String supertable, String subtable, Origin origin, long bytes) {
    this.block = block;
    this.supertable = supertable;
    this.subtable = subtable;
    this.origin = origin;
    this.bytes = bytes;
  }

  public SeriesBlock block() {
    return block;
  }

  public String supertable() {
    return supertable;
  }

  public String subtable() {
    return subtable;
  }

  public Origin origin() {
    return origin;
  }

  public long bytes() {
    return bytes;
  }

  /** One more keeps the block, beside its writer: a refusal, until it is reported. */
  public void hold() {
    holders.incrementAndGet();
  }

  /** Ends a hold, or the writer's own; true when nobody keeps the block any longer. */
  public boolean release() {
    return holders.decrementAndGet() == 0;
  }

  /** Marks a row as refused: it is not written from now on. */
  public Refusal refuse(int row, Problem problem) {
    refused.set(row);
    return new Refusal(this, row, problem);
  }

  /** Marks a row as skipped on purpose: it is not written, nor reported. */
  public void skip(int row) {
    refused.set(row);
  }

  /** What is refused now has been reported: it stays so. */
  public void confirm() {
    if (refused.cardinality() != reported.cardinality()) {
      reported = (BitSet) refused.clone();
    }
  }

  /** Takes back what was refused and not reported: it was decided by a table that has changed. */
  public void reconsider() {
    refused.clear();
    refused.or(reported);
  }

  public boolean refused(int row) {
    return refused.get(row);
  }

  public boolean anyRefused() {
    return !refused.isEmpty();
  }

  /** How many rows are not to be written. */
  public int refusedCount() {
    return refused.cardinality();
  }
}
