package io.github.influx2tdengine.points;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * A tag set: names sorted by their UTF-8 bytes, no empty values (to InfluxDB an empty tag is an
 * absent one). Immutable; equality is by names and values.
 */
public final class Tags {
  private static final Tags NONE = new Tags(new String[0], new String[0]);

  private final String[] names;
  private final String[] values;

  /** Made once: tags are looked up for every record. 0 until then. */
  private int hash;

  private Tags(String[] names, String[] values) {
    this.names = names;
    this.values = values;
  }

  public static Tags none() {
    return NONE;
  }

  /** Tags in any order; those with an empty value are left out. */
  public static Tags of(Map<String, String> tags) {
    TreeMap<String, String> sorted = new TreeMap<>(Utf8Order.INSTANCE);
    tags.forEach(
        (name, value) -> {
          if (value != null && !value.isEmpty()) {
            sorted.put(name, value);
          }
        });
    return sorted.isEmpty()
        ? NONE
        : new Tags(sorted.keySet().toArray(new String[0]), sorted.values().toArray(new String[0]));
  }

  /** Names and values alternating, in any order: {@code Tags.of("host", "a", "dc", "b")}. */
  public static Tags of(String... namesAndValues) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      tags.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return of(tags);
  }

  /** These tags and {@code added}; where both have a name, the one of {@code added} wins. */
  public Tags with(Map<String, String> added) {
    if (added.isEmpty()) {
      return this;
    }
    Map<String, String> all = new LinkedHashMap<>(asMap());
    all.putAll(added);
    return of(all);
  }

  public int size() {
    return names.length;
  }

  public boolean isEmpty() {
    return names.length == 0;
  }

  public String name(int i) {
    return names[i];
  }

  public String value(int i) {
    return values[i];
  }

  /** The value of a tag, or null where the series does not have it. */
  public String get(String name) {
    int i = Arrays.binarySearch(names, name, Utf8Order.INSTANCE);
    return i < 0 ? null : values[i];
  }

  public List<String> names() {
    return Collections.unmodifiableList(new ArrayList<>(Arrays.asList(names)));
  }

  public void forEach(BiConsumer<String, String> action) {
    for (int i = 0; i < names.length; i++) {
      action.accept(names[i], values[i]);
    }
  }

  /** A map in the order of the names. */
  public Map<String, String> asMap() {
    Map<String, String> map = new LinkedHashMap<>();
    forEach(map::put);
    return map;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Tags that
            && Arrays.equals(names, that.names)
            && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    int made = hash;
    if (made == 0) {
      made = 31 * Arrays.hashCode(names) + Arrays.hashCode(values);
      hash = made;
    }
    return made;
  }

  @Override
  public String toString() {
    return asMap().toString();
  }
}
