package io.github.influx2tdengine.sink.write;

import io.github.influx2tdengine.sink.batch.Pending;
import io.github.influx2tdengine.sink.batch.Problem;
import io.github.influx2tdengine.sink.batch.Reason;
import io.github.influx2tdengine.sink.batch.TableBatch;
import io.github.influx2tdengine.sink.config.SinkConfig;
import io.github.influx2tdengine.sink.error.ConfigurationException;
import io.github.influx2tdengine.sink.error.ErrorCode;
import io.github.influx2tdengine.sink.error.ErrorKind;
import io.github.influx2tdengine.sink.error.UnreachableException;
import io.github.influx2tdengine.sink.error.UnusableTableException;
import io.github.influx2tdengine.sink.schema.Catalog;
import io.github.influx2tdengine.sink.schema.TablePlanner;
import io.github.influx2tdengine.sink.write.TableWriter.Suspicion;
import io.github.influx2tdengine.sink.write.TableWriter.Unprepared;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection and the thread that writes over it. A batch is tried until it is written; those
 * behind it wait, so that rows of a subtable are written in the order they came.
 */
final class Writer implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  /** An error that is not known to be the rows' is tried so often before they are suspected. */
  private static final int TRIES_BEFORE_HUNTING = 4;

  /**
   * So often before rows that are alone are suspected too. Both only after {@link
   * SinkConfig#doubt()}, half a minute, in which a part of the server has had time to come back.
   */
  private static final int TRIES_BEFORE_REFUSING_ALL = 12;

  /** Blocks that are not taken are joined by later ones up to here: requests stay bounded. */
  private static final long MOST_BYTES_TOGETHER = 2 * Inbox.BATCH_BYTES;

  private final SinkConfig config;
  private final Inbox inbox;
  private final TableWriter tables;
  private final TablePlanner planner;
  private final WriteListener listener;
  private final BooleanSupplier reportsBehind;
  private final Waiting waiting = new Waiting();
  private final Backlog backlog = new Backlog();
  private volatile boolean stopped;
  private Session session;
  private Statements statements;
  private DatabaseRules rules;

  /**
   * @param reportsBehind true while so many refused rows wait to be reported that more would pile
   *     up in memory
   */
  Writer(
      SinkConfig config,
      Inbox inbox,
      Catalog catalog,
      TablePlanner planner,
      WriteListener listener,
      BooleanSupplier reportsBehind) {
    this.config = config;
    this.inbox = inbox;
    this.planner = planner;
    this.tables =
        new TableWriter(
            catalog,
            planner,
            config.subtableNames().distinct()
                ? Optional.empty()
                : Optional.of(new SubtableOwners(config.database())),
            listener);
    this.listener = listener;
    this.reportsBehind = reportsBehind;
  }

  Inbox inbox() {
    return inbox;
  }

  Waiting waiting() {
    return waiting;
  }

  /** Ends the thread after the request that is under way, without another try. */
  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        write(inbox.take());
      }
    } catch (InterruptedException e) {
      // Stopped.
    } catch (RuntimeException e) {
      fail(e);
    } catch (Throwable e) {
      // Out of memory, a class that is missing: a thread that ends without a word would leave the
      // task waiting for ever.
      fail(new IllegalStateException("a writer of the task broke: " + e, e));
    } finally {
      disconnect();
    }
  }

  private void fail(RuntimeException e) {
    if (!stopped) {
      listener.failed(e);
    }
  }

  private void write(Batch batch) throws InterruptedException {
    backlog.add(batch);
    while (!backlog.isEmpty()) {
      awaitReports();
      List<Pending> blocks = backlog.takeFirst();
      try {
        writeUntilDone(blocks);
      } finally {
        waiting.end();
      }
    }
  }

  private void awaitReports() throws InterruptedException {
    while (reportsBehind.getAsBoolean() && !stopped) {
      waiting.begin("refused rows have to be reported first");
      Thread.sleep(10);
    }
    waiting.end();
  }

  private void writeUntilDone(List<Pending> blocks) throws InterruptedException {
    Backoff backoff = new Backoff(config.retryBackoffMs(), config.retryBackoffMaxMs());
    long begun = System.nanoTime();
    int suspicious = 0;
    long suspectedNanos = 0;
    boolean othersWritten = false;
    String table = blocks.get(0).supertable();
    while (true) {
      settleDropped(blocks);
      if (stopped) {
        throw new InterruptedException();
      }
      if (blocks.isEmpty()) {
        return;
      }
      try {
        connect();
        Suspicion suspicion =
            lasted(suspicious, suspectedNanos)
                ? suspicion(suspicious, othersWritten)
                : Suspicion.NONE;
        tables.write(blocks, session, statements, rules, suspicion);
        blocks.forEach(listener::settled);
        return;
      } catch (ConfigurationException e) {
        throw e;
      } catch (UnusableTableException e) {
        Problem problem = new Problem(Reason.TAKEN, "", e.getMessage());
        blocks.forEach(Pending::reconsider);
        new TableBatch(blocks, planner).refuseAll(problem).forEach(listener::refused);
        blocks.forEach(Pending::confirm);
        blocks.forEach(listener::settled);
        return;
      } catch (SQLException | RuntimeException e) {
        if (stopped) {
          throw new InterruptedException();
        }
        ErrorKind kind = kind(e);
        if (kind == ErrorKind.CONFIGURATION) {
          throw new ConfigurationException(
              ErrorCode.setting(ErrorCode.of(e)),
              "TDengine refuses to write to '" + table + "': " + e.getMessage(),
              e);
        }
        if (kind != ErrorKind.TRANSIENT && suspicious++ == 0) {
          suspectedNanos = System.nanoTime();
        }
        afterError(e, kind, table);
        if (suspicious > TRIES_BEFORE_HUNTING && kind != ErrorKind.TRANSIENT) {
          othersWritten |= writeOthers(blocks);
        }
        if (e instanceof Unprepared
            && kind != ErrorKind.TRANSIENT
            && suspicious >= TRIES_BEFORE_REFUSING_ALL
            && lasted(suspicious, suspectedNanos)) {
          throw unprepared(table, suspicious, e);
        }
        pause(e, backoff, begun);
      }
    }
  }

  private static ErrorKind kind(Exception e) {
    if (e instanceof UnreachableException) {
      return ErrorKind.TRANSIENT;
    }
    return e instanceof Unprepared unprepared ? unprepared.kind() : ErrorCode.kind(e);
  }

  /** Nobody but the operator can help: trying for ever would hold all other tables up. */
  private ConfigurationException unprepared(String table, int tries, Exception e) {
    return new ConfigurationException(
        SinkConfig.DATABASE,
        "supertable '"
            + table
            + "' of '"
            + config.database()
            + "' cannot be made ready for its rows; the last of "
            + tries
            + " tries failed with: "
            + e.getMessage(),
        e);
  }

  private static long bytes(List<Pending> blocks) {
    return blocks.stream().mapToLong(Pending::bytes).sum();
  }

  private void settleDropped(List<Pending> blocks) {
    blocks.removeIf(
        pending -> {
          boolean dropped = pending.origin().dropped();
          if (dropped) {
            listener.settled(pending);
          }
          return dropped;
        });
  }

  /** True when errors that are not known to pass have not passed for long enough. */
  private boolean lasted(int suspicious, long sinceNanos) {
    return suspicious > 0 && System.nanoTime() - sinceNanos >= config.doubt().toNanos();
  }

  private static Suspicion suspicion(int suspicious, boolean othersWritten) {
    if (suspicious < TRIES_BEFORE_HUNTING) {
      return Suspicion.NONE;
    }
    return othersWritten && suspicious >= TRIES_BEFORE_REFUSING_ALL
        ? Suspicion.ALL_ROWS
        : Suspicion.ROWS;
  }

  /**
   * Lets others pass blocks that the server does not take: rows of the same table that came
   * meanwhile join them, and those of another table are tried once.
   *
   * @return true when another table's rows were written: then the server is well
   */
  private boolean writeOthers(List<Pending> blocks) {
    if (backlog.isEmpty() && bytes(blocks) < MOST_BYTES_TOGETHER) {
      inbox.poll().ifPresent(backlog::add);
    }
    blocks.addAll(backlog.takeLike(blocks.get(0)));
    if (backlog.isEmpty()) {
      return false;
    }
    List<Pending> others = backlog.takeFirst();
    settleDropped(others);
    if (others.isEmpty()) {
      return false;
    }
    try {
      connect();
      tables.write(others, session, statements, rules, Suspicion.NONE);
      others.forEach(listener::settled);
      return true;
    } catch (SQLException | RuntimeException e) {
      // Their own turn comes, and then they are tried until they are written or refused.
      LOG.debug("rows of another table are not taken either", e);
      backlog.putBack(others);
      afterError(e, kind(e), others.get(0).supertable());
      return false;
    }
  }

  /** Leaves behind what the error made doubtful. */
  private void afterError(Exception e, ErrorKind kind, String table) {
    if (statements != null) {
      statements.forget(table);
    }
    tables.forget(table);
    if (kind == ErrorKind.TRANSIENT && (session == null || session.lost() || ofConnection(e))) {
      disconnect();
    }
  }

  /** True for errors after which the connection cannot be trusted, whatever it says itself. */
  private static boolean ofConnection(Exception e) {
    int code = ErrorCode.of(e);
    return code == ErrorCode.NONE
        || code == ErrorCode.NO_DATABASE
        || code >= 0x2300 && code < 0x2400
        || code < 0x0100;
  }

  private void pause(Exception e, Backoff backoff, long begunNanos) throws InterruptedException {
    long triedMs = (System.nanoTime() - begunNanos) / 1_000_000;
    if (config.retryTimeoutMs() >= 0 && triedMs > config.retryTimeoutMs()) {
      throw new UnreachableException(
          SinkConfig.RETRY_TIMEOUT
              + ": gave up after "
              + triedMs
              + " ms and "
              + (backoff.attempts() + 1)
              + " tries: "
              + e.getMessage(),
          e);
    }
    long waitMs = backoff.nextMs();
    waiting.begin(e.getMessage());
    listener.retried(e.getMessage());
    LOG.warn(
        "Try {} failed, next in {} ms: {}",
        backoff.attempts(),
        waitMs,
        String.valueOf(e.getMessage()));
    Thread.sleep(waitMs);
  }

  private void connect() {
    if (session == null) {
      waiting.begin("connecting to TDengine");
      rules = new DatabaseRules(config, Database.ensure(config));
      session = Session.openDatabase(config);
      statements = new Statements(session);
      waiting.end();
    }
  }

  private void disconnect() {
    if (session != null) {
      try {
        session.close();
      } catch (RuntimeException e) {
        LOG.debug("closing a broken connection", e);
      }
      session = null;
      statements = null;
    }
  }
}
