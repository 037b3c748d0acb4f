package io.github.influx2tdengine.sink.refuse;

import io.github.influx2tdengine.sink.batch.Origin;
import io.github.influx2tdengine.sink.offset.OffsetLedger;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The record that rows came in, without its value: what is needed to account for it and to report a
 * row of it.
 */
public final class RecordOrigin implements Origin {
  /** How the record's value was laid out, and so how a single row of it will be. */
  enum Layout {
    LINE,
    LINE_BYTES,
    STRUCT,
    STRUCT_ARRAY,
    BLOCK
  }

  private final String topic;
  private final int partition;
  private final long offset;
  private final Long timestamp;
  private final TimestampType timestampType;
  private final Schema keySchema;
  private final Object key;
  private final Headers headers;
  private final Layout layout;
  private final OffsetLedger.Entry entry;

  /**
   * @param partition and {@code offset} as Kafka has them: a transform may have changed the
   *     record's own, and then nobody would find it by them
   */
  public RecordOrigin(
      SinkRecord record, TopicPartition partition, long offset, OffsetLedger.Entry entry) {
    this.topic = partition.topic();
    this.partition = partition.partition();
    this.offset = offset;
    this.timestamp = record.timestamp();
    this.timestampType = record.timestampType();
    this.keySchema = record.keySchema();
    this.key = record.key();
    this.headers = record.headers();
    this.layout = layout(record.value());
    this.entry = entry;
  }

  private static Layout layout(Object value) {
    if (value instanceof String) {
      return Layout.LINE;
    }
    if (value instanceof byte[] bytes) {
      return bytes.length > 0 && (bytes[0] & 0xf0) == 0x80 ? Layout.BLOCK : Layout.LINE_BYTES;
    }
    if (value instanceof ByteBuffer buffer) {
      return buffer.hasRemaining() && (buffer.get(buffer.position()) & 0xf0) == 0x80
          ? Layout.BLOCK
          : Layout.LINE_BYTES;
    }
    return value instanceof List ? Layout.STRUCT_ARRAY : Layout.STRUCT;
  }

  Layout layout() {
    return layout;
  }

  public OffsetLedger.Entry entry() {
    return entry;
  }

  @Override
  public boolean dropped() {
    return entry.dropped();
  }

  /**
   * A record of its own with this one's coordinates and another value. Not made with {@code
   * newRecord}: Connect would report the original bytes of such a one.
   */
  SinkRecord with(Schema schema, Object value, Headers extended) {
    return new SinkRecord(
        topic,
        partition,
        keySchema,
        key,
        schema,
        value,
        offset,
        timestamp,
        timestampType,
        extended);
  }

  Headers headers() {
    return headers.duplicate();
  }

  String topic() {
    return topic;
  }

  int partition() {
    return partition;
  }

  long offset() {
    return offset;
  }

  @Override
  public String toString() {
    return "topic '" + topic + "' partition " + partition + " offset " + offset;
  }
}
