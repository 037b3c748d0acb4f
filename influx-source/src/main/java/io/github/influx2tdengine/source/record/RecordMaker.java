package io.github.influx2tdengine.source.record;

import io.github.influx2tdengine.points.PackedBlock;
import io.github.influx2tdengine.points.PointFormatException;
import io.github.influx2tdengine.points.RecordEncoder;
import io.github.influx2tdengine.points.RecordFormat;
import io.github.influx2tdengine.points.RecordValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Makes records of windows. Key: the series key. The record's timestamp is left to the broker: a
 * point's own would let retention delete a backfill before it is read. Belongs to one thread.
 */
public final class RecordMaker {
  private final RecordEncoder encoder;
  private final TopicTemplate topic;
  private final String server;
  private final String bucket;
  private final ConnectHeaders headers = new ConnectHeaders();

  public RecordMaker(
      RecordFormat format,
      int pointsMax,
      int bytesMax,
      TopicTemplate topic,
      String server,
      String bucket) {
    this.encoder = new RecordEncoder(format, pointsMax, bytesMax);
    this.topic = topic;
    this.server = server;
    this.bucket = bucket;
    headers.addString("influxdb.server", server);
    headers.addString("influxdb.bucket", bucket);
  }

  /**
   * The records of a window or of a part of it, in order.
   *
   * @param before the offset of all records but the last: where the window begins
   * @param after the offset of the last: where the window ends, or where it begins when more of it
   *     follows
   */
  public List<SourceRecord> records(
      String measurement, Iterable<PackedBlock> blocks, long before, long after) {
    Map<String, Object> partition = SourcePosition.partition(server, bucket, measurement);
    Map<String, Object> begin = SourcePosition.offset(before);
    String name = topic.topic(bucket, measurement);
    List<SourceRecord> records = new ArrayList<>();
    String key = null;
    RecordValue held = null;
    for (PackedBlock block : blocks) {
      for (RecordValue value : encode(block)) {
        if (held != null) {
          records.add(record(partition, begin, name, key, held));
        }
        held = value;
        key = block.series().toString();
      }
    }
    if (held != null) {
      records.add(record(partition, SourcePosition.offset(after), name, key, held));
    }
    return records;
  }

  private List<RecordValue> encode(PackedBlock block) {
    try {
      return encoder.encode(block);
    } catch (PointFormatException e) {
      throw new ConnectException(e.getMessage(), e);
    }
  }

  private SourceRecord record(
      Map<String, Object> partition,
      Map<String, Object> offset,
      String topic,
      String key,
      RecordValue value) {
    return new PointRecord(partition, offset, topic, key, value, headers.duplicate());
  }

  /**
   * Is equal to itself alone: Connect looks each record up among those that end a transaction, and
   * a hash of all that a record holds is more work than making it.
   */
  private static final class PointRecord extends SourceRecord {
    PointRecord(
        Map<String, Object> partition,
        Map<String, Object> offset,
        String topic,
        String key,
        RecordValue value,
        Headers headers) {
      super(
          partition,
          offset,
          topic,
          null,
          Schema.STRING_SCHEMA,
          key,
          value.schema(),
          value.value(),
          null,
          headers);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }
}
