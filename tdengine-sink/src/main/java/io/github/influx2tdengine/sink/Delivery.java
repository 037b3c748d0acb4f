package io.github.influx2tdengine.sink;

import io.github.influx2tdengine.points.Decoded;
import io.github.influx2tdengine.points.PointFormatException;
import io.github.influx2tdengine.points.RecordReader;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.sink.batch.Pending;
import io.github.influx2tdengine.sink.batch.Reason;
import io.github.influx2tdengine.sink.batch.Refusal;
import io.github.influx2tdengine.sink.config.SinkConfig;
import io.github.influx2tdengine.sink.metrics.SinkMetrics;
import io.github.influx2tdengine.sink.offset.OffsetLedger;
import io.github.influx2tdengine.sink.refuse.DeadLetters;
import io.github.influx2tdengine.sink.refuse.RecordOrigin;
import io.github.influx2tdengine.sink.schema.Placement;
import io.github.influx2tdengine.sink.write.WriteListener;
import io.github.influx2tdengine.sink.write.Writers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * From records to rows, and from what became of the rows back to offsets. Used by the task's
 * thread; the writers' threads tell it what happened through queues and counters.
 */
final class Delivery implements AutoCloseable {
  /** Reports at a time: {@code put} and commits must come back soon, whatever was refused. */
  private static final int REPORTS_AT_ONCE = 2_000;

  private final RecordReader reader;
  private final Intake intake;
  private final OffsetLedger<TopicPartition> ledger = new OffsetLedger<>();
  private final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();
  private final DeadLetters deadLetters;
  private final SinkMetrics metrics;
  private final Writers writers;
  private volatile RuntimeException failure;

  Delivery(SinkConfig config, Optional<ErrantRecordReporter> reporter) {
    this.reader = new RecordReader(config.linePrecision());
    this.intake =
        new Intake(
            new Placement(config.supertableNames(), config.subtableNames(), config.typeConflict()));
    this.deadLetters = new DeadLetters(reporter, config.linePrecision());
    this.metrics =
        new SinkMetrics(
            () -> writerCount(Writers::schemaChanges),
            () -> writerCount(Writers::bufferedBytes),
            this::waitingText);
    this.writers = new Writers(config, new Listener());
    metrics.register(config.connector(), config.task());
  }

  private long writerCount(ToLongFunction<Writers> count) {
    return writers == null ? 0 : count.applyAsLong(writers);
  }

  private String waitingText() {
    return writers == null ? "" : writers.waitingText();
  }

  SinkMetrics metrics() {
    return metrics;
  }

  /**
   * Takes a record in.
   *
   * @param partition and {@code offset} as Kafka has them, before any transform
   */
  void accept(SinkRecord record, TopicPartition partition, long offset) {
    metrics.record();
    OffsetLedger.Entry entry = ledger.arrived(partition, offset);
    if (record.value() == null) {
      metrics.tombstone();
      entry.finish();
      return;
    }
    RecordOrigin origin = new RecordOrigin(record, partition, offset, entry);
    try {
      Decoded decoded = LoneSurrogates.read(record.value(), reader);
      for (SeriesBlock block : decoded.blocks()) {
        entry.begin();
        writers.add(intake.pending(block, origin));
      }
      for (Decoded.BadRow row : decoded.bad()) {
        metrics.refused(Reason.FORMAT);
        deadLetters.report(origin, row);
      }
    } catch (PointFormatException e) {
      metrics.refused(Reason.FORMAT);
      deadLetters.report(origin, record, e.getMessage());
    }
    entry.finish();
  }

  /**
   * Reports of what was refused as much as a call may, and learns which reports are done.
   *
   * @throws ConnectException when a writer gave up, or a refused row cannot be reported
   */
  void settle() {
    if (failure != null) {
      throw new ConnectException(failure.getMessage(), failure);
    }
    try {
      report();
    } catch (RuntimeException e) {
      // Whoever asks next shall hear of it too: a commit must not swallow it.
      failure = e;
      throw e;
    }
  }

  private void report() {
    for (int i = 0; i < REPORTS_AT_ONCE && !refusals.isEmpty(); i++) {
      Refusal refusal = refusals.remove();
      metrics.refused(refusal.problem().reason());
      deadLetters.report(refusal);
      writers.reported(refusal);
    }
    deadLetters.settle();
  }

  /** True when everything taken in is accounted for. */
  boolean settled() {
    return writers.idle() && refusals.isEmpty() && deadLetters.settled();
  }

  boolean failed() {
    return failure != null;
  }

  /** True while a writer waits to try again. */
  boolean waiting() {
    return writers.waiting();
  }

  long bufferedBytes() {
    return writers.bufferedBytes();
  }

  /** Writes what is here and waits for it, so long at most; not at all while TDengine is away. */
  void drain(Duration atMost) {
    if (writers.waiting()) {
      writers.flush();
    } else {
      writers.drain(atMost);
    }
  }

  /** For each partition the offset to go on from. */
  Map<TopicPartition, Long> committable() {
    return ledger.committable();
  }

  /** Partitions came from other tasks, which may have changed tables. */
  void opened() {
    writers.forgetTables();
  }

  void drop(TopicPartition partition) {
    ledger.drop(partition);
  }

  @Override
  public void close() {
    writers.close();
    metrics.close();
  }

  private final class Listener implements WriteListener {
    @Override
    public void refused(Refusal refusal) {
      ((RecordOrigin) refusal.origin()).entry().begin();
      refusals.add(refusal);
    }

    @Override
    public void skipped(int rows) {
      metrics.expired(rows);
    }

    @Override
    public void written(long rows, long nanos) {
      metrics.written(rows, nanos);
    }

    @Override
    public void retried(String why) {
      metrics.retried();
    }

    @Override
    public void settled(Pending pending) {
      SeriesBlock block = pending.block();
      if (block.rows() > pending.refusedCount() && !pending.origin().dropped()) {
        metrics.newest(Math.max(block.time(0), block.time(block.rows() - 1)));
      }
      ((RecordOrigin) pending.origin()).entry().finish();
    }

    @Override
    public void failed(RuntimeException e) {
      failure = e;
    }
  }
}
