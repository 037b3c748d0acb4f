package io.github.influx2tdengine.sink.write;

import io.github.influx2tdengine.sink.batch.Pending;
import io.github.influx2tdengine.sink.batch.Refusal;

/** Told by the writers, from their threads, what becomes of the blocks. */
public interface WriteListener {
  /** A row cannot be written. Always told before its block is {@link #settled}. */
  void refused(Refusal refusal);

  /** Rows older than the database keeps were left out. */
  void skipped(int rows);

  /** One supertable's part of a batch was written. */
  void written(long rows, long nanos);

  /** A batch is tried again. */
  void retried(String why);

  /** All rows of the block are written, refused or skipped, or it was dropped. */
  void settled(Pending pending);

  /** A writer has given up; the task must fail. */
  void failed(RuntimeException failure);
}
