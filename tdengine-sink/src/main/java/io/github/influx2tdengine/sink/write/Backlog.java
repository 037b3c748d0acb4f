package io.github.influx2tdengine.sink.write;

import io.github.influx2tdengine.sink.batch.Pending;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Blocks a writer has taken and not written yet, by table and measurement. The order of blocks that
 * go into one table is kept; tables may pass each other, since no subtable is of two. Belongs to
 * one thread.
 */
final class Backlog {
  private record Target(String supertable, String measurement) {
    static Target of(Pending pending) {
      return new Target(pending.supertable(), pending.block().series().measurement());
    }

    boolean takes(Pending pending) {
      return supertable.equals(pending.supertable())
          && measurement.equals(pending.block().series().measurement());
    }
  }

  private final Map<Target, List<Pending>> blocks = new LinkedHashMap<>();

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  void add(Batch batch) {
    Target target = null;
    List<Pending> like = List.of();
    for (Pending pending : batch.blocks()) {
      if (target == null || !target.takes(pending)) {
        target = Target.of(pending);
        like = blocks.computeIfAbsent(target, it -> new ArrayList<>());
      }
      like.add(pending);
    }
  }

  /** Takes the blocks of the table that has waited longest. */
  List<Pending> takeFirst() {
    return blocks.remove(blocks.keySet().iterator().next());
  }

  /** Takes the blocks that go where this one goes; empty where there are none. */
  List<Pending> takeLike(Pending pending) {
    List<Pending> like = blocks.remove(Target.of(pending));
    return like == null ? List.of() : like;
  }

  /** Blocks of one table that were taken and not written; nothing of that table came since. */
  void putBack(List<Pending> taken) {
    blocks.put(Target.of(taken.get(0)), taken);
  }
}
