package io.github.influx2tdengine.source.read;

import io.github.influx2tdengine.points.FieldType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Every type that each field of a measurement has had, as {@code SHOW FIELD KEYS} tells. A field
 * has one type in a shard, but may have another in the next.
 */
public final class FieldKeys {
  public static final FieldKeys NONE = new FieldKeys(new TreeMap<>());

  private final SortedMap<String, Set<FieldType>> types;

  private FieldKeys(SortedMap<String, Set<FieldType>> types) {
    this.types = types;
  }

  public static FieldKeys of(Map<String, Set<FieldType>> types) {
    SortedMap<String, Set<FieldType>> copy = new TreeMap<>();
    types.forEach(
        (field, set) -> copy.put(field, Collections.unmodifiableSet(EnumSet.copyOf(set))));
    return new FieldKeys(copy);
  }

  /** Fields by name, each with its types. */
  public SortedMap<String, Set<FieldType>> types() {
    return Collections.unmodifiableSortedMap(types);
  }

  public boolean isEmpty() {
    return types.isEmpty();
  }

  /** Whether a field has more than one type. */
  public boolean mixed() {
    return types.values().stream().anyMatch(set -> set.size() > 1);
  }

  /** The fields whose names are selected. */
  public FieldKeys only(Predicate<String> selected) {
    SortedMap<String, Set<FieldType>> kept = new TreeMap<>(types);
    kept.keySet().removeIf(selected.negate());
    return new FieldKeys(kept);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldKeys that && types.equals(that.types);
  }

  @Override
  public int hashCode() {
    return types.hashCode();
  }

  @Override
  public String toString() {
    return types.toString();
  }
}
