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
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private final SinkConfig config;
  private final Inbox inbox;
  private final TableWriter tables;
  private final TablePlanner planner;
  private final WriteListener listener;
  private final Waiting waiting = new Waiting();
  private volatile boolean stopped;
  private Session session;
  private Statements statements;
  private DatabaseRules rules;

  Writer(
      SinkConfig config,
      Inbox inbox,
      Catalog catalog,
      TablePlanner planner,
      WriteListener listener) {
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
    Map<List<String>, List<Pending>> byTable = new LinkedHashMap<>();
    for (Pending pending : batch.blocks()) {
      List<String> key = List.of(pending.supertable(), pending.block().series().measurement());
      byTable.computeIfAbsent(key, table -> new ArrayList<>()).add(pending);
    }
    for (Collection<Pending> blocks : byTable.values()) {
      try {
        writeUntilDone(new ArrayList<>(blocks));
      } finally {
        waiting.end();
      }
      blocks.forEach(listener::settled);
    }
  }

  private void writeUntilDone(List<Pending> blocks) throws InterruptedException {
    Backoff backoff = new Backoff(config.retryBackoffMs(), config.retryBackoffMaxMs());
    long begun = System.nanoTime();
    int suspicious = 0;
    String table = blocks.get(0).supertable();
    while (true) {
      blocks.removeIf(pending -> pending.origin().dropped());
      if (stopped) {
        throw new InterruptedException();
      }
      if (blocks.isEmpty()) {
        return;
      }
      try {
        connect();
        tables.write(blocks, session, statements, rules, suspicious >= TRIES_BEFORE_HUNTING);
        return;
      } catch (ConfigurationException e) {
        throw e;
      } catch (UnusableTableException e) {
        Problem problem = new Problem(Reason.TAKEN, "", e.getMessage());
        blocks.forEach(Pending::reconsider);
        new TableBatch(blocks, planner).refuseAll(problem).forEach(listener::refused);
        blocks.forEach(Pending::confirm);
        return;
      } catch (SQLException | RuntimeException e) {
        if (stopped) {
          throw new InterruptedException();
        }
        ErrorKind kind =
            e instanceof UnreachableException ? ErrorKind.TRANSIENT : ErrorCode.kind(e);
        if (kind == ErrorKind.CONFIGURATION) {
          throw new ConfigurationException(
              ErrorCode.setting(ErrorCode.of(e)),
              "TDengine refuses to write to '" + table + "': " + e.getMessage(),
              e);
        }
        suspicious += kind == ErrorKind.TRANSIENT ? 0 : 1;
        afterError(e, kind, table);
        pause(e, backoff, begun);
      }
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
