package io.github.influx2tdengine.sink.batch;

/** Where rows come from: one record. Its text names topic, partition and offset. */
public interface Origin {
  /** True when the rows need not be written any more: the partition was taken away. */
  boolean dropped();
}
