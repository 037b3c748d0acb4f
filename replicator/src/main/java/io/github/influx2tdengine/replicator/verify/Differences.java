package io.github.influx2tdengine.replicator.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Differences found: all are counted, the first ones kept. */
final class Differences {
  private final int limit;
  private final List<Difference> kept = new ArrayList<>();
  private final Map<Difference.Kind, Long> counts = new EnumMap<>(Difference.Kind.class);

  Differences(int limit) {
    this.limit = limit;
  }

  void add(Difference difference) {
    counts.merge(difference.kind(), 1L, Long::sum);
    if (kept.size() < limit) {
      kept.add(difference);
    }
  }

  void addAll(Differences others) {
    others.counts.forEach((kind, count) -> counts.merge(kind, count, Long::sum));
    for (Difference difference : others.kept) {
      if (kept.size() < limit) {
        kept.add(difference);
      }
    }
  }

  long count() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  boolean isEmpty() {
    return counts.isEmpty();
  }

  List<Difference> kept() {
    return Collections.unmodifiableList(kept);
  }
}
