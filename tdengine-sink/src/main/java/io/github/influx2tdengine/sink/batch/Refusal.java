package io.github.influx2tdengine.sink.batch;

import io.github.influx2tdengine.points.SeriesBlock;

/**
 * A row that cannot be written. Keeps the block it came in: a block for each row would cost far
 * more where many are refused.
 *
 * @param pending the block
 * @param row the row's place in it
 */
public record Refusal(Pending pending, int row, Problem problem) {
  /** What the object and its place in a queue take, about. */
  private static final int OBJECT_BYTES = 150;

  /** The record it came in. */
  public Origin origin() {
    return pending.origin();
  }

  /** The supertable it would go to. */
  public String table() {
    return pending.supertable();
  }

  /** A block of just that row; made anew each time. */
  public SeriesBlock block() {
    return pending.block().select(new int[] {row});
  }

  /** About what it takes in memory beside the block. */
  public long bytes() {
    return OBJECT_BYTES + problem.message().length();
  }
}
