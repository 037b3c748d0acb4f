package io.github.influx2tdengine.testkit.influx;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Buckets of a 2.x server and the DBRP mappings that show them to InfluxQL. A bucket is mapped by
 * itself ("virtual"): {@code b} to database b, policy autogen, as default; {@code db/rp} to that
 * pair, not as default. A mapping that was made by hand hides the virtual one. Older servers have
 * no virtual mappings.
 */
final class Buckets {
  record Bucket(String id, String name, Store.Policy data) {}

  record Mapping(
      String id,
      String database,
      String policy,
      boolean isDefault,
      boolean virtual,
      Bucket bucket) {}

  private final Map<String, Bucket> buckets = new LinkedHashMap<>();
  private final List<Mapping> explicit = new ArrayList<>();
  private boolean virtualMappings = true;

  synchronized void withoutVirtualMappings() {
    virtualMappings = false;
  }

  /**
   * @return empty where a bucket has that name already
   */
  synchronized Optional<Bucket> create(String name, long duration, long shardDuration) {
    if (buckets.containsKey(name)) {
      return Optional.empty();
    }
    Bucket made =
        new Bucket(identifier("bucket " + name), name, new Store.Policy(duration, shardDuration));
    buckets.put(name, made);
    return Optional.of(made);
  }

  synchronized boolean delete(String id) {
    explicit.removeIf(mapping -> mapping.bucket.id.equals(id));
    return buckets.values().removeIf(bucket -> bucket.id.equals(id));
  }

  synchronized List<Bucket> all() {
    return List.copyOf(buckets.values());
  }

  synchronized Optional<Bucket> find(String nameOrId) {
    return buckets.values().stream()
        .filter(bucket -> bucket.name.equals(nameOrId) || bucket.id.equals(nameOrId))
        .findFirst();
  }

  synchronized Mapping map(Bucket bucket, String database, String policy, boolean isDefault) {
    Mapping made =
        new Mapping(
            identifier("mapping " + database + "/" + policy),
            database,
            policy,
            isDefault,
            false,
            bucket);
    explicit.removeIf(mapping -> mapping.id.equals(made.id));
    explicit.add(made);
    return made;
  }

  synchronized List<Mapping> mappings() {
    List<Mapping> all = new ArrayList<>(explicit);
    if (virtualMappings) {
      for (Bucket bucket : buckets.values()) {
        int slash = bucket.name.indexOf('/');
        Mapping virtual =
            new Mapping(
                bucket.id,
                slash < 0 ? bucket.name : bucket.name.substring(0, slash),
                slash < 0 ? "autogen" : bucket.name.substring(slash + 1),
                slash < 0,
                true,
                bucket);
        boolean hidden =
            explicit.stream()
                .anyMatch(
                    mapping ->
                        mapping.database.equals(virtual.database)
                            && mapping.policy.equals(virtual.policy));
        if (!hidden) {
          all.add(virtual);
        }
      }
    }
    return all;
  }

  /** What InfluxQL sees of the buckets that a token may read. */
  Catalog visibleTo(Predicate<Bucket> readable) {
    List<Mapping> visible =
        mappings().stream().filter(mapping -> readable.test(mapping.bucket)).toList();
    return new Catalog() {
      @Override
      public List<String> databaseNames() {
        TreeSet<String> names = new TreeSet<>(SelectRunner.BY_BYTES);
        visible.forEach(mapping -> names.add(mapping.database));
        return List.copyOf(names);
      }

      @Override
      public Optional<Store.Database> database(String name) {
        Store.Database database = new Store.Database(name);
        for (Mapping mapping : visible) {
          if (mapping.database.equals(name)) {
            database.policies.put(mapping.policy, mapping.bucket.data);
            if (mapping.isDefault) {
              database.defaultPolicy = mapping.policy;
            }
          }
        }
        return database.policies.isEmpty() ? Optional.empty() : Optional.of(database);
      }
    };
  }

  /** Sixteen hexadecimal digits, the same for the same text. */
  static String identifier(String of) {
    long bits =
        UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
    return String.format("%016x", bits);
  }
}
