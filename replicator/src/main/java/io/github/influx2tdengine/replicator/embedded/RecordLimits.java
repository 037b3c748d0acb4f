package io.github.influx2tdengine.replicator.embedded;

/** Sizes of records on their way through the embedded broker. */
final class RecordLimits {
  /**
   * Bytes of one record. A record has about 512 KiB ({@code record.bytes.max}) unless a single
   * point is larger; InfluxDB takes fields of 64 KiB and any number of them.
   */
  static final int MAX_BYTES = 32 << 20;

  private RecordLimits() {}
}
