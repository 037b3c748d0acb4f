package io.github.influx2tdengine.source.record;

import io.github.influx2tdengine.source.plan.TimeText;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Source partitions and offsets as Connect stores them: {@code {"server", "bucket", "measurement"}}
 * and {@code {"timestamp": RFC 3339 with nanoseconds}}, the exclusive end of what is safely in
 * Kafka.
 *
 * <p>Connect finds an offset by the bytes of its serialised partition. So partitions are made here
 * and nowhere else, and as a plain {@link HashMap}, whose order is the one that Connect itself
 * produces when it reads a partition back; {@code Map.of} has another order in each JVM.
 */
public final class SourcePosition {
  public static final String SERVER = "server";
  public static final String BUCKET = "bucket";
  public static final String MEASUREMENT = "measurement";
  public static final String TIMESTAMP = "timestamp";

  private static final Set<String> PARTITION = Set.of(SERVER, BUCKET, MEASUREMENT);

  private SourcePosition() {}

  public static Map<String, Object> partition(String server, String bucket, String measurement) {
    Map<String, Object> partition = new HashMap<>();
    partition.put(SERVER, server);
    partition.put(BUCKET, bucket);
    partition.put(MEASUREMENT, measurement);
    return partition;
  }

  public static Map<String, Object> offset(long time) {
    Map<String, Object> offset = new HashMap<>();
    offset.put(TIMESTAMP, TimeText.format(time));
    return offset;
  }

  /**
   * The time of a stored offset.
   *
   * @param offset null or without a timestamp where none is stored
   * @throws IllegalArgumentException when it is neither a time nor a number
   */
  public static OptionalLong time(Map<String, ?> offset) {
    Object timestamp = offset == null ? null : offset.get(TIMESTAMP);
    if (timestamp == null) {
      return OptionalLong.empty();
    }
    if (timestamp instanceof Long || timestamp instanceof Integer) {
      return OptionalLong.of(((Number) timestamp).longValue());
    }
    if (timestamp instanceof String text) {
      return OptionalLong.of(TimeText.parse(text));
    }
    throw new IllegalArgumentException(
        "timestamp " + timestamp + " is neither an RFC 3339 time nor whole nanoseconds");
  }

  /**
   * Checks an offset that a user wants to set.
   *
   * @param offset null to forget what is stored
   * @throws IllegalArgumentException when no task would find or understand it
   */
  public static void check(Map<String, ?> partition, Map<String, ?> offset) {
    if (partition == null || !partition.keySet().equals(PARTITION)) {
      throw new IllegalArgumentException(
          "partition "
              + partition
              + " must have exactly server, bucket and measurement, as GET /connectors/NAME/offsets"
              + " shows them");
    }
    for (String key : PARTITION) {
      if (!(partition.get(key) instanceof String)) {
        throw new IllegalArgumentException(
            "partition " + partition + ": " + key + " must be a text");
      }
    }
    if (offset == null) {
      return;
    }
    if (!offset.keySet().equals(Set.of(TIMESTAMP)) || Objects.isNull(offset.get(TIMESTAMP))) {
      throw new IllegalArgumentException(
          "offset "
              + offset
              + " must have a timestamp and nothing else, like"
              + " {\"timestamp\": \"2026-01-01T00:00:00Z\"}");
    }
    time(offset);
  }

  /**
   * Checks that a partition is one of these.
   *
   * @throws IllegalArgumentException when no task would ever look for it
   */
  public static void checkOwner(Map<String, ?> partition, String server, String bucket) {
    if (!server.equals(partition.get(SERVER))) {
      throw new IllegalArgumentException(
          "partition " + partition + " is of another server; this connector's is '" + server + "'");
    }
    if (!bucket.equals(partition.get(BUCKET))) {
      throw new IllegalArgumentException(
          "partition " + partition + " is of another bucket; this connector's is '" + bucket + "'");
    }
  }
}
