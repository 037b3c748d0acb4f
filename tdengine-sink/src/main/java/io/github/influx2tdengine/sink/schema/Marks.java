package io.github.influx2tdengine.sink.schema;

import io.github.influx2tdengine.sink.name.Names;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names made in each table, as this task has seen them. They stand in the table's comment,
 * which two tasks may rewrite at once: the one that was slower to write takes the other's away. So
 * each keeps what it saw, looks again a while after it has written one, and puts back what is
 * missing.
 */
final class Marks {
  /** By then every other task has written what it had read before. */
  private static final long LOOK_AGAIN_NANOS = 3_000_000_000L;

  private final Map<String, Set<String>> byTable = new ConcurrentHashMap<>();
  private final Map<String, Long> dueNanos = new ConcurrentHashMap<>();

  /** A table was read. */
  void seen(TableModel table) {
    Long due = dueNanos.get(table.name());
    if (due != null && System.nanoTime() - due >= 0) {
      dueNanos.remove(table.name());
    }
    remember(table);
  }

  /** A table is about to get these marks. */
  void made(TableModel table) {
    Set<String> known = byTable.getOrDefault(table.name(), Set.of());
    if (!known.containsAll(table.comment().made())) {
      dueNanos.put(table.name(), System.nanoTime() + LOOK_AGAIN_NANOS);
    }
    remember(table);
  }

  private void remember(TableModel table) {
    if (!table.comment().made().isEmpty()) {
      byTable
          .computeIfAbsent(table.name(), name -> ConcurrentHashMap.newKeySet())
          .addAll(table.comment().made());
    }
  }

  /** True when the table has to be read again to see whether the marks are still there. */
  boolean due(String table) {
    Long due = dueNanos.get(table);
    return due != null && System.nanoTime() - due >= 0;
  }

  void forget(String table) {
    byTable.remove(table);
    dueNanos.remove(table);
  }

  /** The table with the marks that it had before, of columns and tags that it still has. */
  TableModel restored(TableModel table) {
    Set<String> known = byTable.getOrDefault(table.name(), Set.of());
    TableModel restored = table;
    if (!table.comment().foreign() && !table.comment().made().containsAll(known)) {
      for (TableColumn column : table.columns()) {
        restored = restored(restored, column, known);
      }
      for (TableColumn tag : table.tags()) {
        restored = restored(restored, tag, known);
      }
    }
    return restored;
  }

  private static TableModel restored(TableModel table, TableColumn column, Set<String> known) {
    return known.contains(Names.mark(column.name())) && !table.comment().made(column.name())
        ? table.withComment(table.comment().withMade(column.name()))
        : table;
  }
}
