package io.github.influx2tdengine.testkit.tdengine.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * All databases. Schema changes exclude everything else, as {@link #changing} does; rows are
 * written and read under {@link #using}, each subtable guarding its own.
 */
public final class Store {
  private final Map<String, Database> databases = new ConcurrentHashMap<>();
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** Runs with nothing else going on. */
  public <T> T changing(Supplier<T> work) {
    lock.writeLock().lock();
    try {
      return work.get();
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Runs with the schema standing still. */
  public <T> T using(Supplier<T> work) {
    lock.readLock().lock();
    try {
      return work.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  public Collection<Database> databases() {
    return new TreeMap<>(databases).values();
  }

  public Optional<Database> find(String name) {
    return Optional.ofNullable(databases.get(name));
  }

  /** The database of this name, or 0x0388. */
  public Database database(String name) {
    return find(name).orElseThrow(Errors::databaseNotExist);
  }

  public void createDatabase(String name, boolean ifNotExists, DatabaseOptions options) {
    long longest =
        options.precision() == Precision.NS
            ? DatabaseOptions.LONGEST_KEEP_DAYS_NS
            : DatabaseOptions.LONGEST_KEEP_DAYS;
    if (options.keepDays() < 1 || options.keepDays() > longest) {
      throw Errors.invalidOption(
          "Invalid option keep: %1$d, %1$d, %1$d valid range: [1440m, %2$dm]"
              .formatted(options.keepDays() * 1440, longest * 1440));
    }
    if (databases.containsKey(name)) {
      if (ifNotExists) {
        return;
      }
      throw Errors.databaseExists();
    }
    databases.put(name, new Database(name, options));
  }

  public void alterDatabase(String name, DatabaseOptions changed) {
    database(name).options(changed);
  }

  public void dropDatabase(String name, boolean ifExists) {
    if (databases.remove(name) == null && !ifExists) {
      throw Errors.databaseNotExist();
    }
  }

  public void createStable(
      Database database,
      String name,
      boolean ifNotExists,
      List<Field> columns,
      List<Field> tags,
      Optional<String> comment) {
    SchemaRules.checkNew(columns, tags, false);
    requireComment(comment);
    if (database.stable(name).isPresent()) {
      if (ifNotExists) {
        return;
      }
      throw Errors.stableExists();
    }
    if (database.table(name).isPresent()) {
      throw Errors.tableExists();
    }
    database.createStable(name, columns, tags, comment);
  }

  public void createNormalTable(
      Database database,
      String name,
      boolean ifNotExists,
      List<Field> columns,
      Optional<String> comment) {
    SchemaRules.checkNew(columns, List.of(), true);
    requireComment(comment);
    if (database.table(name).isPresent() || database.stable(name).isPresent()) {
      if (ifNotExists && database.table(name).isPresent()) {
        return;
      }
      throw Errors.tableExists();
    }
    database.createNormalTable(name, columns, comment);
  }

  /** Makes a subtable that must not be there unless {@code ifNotExists}. */
  public void createSubtable(
      Database database, String name, boolean ifNotExists, Stable stable, List<?> tags) {
    if (database.stable(name).isPresent()) {
      throw Errors.tableInOtherStable();
    }
    if (database.table(name).isPresent() && !ifNotExists) {
      throw Errors.tableExists();
    }
    database.subtable(name, stable, tags);
  }

  public void dropStable(Database database, Stable stable) {
    database.dropStable(stable);
  }

  public void dropTable(Database database, Subtable table) {
    database.dropTable(table);
  }

  public void comment(Stable stable, String text) {
    requireComment(Optional.of(text));
    stable.comment(text);
  }

  public void setTag(Subtable table, Field tag, Object value) {
    table.tag(tag, value);
  }

  private static void requireComment(Optional<String> comment) {
    if (comment.map(Limits::utf8Length).orElse(0) > Limits.COMMENT_BYTES) {
      throw Errors.commentTooLong();
    }
  }
}
