package io.github.influx2tdengine.sink.refuse;

import io.github.influx2tdengine.points.Decoded;
import io.github.influx2tdengine.points.LinePrecision;
import io.github.influx2tdengine.points.PointFormatException;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.sink.batch.Problem;
import io.github.influx2tdengine.sink.batch.Reason;
import io.github.influx2tdengine.sink.batch.Refusal;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands refused rows to Connect, each as a record of its own with the reason in its headers.
 * Without a reporter (no dead-letter topic, no {@code errors.tolerance=all}) the task fails
 * instead. Used by the task's thread only.
 */
public final class DeadLetters {
  /** Headers of a reported row. */
  public static final String REASON = "influx2tdengine.reason";

  public static final String MESSAGE = "influx2tdengine.message";
  public static final String TABLE = "influx2tdengine.table";
  public static final String COLUMN = "influx2tdengine.column";
  public static final String TOPIC = "influx2tdengine.topic";
  public static final String PARTITION = "influx2tdengine.partition";
  public static final String OFFSET = "influx2tdengine.offset";

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  /** Log lines about refused rows in a second; the rest is counted. */
  private static final int LINES_PER_SECOND = 5;

  private final Optional<ErrantRecordReporter> reporter;
  private final RowRecords rows;
  private final ArrayDeque<Report> open = new ArrayDeque<>();
  private long second;
  private int lines;
  private long unlogged;

  private record Report(Future<Void> future, RecordOrigin origin) {}

  public DeadLetters(Optional<ErrantRecordReporter> reporter, LinePrecision precision) {
    this.reporter = reporter;
    this.rows = new RowRecords(precision);
  }

  /**
   * Reports a row that could not be written. The record stays open until the report is done.
   *
   * @throws ConnectException when there is nobody to report to, or errors are not tolerated
   */
  public void report(Refusal refusal) {
    RecordOrigin origin = (RecordOrigin) refusal.origin();
    if (origin.dropped()) {
      origin.entry().finish();
      return;
    }
    RefusedRowException error = error(origin, refusal.table(), refusal.problem());
    SeriesBlock row = refusal.block();
    RowRecords.Value value;
    try {
      value = rows.of(row, origin.layout());
    } catch (PointFormatException e) {
      // Came as another layout than it can be written in; a block can hold anything.
      value = rows.of(row, RecordOrigin.Layout.BLOCK);
    }
    send(origin, value, refusal.table(), refusal.problem(), error);
  }

  /** Reports a row that could not be read. */
  public void report(RecordOrigin origin, Decoded.BadRow row) {
    origin.entry().begin();
    Problem problem = new Problem(Reason.FORMAT, "", row.reason());
    RowRecords.Value value = RowRecords.unread(row.value(), origin.layout());
    send(origin, value, "", problem, error(origin, "", problem));
  }

  /** Reports a record whose value is nothing that can be read. */
  public void report(RecordOrigin origin, SinkRecord record, String reason) {
    origin.entry().begin();
    Problem problem = new Problem(Reason.FORMAT, "", reason);
    RowRecords.Value value = new RowRecords.Value(record.valueSchema(), record.value());
    send(origin, value, "", problem, error(origin, "", problem));
  }

  private void send(
      RecordOrigin origin,
      RowRecords.Value value,
      String table,
      Problem problem,
      RefusedRowException error) {
    log(error);
    if (reporter.isEmpty()) {
      throw error;
    }
    Headers headers = origin.headers();
    put(headers, REASON, problem.reason().label());
    put(headers, MESSAGE, problem.message());
    put(headers, TABLE, table);
    put(headers, COLUMN, problem.column());
    put(headers, TOPIC, origin.topic());
    put(headers, PARTITION, Integer.toString(origin.partition()));
    put(headers, OFFSET, Long.toString(origin.offset()));
    try {
      SinkRecord record = origin.with(value.schema(), value.value(), headers);
      open.add(new Report(reporter.get().report(record, error), origin));
    } catch (ConnectException e) {
      // Connect's own words here are only that a tolerance was exceeded.
      throw new ConnectException(error.getMessage(), e);
    }
  }

  private static void put(Headers headers, String name, String value) {
    headers.remove(name);
    headers.addString(name, value);
  }

  private static RefusedRowException error(RecordOrigin origin, String table, Problem problem) {
    StringBuilder message = new StringBuilder("Row refused (").append(problem.reason().label());
    message.append("): ").append(origin);
    if (!table.isEmpty()) {
      message.append(", table '").append(table).append('\'');
    }
    if (!problem.column().isEmpty()) {
      message.append(", column '").append(problem.column()).append('\'');
    }
    return new RefusedRowException(message.append(": ").append(problem.message()).toString());
  }

  /** Finishes the records whose reports are done. */
  public void settle() {
    while (!open.isEmpty() && open.peek().future().isDone()) {
      Report report = open.remove();
      try {
        report.future().get();
      } catch (ExecutionException e) {
        throw new ConnectException(
            "the dead-letter topic did not take a refused row of " + report.origin(), e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ConnectException("interrupted", e);
      }
      report.origin().entry().finish();
    }
  }

  /** True when no report is under way. */
  public boolean settled() {
    return open.isEmpty();
  }

  private void log(RefusedRowException error) {
    long now = System.nanoTime() / 1_000_000_000L;
    if (now != second) {
      if (unlogged > 0) {
        LOG.warn("{} more rows were refused in that second", unlogged);
      }
      second = now;
      lines = 0;
      unlogged = 0;
    }
    if (lines++ < LINES_PER_SECOND) {
      LOG.warn("{}", error.getMessage());
    } else {
      unlogged++;
    }
  }
}
