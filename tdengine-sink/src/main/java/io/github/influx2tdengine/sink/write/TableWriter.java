package io.github.influx2tdengine.sink.write;

import io.github.influx2tdengine.sink.batch.Insert;
import io.github.influx2tdengine.sink.batch.Pending;
import io.github.influx2tdengine.sink.batch.Problem;
import io.github.influx2tdengine.sink.batch.Reason;
import io.github.influx2tdengine.sink.batch.Refusal;
import io.github.influx2tdengine.sink.batch.RowRules;
import io.github.influx2tdengine.sink.batch.TableBatch;
import io.github.influx2tdengine.sink.error.ConfigurationException;
import io.github.influx2tdengine.sink.error.ErrorCode;
import io.github.influx2tdengine.sink.error.ErrorKind;
import io.github.influx2tdengine.sink.error.UnreachableException;
import io.github.influx2tdengine.sink.error.UnsettledException;
import io.github.influx2tdengine.sink.error.UnusableTableException;
import io.github.influx2tdengine.sink.schema.Catalog;
import io.github.influx2tdengine.sink.schema.Sql;
import io.github.influx2tdengine.sink.schema.TableModel;
import io.github.influx2tdengine.sink.schema.TablePlanner;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes blocks of one measurement over one connection: makes the table fit, binds, and counts what
 * was written. One attempt; whoever calls decides about another. Belongs to one thread.
 */
final class TableWriter {
  /** A row that is suspected is tried so often again, after others of its batch were written. */
  private static final int TRIES_OF_A_SUSPECT = 3;

  private final Catalog catalog;
  private final TablePlanner planner;
  private final Optional<SubtableOwners> owners;
  private final WriteListener listener;
  private final Map<String, TableBatch.RouteCache> routes = new HashMap<>();

  /**
   * @param owners where series might share a subtable
   */
  TableWriter(
      Catalog catalog,
      TablePlanner planner,
      Optional<SubtableOwners> owners,
      WriteListener listener) {
    this.catalog = catalog;
    this.planner = planner;
    this.owners = owners;
    this.listener = listener;
  }

  /** The server counted other rows than were sent: they do not count as written. */
  static final class Miscount extends SQLException {
    private static final long serialVersionUID = 1L;

    Miscount(String table, int sent, int affected) {
      super(
          "TDengine says it wrote "
              + affected
              + " of "
              + sent
              + " rows to '"
              + table
              + "'; they are written again");
    }
  }

  /**
   * A table or its subtables could not be made ready. No row is at fault, so that none can be
   * refused for it.
   */
  static final class Unprepared extends SQLException {
    private static final long serialVersionUID = 1L;
    private final ErrorKind kind;

    Unprepared(Exception cause) {
      super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
      // Without a code it is the connection's error, unless the connection had no part in it.
      this.kind =
          cause instanceof RuntimeException || cause instanceof UnsettledException
              ? ErrorKind.UNKNOWN
              : ErrorCode.kind(cause);
    }

    ErrorKind kind() {
      return kind;
    }
  }

  /**
   * @param blocks of one measurement and supertable
   * @param suspicion whether rows are looked for that the server refuses for a reason that is not
   *     known to be theirs
   */
  void write(
      List<Pending> blocks,
      Sql sql,
      Statements statements,
      DatabaseRules rules,
      Suspicion suspicion)
      throws SQLException {
    List<Refusal> refusals = new ArrayList<>();
    TableBatch.Result result;
    try {
      result = prepare(blocks, sql, rules, refusals);
    } catch (ConfigurationException | UnusableTableException | UnreachableException e) {
      throw e;
    } catch (SQLException | RuntimeException e) {
      throw new Unprepared(e);
    }
    refusals.forEach(listener::refused);
    blocks.forEach(Pending::confirm);
    if (result.skipped() > 0) {
      listener.skipped(result.skipped());
    }
    // One hunt for all of them: a row may be alone in its insert, and then only the others of the
    // batch can tell whether the server takes anything.
    Hunt hunt = new Hunt(statements, suspicion);
    for (Insert insert : result.inserts()) {
      hunt.execute(insert);
    }
    hunt.end();
  }

  /** Makes the table fit, and inserts of the rows that it takes. */
  private TableBatch.Result prepare(
      List<Pending> blocks, Sql sql, DatabaseRules rules, List<Refusal> refusals)
      throws SQLException {
    String table = blocks.get(0).supertable();
    String measurement = blocks.get(0).block().series().measurement();
    // An attempt before this one may have been cut off between refusing rows and reporting them.
    blocks.forEach(Pending::reconsider);
    TableBatch batch = new TableBatch(blocks, planner);
    TableBatch.RouteCache cache = fitted(batch, table, measurement, sql);
    TableBatch.Result result = build(batch, blocks, cache, rules.now(), sql, refusals);
    boolean leftOut = !refusals.isEmpty() || result.skipped() > 0;
    if (leftOut && (catalog.mayHaveChanged(table) || rules.mayHaveChanged())) {
      blocks.forEach(Pending::reconsider);
      refusals.clear();
      forget(table);
      rules.readAgain(sql);
      cache = fitted(batch, table, measurement, sql);
      result = build(batch, blocks, cache, rules.now(), sql, refusals);
    }
    return result;
  }

