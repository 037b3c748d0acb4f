package io.github.influx2tdengine.replicator.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Differences found: all are counted, the first ones kept. */
final class Differences implements Found {
  private final int limit;
  private final List<Difference> kept = new ArrayList<>();
  private final Map<Difference.Kind, Long> counts = new EnumMap<>(Difference.Kind.class);
  private final Map<String, Long> byMeasurement = new TreeMap<>();
  private long onlyInTdengine;

  Differences(int limit) {
    this.limit = limit;
  }

  @Override
  public void add(Difference difference) {
    counts.merge(difference.kind(), 1L, Long::sum);
    byMeasurement.merge(difference.measurement(), 1L, Long::sum);
    if (difference.onlyInTdengine()) {
      onlyInTdengine++;
    }
    if (kept.size() < limit) {
      kept.add(difference);
    }
  }

  /** How many are kept at most. */
  int limit() {
    return limit;
  }

  void addAll(Differences others) {
    others.counts.forEach((kind, count) -> counts.merge(kind, count, Long::sum));
    others.byMeasurement.forEach((name, count) -> byMeasurement.merge(name, count, Long::sum));
    onlyInTdengine += others.onlyInTdengine;
    for (Difference difference : others.kept) {
      if (kept.size() < limit) {
        kept.add(difference);
      }
    }
  }

  long count(Difference.Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  long count() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many are of one measurement. */
  long count(String measurement) {
    return byMeasurement.getOrDefault(measurement, 0L);
  }

  /** How many are rows or values that TDengine alone has. */
  long onlyInTdengine() {
    return onlyInTdengine;
  }

  /** How many there are of each kind that there is any of, by the kind's name in small letters. */
  Map<String, Long> byKind() {
    Map<String, Long> named = new TreeMap<>();
    counts.forEach((kind, count) -> named.put(kind.name().toLowerCase(Locale.ROOT), count));
    return named;
  }

  boolean isEmpty() {
    return counts.isEmpty();
  }

  List<Difference> kept() {
    return Collections.unmodifiableList(kept);
  }
}
