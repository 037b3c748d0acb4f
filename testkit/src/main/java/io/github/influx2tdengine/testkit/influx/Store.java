package io.github.influx2tdengine.testkit.influx;

import io.github.influx2tdengine.points.FieldType;
import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.points.Tags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Databases, retention policies and their shards. A shard fixes the type of a field, as in
 * InfluxDB, so that a field may have another type in another shard. Writers are serialised, readers
 * walk concurrent maps and never wait.
 */
final class Store implements Catalog {
  /** Seconds from Go's zero time, to which shard groups are aligned, to 1970. */
  private static final long ZERO_TIME_SECONDS = 62_135_596_800L;

  static final long WEEK = 7 * 86_400_000_000_000L;

  /** Points of one series in one shard: time to values, by the slot of their field. */
  static final class Series {
    final SeriesKey key;
    final ConcurrentSkipListMap<Long, Object[]> rows = new ConcurrentSkipListMap<>();

    Series(SeriesKey key) {
      this.key = key;
    }
  }

  /** One measurement in one shard. */
  static final class ShardMeasurement {
    /** Field to its type and slot. */
    final Map<String, Field> fields = new ConcurrentHashMap<>();

    final Map<SeriesKey, Series> series = new ConcurrentHashMap<>();
  }

  record Field(FieldType type, int slot) {}

  /** Half-open range of time, nanoseconds. */
  record Shard(long start, long end, Map<String, ShardMeasurement> measurements) {}

  /** A retention policy; durations in nanoseconds, 0 is for ever. */
  static final class Policy {
    volatile long duration;
    volatile long shardDuration;
    final List<Shard> shards = new CopyOnWriteArrayList<>();

    Policy(long duration, long shardDuration) {
      this.duration = duration;
      this.shardDuration = shardDuration == 0 ? defaultShardDuration(duration) : shardDuration;
    }

    static long defaultShardDuration(long duration) {
      long day = WEEK / 7;
      return duration == 0 || duration > 180 * day ? WEEK : duration > 2 * day ? day : day / 24;
    }

    /** Shards that meet the inclusive range, by start. */
    List<Shard> shards(long min, long max) {
      List<Shard> found = new ArrayList<>();
      for (Shard shard : shards) {
        if (shard.start <= max && shard.end > min) {
          found.add(shard);
        }
      }
      found.sort(Comparator.comparingLong(Shard::start));
      return found;
    }

    private Shard shardOf(long time) {
      for (Shard shard : shards) {
        if (shard.start <= time && time < shard.end) {
          return shard;
        }
      }
      long shift = zeroTimeRemainder(shardDuration);
      long inside = Math.floorMod(Math.floorMod(time, shardDuration) + shift, shardDuration);
      long start = time < Long.MIN_VALUE + inside ? Long.MIN_VALUE : time - inside;
      long end = start > Long.MAX_VALUE - shardDuration ? Long.MAX_VALUE : start + shardDuration;
      Shard made = new Shard(start, end, new ConcurrentHashMap<>());
      shards.add(made);
      return made;
    }

    private static long zeroTimeRemainder(long duration) {
      return java.math.BigInteger.valueOf(ZERO_TIME_SECONDS)
          .multiply(java.math.BigInteger.valueOf(1_000_000_000L))
          .mod(java.math.BigInteger.valueOf(duration))
          .longValueExact();
    }

    TreeSet<String> measurements() {
      TreeSet<String> names = new TreeSet<>();
      shards.forEach(shard -> names.addAll(shard.measurements.keySet()));
      return names;
    }
  }

  static final class Database {
    final String name;
    final Map<String, Policy> policies = new ConcurrentSkipListMap<>();

    /** Empty where the database has none, which only 2.x knows. */
    volatile String defaultPolicy = "";

    Database(String name) {
      this.name = name;
    }

    Optional<Policy> policy(String wanted) {
      return Optional.ofNullable(policies.get(wanted.isEmpty() ? defaultPolicy : wanted));
    }

    TreeSet<String> measurements() {
      TreeSet<String> names = new TreeSet<>();
      policies.values().forEach(policy -> names.addAll(policy.measurements()));
      return names;
    }
  }

  private final Map<String, Database> databases = new ConcurrentSkipListMap<>();

  @Override
  public Optional<Database> database(String name) {
    return Optional.ofNullable(databases.get(name));
  }

  @Override
  public List<String> databaseNames() {
    return List.copyOf(databases.keySet());
  }

  /** Creates what is missing; an existing database or policy stays as it is. */
  synchronized Policy create(String database, String policy, long duration, long shardDuration) {
    Database db = databases.computeIfAbsent(database, Database::new);
    if (db.defaultPolicy.isEmpty()) {
      db.defaultPolicy = policy;
    }
    return db.policies.computeIfAbsent(policy, name -> new Policy(duration, shardDuration));
  }

  synchronized void dropDatabase(String database) {
    databases.remove(database);
  }

  /**
   * @return the reason why the point was refused, in InfluxDB's words
   */
  synchronized Optional<String> write(Policy policy, LineParser.Point point) {
    Shard shard = policy.shardOf(point.time());
    ShardMeasurement measurement =
        shard.measurements.computeIfAbsent(point.measurement(), name -> new ShardMeasurement());
    Map<String, Object> values = new LinkedHashMap<>(point.fields());
    values.remove("time");
    if (values.isEmpty()) {
      return Optional.empty();
    }
    for (Map.Entry<String, Object> value : values.entrySet()) {
      Field known = measurement.fields.get(value.getKey());
      FieldType type = Value.type(value.getValue());
      if (known != null && known.type() != type) {
        return Optional.of(
            "field type conflict: input field \"%s\" on measurement \"%s\" is type %s, already exists as type %s"
                .formatted(
                    value.getKey(), point.measurement(), type.label(), known.type().label()));
      }
    }
    SeriesKey key = new SeriesKey(point.measurement(), Tags.of(point.tags()));
    Series series = measurement.series.computeIfAbsent(key, Series::new);
    values.forEach(
        (name, value) -> {
          Field field = new Field(Value.type(value), measurement.fields.size());
          measurement.fields.putIfAbsent(name, field);
        });
    Object[] old = series.rows.get(point.time());
    Object[] row = new Object[measurement.fields.size()];
    if (old != null) {
      System.arraycopy(old, 0, row, 0, old.length);
    }
    values.forEach((name, value) -> row[measurement.fields.get(name).slot()] = value);
    series.rows.put(point.time(), row);
    return Optional.empty();
  }
}
