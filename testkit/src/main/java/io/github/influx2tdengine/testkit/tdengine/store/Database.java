package io.github.influx2tdengine.testkit.tdengine.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;

/** A database: its options, supertables and tables. */
public final class Database {
  /** Times of new tables of all databases are told apart by this; TDengine calls it uid. */
  private static final long FIRST_UID = 1_000;

  private final String name;
  private final long createdMillis = System.currentTimeMillis();
  private final Map<String, Stable> stables = new ConcurrentHashMap<>();
  private final Map<String, Subtable> tables = new ConcurrentHashMap<>();
  private final AtomicLong uids = new AtomicLong(FIRST_UID);
  private volatile DatabaseOptions options;

  Database(String name, DatabaseOptions options) {
    this.name = name;
    this.options = options;
  }

  public String name() {
    return name;
  }

  public long createdMillis() {
    return createdMillis;
  }

  public DatabaseOptions options() {
    return options;
  }

  void options(DatabaseOptions changed) {
    options = changed;
  }

  public Collection<Stable> stables() {
    return new TreeMap<>(stables).values();
  }

  public Optional<Stable> stable(String stable) {
    return Optional.ofNullable(stables.get(stable));
  }

  /** Subtables and normal tables, by name. */
  public Collection<Subtable> tables() {
    return new TreeMap<>(tables).values();
  }

  public int tableCount() {
    return tables.size();
  }

  public Optional<Subtable> table(String table) {
    return Optional.ofNullable(tables.get(table));
  }

  Stable createStable(
      String stable, List<Field> columns, List<Field> tags, Optional<String> comment) {
    Stable created = new Stable(stable, false, columns, tags, comment, uids.incrementAndGet());
    stables.put(stable, created);
    return created;
  }

  void createNormalTable(String table, List<Field> columns, Optional<String> comment) {
    Stable schema = new Stable(table, true, columns, List.of(), comment, uids.incrementAndGet());
    Subtable rows = new Subtable(table, schema, List.of(), schema.uid());
    schema.add(rows);
    tables.put(table, rows);
  }

  void dropStable(Stable stable) {
    stable.subtables().forEach(subtable -> tables.remove(subtable.name()));
    stables.remove(stable.name());
  }

  void dropTable(Subtable table) {
    table.stable().remove(table);
    tables.remove(table.name());
  }

  /**
   * The subtable of this name, made with these tags where there is none; the tags of one that
   * exists are left alone.
   *
   * @param tags values by the tags' ids: Long, Double, bytes of UTF-8 or null
   */
  public Subtable subtable(String table, Stable stable, List<?> tags) {
    Subtable existing = tables.get(table);
    if (existing == null) {
      if (stables.containsKey(table)) {
        throw Errors.tableInOtherStable();
      }
      existing =
          tables.computeIfAbsent(
              table,
              key -> {
                Subtable created = new Subtable(key, stable, tags, uids.incrementAndGet());
                stable.add(created);
                return created;
              });
    }
    if (existing.stable() != stable) {
      throw Errors.tableInOtherStable();
    }
    return existing;
  }

  /** The number of the vgroup, from 0, that holds a table of this name. */
  public int vgroup(String table) {
    CRC32 crc = new CRC32();
    crc.update(table.getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % options.vgroups());
  }

  /** The oldest time taken now, in the database's unit. */
  public long oldest() {
    Instant edge = Instant.now().minus(Duration.ofDays(options.keepDays()));
    try {
      return options.precision().of(edge);
    } catch (ArithmeticException beforeTheFirstTime) {
      return Long.MIN_VALUE;
    }
  }

  /** Rows for one subtable of this database. */
  public record Write(Subtable table, RowBatch rows) {}

  /**
   * Writes rows. Where one is outside of KEEP, its vgroup's rows are refused and the others'
   * written, as the server does.
   *
   * @return the rows written, those of one table and time counting once
   * @throws TdengineException 0x060B where a vgroup was refused
   */
  public int write(List<Write> writes) {
    long oldest = oldest();
    long latest = options.precision().latest();
    Set<Integer> refused = new HashSet<>();
    for (Write write : writes) {
      for (long time : write.rows().times()) {
        if (time < oldest || time > latest) {
          refused.add(vgroup(write.table().name()));
          break;
        }
      }
    }
    int written = 0;
    for (Write write : writes) {
      if (refused.isEmpty() || !refused.contains(vgroup(write.table().name()))) {
        written += write.table().write(write.rows());
      }
    }
    if (!refused.isEmpty()) {
      throw Errors.timestampOutOfRange();
    }
    return written;
  }

  /** Numbers fields from 0, as a new table has them. */
  public static List<Field> numbered(List<Field> fields) {
    List<Field> result = new ArrayList<>();
    for (Field field : fields) {
      result.add(new Field(result.size(), field.name(), field.type(), field.length()));
    }
    return result;
  }
}