  private TableBatch.Result build(
      TableBatch batch,
      List<Pending> blocks,
      TableBatch.RouteCache cache,
      RowRules rules,
      Sql sql,
      List<Refusal> refusals)
      throws SQLException {
    String measurement = blocks.get(0).block().series().measurement();
    if (!cache.model().comment().admits(measurement)) {
      refusals.addAll(batch.refuseAll(taken(cache.model().name(), measurement, cache.model())));
      return new TableBatch.Result(List.of(), List.of(), 0);
    }
    if (owners.isPresent()) {
      refusals.addAll(owners.get().check(blocks, cache.model(), sql));
    }
    TableBatch.Result result = batch.build(cache, rules);
    refusals.addAll(result.refusals());
    return result;
  }

  void forget(String table) {
    owners.ifPresent(SubtableOwners::forget);
    catalog.forget(table);
    routes.remove(table);
  }

  private TableBatch.RouteCache fitted(TableBatch batch, String table, String measurement, Sql sql)
      throws SQLException {
    TableBatch.RouteCache cache =
        routes.getOrDefault(table, new TableBatch.RouteCache(null, planner));
    while (true) {
      TableModel model = catalog.fit(table, measurement, batch.needs(cache), sql);
      if (model.equals(cache.model())) {
        return cache;
      }
      // What the blocks need depends on the table too: whether values fit its narrower columns.
      cache = new TableBatch.RouteCache(model, planner);
      routes.put(table, cache);
    }
  }

  private static Problem taken(String table, String measurement, TableModel model) {
    String owner = model.comment().measurement().orElse(model.comment().owner());
    return new Problem(
        Reason.TAKEN,
        "",
        "measurement '"
            + measurement
            + "' would go into supertable '"
            + table
            + "', which belongs to measurement '"
            + owner
            + "'; separate them with supertable.names="
            + measurement
            + ":OTHER_TABLE");
  }

  /** What is made of an error that is not known to be the rows'. */
  enum Suspicion {
    /** It may pass: the whole batch is tried again. */
    NONE,
    /** The rows at fault are looked for, and refused where the server takes others of the batch. */
    ROWS,
    /** The same where the server takes no other: it takes other tables' rows meanwhile. */
    ALL_ROWS
  }

  /** Finds the rows of a batch that the server refuses, by halves. */
  private final class Hunt {
    private final Statements statements;
    private final Suspicion suspicion;
    private final List<Insert> suspects = new ArrayList<>();
    private SQLException error;
    private boolean anyWritten;

    Hunt(Statements statements, Suspicion suspicion) {
      this.statements = statements;
      this.suspicion = suspicion;
    }

    void execute(Insert insert) throws SQLException {
      try {
        executeCounted(insert, statements);
        anyWritten = true;
      } catch (Miscount e) {
        throw e;
      } catch (SQLException | RuntimeException e) {
        statements.forget(insert.supertable());
        boolean known = ErrorCode.kind(e) == ErrorKind.BAD_ROWS;
        if (!known && !(suspicion != Suspicion.NONE && suspicious(e))) {
          throw e;
        }
        if (insert.rows() > 1) {
          for (Insert half : insert.halves()) {
            execute(half);
          }
        } else if (known) {
          refuse(insert, e);
        } else {
          suspects.add(insert);
          error = e instanceof SQLException sql ? sql : new SQLException(e);
        }
      }
    }

    /**
     * Refuses the suspects where the server took other rows meanwhile, and still does not take
     * them. Where it took none, it is not the rows: an error that passes must never empty a batch
     * into the dead letters.
     */
    void end() throws SQLException {
      if (!suspects.isEmpty() && !anyWritten && suspicion != Suspicion.ALL_ROWS) {
        throw error;
      }
      for (Insert suspect : suspects) {
        if (!writtenAfterAll(suspect)) {
          refuse(suspect, error);
        }
      }
    }

    private boolean writtenAfterAll(Insert suspect) throws SQLException {
      for (int i = 0; i < TRIES_OF_A_SUSPECT; i++) {
        try {
          executeCounted(suspect, statements);
          return true;
        } catch (Miscount e) {
          throw e;
        } catch (SQLException | RuntimeException e) {
          statements.forget(suspect.supertable());
          if (!suspicious(e)) {
            throw e;
          }
        }
      }
      return false;
    }

    private boolean suspicious(Exception e) {
      ErrorKind kind = ErrorCode.kind(e);
      return (kind == ErrorKind.UNKNOWN || kind == ErrorKind.STALE_SCHEMA)
          && ErrorCode.of(e) != ErrorCode.STALE_STATEMENT;
    }
  }

  private void executeCounted(Insert insert, Statements statements) throws SQLException {
    long begun = System.nanoTime();
    int affected = statements.execute(insert);
    if (affected != insert.rows()) {
      throw new Miscount(insert.supertable(), insert.rows(), affected);
    }
    listener.written(affected, System.nanoTime() - begun);
  }

  private void refuse(Insert insert, Exception e) {
    Problem problem = problem(e, insert.subtables().get(0).name(), insert.supertable());
    for (Refusal refusal : insert.refuse(problem)) {
      listener.refused(refusal);
    }
  }

  /** What the server has against a row, or against the subtable it would go to. */
  static Problem problem(Exception e, String subtable, String supertable) {
    return switch (ErrorCode.of(e)) {
      case 0x061D, 0x0603 ->
          new Problem(
              Reason.TAKEN,
              "",
              "subtable '"
                  + subtable
                  + "' belongs to another supertable than '"
                  + supertable
                  + "', or is one; another subtable.name separates them");
      default -> new Problem(Reason.SERVER, "", "TDengine refuses the row: " + e.getMessage());
    };
  }
}
