package io.github.influx2tdengine.sink.schema;

import io.github.influx2tdengine.sink.error.ConfigurationException;
import io.github.influx2tdengine.sink.error.ErrorCode;
import io.github.influx2tdengine.sink.error.UnsettledException;
import io.github.influx2tdengine.sink.error.UnusableTableException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The supertables of a database as last seen, and the way to change them. Shared by the writers of
 * a task. Other tasks and foreign writers change the same tables: after any DDL, done or raced, a
 * table is described again and decided anew, since {@code IF NOT EXISTS} says success for a table
 * of another shape too.
 */
public final class Catalog {
  private static final Logger LOG = LoggerFactory.getLogger(Catalog.class);

  /** More rounds than this without an end mean that the server never does what it is told. */
  private static final int MAX_ROUNDS = 20;

  /**
   * Rows are refused only by a table seen within this time: often enough for a person who mends
   * one, and seldom enough for a stream of bad rows.
   */
  private static final long TRUSTED_NANOS = 100_000_000L;

  private final String database;
  private final boolean autoCreate;
  private final boolean autoEvolve;
  private final String timeColumn;
  private final TablePlanner planner;
  private final Map<String, TableModel> tables = new ConcurrentHashMap<>();
  private final Map<String, Long> seenNanos = new ConcurrentHashMap<>();
  private final Map<String, Object> locks = new ConcurrentHashMap<>();
  private final Marks marks = new Marks();
  private final LongAdder changes = new LongAdder();

  public Catalog(
      String database,
      boolean autoCreate,
      boolean autoEvolve,
      String timeColumn,
      TablePlanner planner) {
    this.database = database;
    this.autoCreate = autoCreate;
    this.autoEvolve = autoEvolve;
    this.timeColumn = timeColumn;
    this.planner = planner;
  }

  /** How many tables, columns and tags were added, widened or marked. */
  public long changes() {
    return changes.sum();
  }

  /** True when the table was looked at long enough ago for somebody to have changed it since. */
  public boolean mayHaveChanged(String table) {
    return System.nanoTime() - seenNanos.getOrDefault(table, Long.MIN_VALUE / 2) > TRUSTED_NANOS;
  }

  /** Forgets what is known of a table: the server has another opinion. */
  public void forget(String table) {
    tables.remove(table);
  }

  /** Forgets all tables; names that were made are remembered. */
  public void forgetAll() {
    tables.clear();
  }

  /**
   * The table, made fit for the needs as far as it can be.
   *
   * @throws ConfigurationException when it has to be changed and may not be
   * @throws UnusableTableException when there can be no such supertable
   * @throws SQLException when the server could not be asked, or did not do yet what it was told
   */
  public TableModel fit(String table, String measurement, TableNeeds needs, Sql sql)
      throws SQLException {
    TableModel known = tables.get(table);
    if (known != null
        && !marks.due(table)
        && (!known.comment().admits(measurement)
            || planner.plan(known, measurement, needs).equals(known))) {
      return known;
    }
    synchronized (locks.computeIfAbsent(table, key -> new Object())) {
      return evolve(table, measurement, needs, sql);
    }
  }

