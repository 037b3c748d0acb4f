package io.github.influx2tdengine.sink.write;

import io.github.influx2tdengine.sink.batch.Pending;
import java.util.ArrayList;
import java.util.List;

/** Blocks that a writer writes together, in the order they came. */
final class Batch {
  private final List<Pending> blocks = new ArrayList<>();
  private final long begunNanos = System.nanoTime();
  private long rows;
  private long bytes;

  void add(Pending pending) {
    blocks.add(pending);
    rows += pending.block().rows();
    bytes += pending.bytes();
  }

  List<Pending> blocks() {
    return blocks;
  }

  long rows() {
    return rows;
  }

  long bytes() {
    return bytes;
  }

  /** {@code System.nanoTime()} of the first block. */
  long begunNanos() {
    return begunNanos;
  }
}