  private TableModel evolve(String table, String measurement, TableNeeds needs, Sql sql)
      throws SQLException {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      Optional<TableModel> current = look(table, sql);
      if (current.isEmpty()) {
        TableModel target =
            planner.plan(TablePlanner.empty(table, measurement, timeColumn), measurement, needs);
        if (target.columns().size() == 1) {
          // Rows that fit no table make none; they are refused by the one there would be.
          return target;
        }
        create(target, sql);
        continue;
      }
      TableModel found = current.get();
      if (!found.comment().admits(measurement)) {
        return found;
      }
      TableModel target = planner.plan(marks.restored(found), measurement, needs);
      if (target.equals(found) || !alter(found, target, sql)) {
        return found;
      }
    }
    // The writer waits before it asks again; somebody else's change may be under way.
    throw new UnsettledException(
        "supertable '" + table + "' is not as needed after " + MAX_ROUNDS + " changes");
  }

  private Optional<TableModel> look(String table, Sql sql) throws SQLException {
    Optional<TableModel> found = read(table, sql);
    found.ifPresentOrElse(
        model -> {
          marks.seen(model);
          tables.put(table, model);
          seenNanos.put(table, System.nanoTime());
        },
        () -> marks.forget(table));
    return found;
  }

  private void create(TableModel target, Sql sql) throws SQLException {
    String ddl = Ddl.createTable(database, target);
    if (!autoCreate) {
      throw new ConfigurationException(
          "auto.create", "supertable '" + target.name() + "' is missing; run: " + ddl);
    }
    Optional<String> refused = run(ddl, sql);
    if (refused.isPresent()) {
      throw new UnusableTableException(
          "supertable '" + target.name() + "' cannot be created: " + refused.get());
    }
  }

  /** False when the table stays as it is: nothing has to be changed, or the server never will. */
  private boolean alter(TableModel from, TableModel to, Sql sql) throws SQLException {
    List<String> statements = Ddl.alter(database, from, to);
    if (!autoEvolve) {
      List<String> needed = new ArrayList<>(statements);
      if (!from.comment().equals(to.comment())
          && from.comment().made().equals(to.comment().made())) {
        needed.remove(0);
      }
      if (needed.isEmpty()) {
        return false;
      }
      throw new ConfigurationException(
          "auto.evolve",
          "supertable '" + to.name() + "' must be changed; run: " + String.join("; ", needed));
    }
    marks.made(to);
    boolean any = false;
    for (String ddl : statements) {
      any |= run(ddl, sql).isEmpty();
    }
    return any;
  }

  /**
   * Runs a statement; one that somebody else was faster with counts as run.
   *
   * @return why the server refuses it for good, if it does
   * @throws SQLException when it may be taken another time
   */
  private Optional<String> run(String ddl, Sql sql) throws SQLException {
    try {
      sql.execute(ddl);
      changes.increment();
      LOG.info("{}", ddl);
      return Optional.empty();
    } catch (SQLException e) {
      int code = ErrorCode.of(e);
      if (ErrorCode.exists(code)) {
        LOG.debug("{}: {}", ddl, e.getMessage());
        return Optional.empty();
      }
      LOG.info("{}: {}", ddl, e.getMessage());
      switch (ErrorCode.kind(code)) {
        case CONFIGURATION ->
            throw new ConfigurationException(
                ErrorCode.setting(code), "TDengine refuses '" + ddl + "': " + e.getMessage(), e);
        case BAD_ROWS -> {
          return Optional.of(String.valueOf(e.getMessage()));
        }
        default -> throw e;
      }
    }
  }

  /** Reads a supertable; empty when there is none of that name. */
  public Optional<TableModel> read(String table, Sql sql) throws SQLException {
    List<List<String>> stable =
        sql.query(
            "SELECT table_comment FROM information_schema.ins_stables WHERE db_name = "
                + Sql.literal(database)
                + " AND stable_name = "
                + Sql.literal(table));
    if (stable.isEmpty()) {
      return Optional.empty();
    }
    List<TableColumn> columns = new ArrayList<>();
    List<TableColumn> tags = new ArrayList<>();
    try {
      for (List<String> row : sql.query("DESCRIBE " + Ddl.qualified(database, table))) {
        TdType type = TdType.of(row.get(1));
        TableColumn column = new TableColumn(row.get(0), type, Integer.parseInt(row.get(2)));
        ("TAG".equals(row.get(3)) ? tags : columns).add(column);
      }
    } catch (SQLException e) {
      if (ErrorCode.of(e) == ErrorCode.NO_TABLE) {
        return Optional.empty();
      }
      throw e;
    }
    TableComment comment = TableComment.parse(stable.get(0).get(0));
    return Optional.of(new TableModel(table, columns, tags, comment));
  }
}
