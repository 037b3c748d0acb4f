package io.github.influx2tdengine.sink.metrics;

import io.github.influx2tdengine.sink.batch.Reason;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what a task does and shows it through JMX. Thread-safe. */
public final class SinkMetrics implements SinkMetricsMXBean, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SinkMetrics.class);

  /**
   * Whose bean stands under a name. Connect may start the task that follows before the one before
   * it has closed, which then must leave the bean alone. Guarded by itself.
   */
  private static final Map<ObjectName, SinkMetrics> SHOWN = new HashMap<>();

  private final LongAdder records = new LongAdder();
  private final LongAdder tombstones = new LongAdder();
  private final LongAdder rows = new LongAdder();
  private final LongAdder batches = new LongAdder();
  private final LongAdder batchNanos = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder expired = new LongAdder();
  private final Map<Reason, LongAdder> refused = new EnumMap<>(Reason.class);
  private final AtomicLong newestNanos = new AtomicLong(Long.MIN_VALUE);
  private final LongSupplier schemaChanges;
  private final LongSupplier bufferedBytes;
  private final Supplier<String> waiting;
  private volatile boolean paused;
  private ObjectName registered;

  public SinkMetrics(
      LongSupplier schemaChanges, LongSupplier bufferedBytes, Supplier<String> waiting) {
    this.schemaChanges = schemaChanges;
    this.bufferedBytes = bufferedBytes;
    this.waiting = waiting;
    for (Reason reason : Reason.values()) {
      refused.put(reason, new LongAdder());
    }
  }

  /** Shows the counts; a bean that an earlier task left behind is replaced. */
  public void register(String connector, String task) {
    try {
      ObjectName name =
          new ObjectName(
              "io.github.influx2tdengine:type=sink,connector="
                  + (connector.matches("[A-Za-z0-9_. -]+")
                      ? connector
                      : ObjectName.quote(connector))
                  + ",task="
                  + task);
      var server = ManagementFactory.getPlatformMBeanServer();
      synchronized (SHOWN) {
        if (server.isRegistered(name)) {
          server.unregisterMBean(name);
        }
        server.registerMBean(this, name);
        SHOWN.put(name, this);
        registered = name;
      }
    } catch (JMException e) {
      LOG.warn("Metrics are not shown through JMX: {}", e.getMessage());
    }
  }

  /** Takes the task's own bean away; not that of a task which has replaced it. */
  @Override
  public void close() {
    synchronized (SHOWN) {
      ObjectName name = registered;
      registered = null;
      if (name == null || !SHOWN.remove(name, this)) {
        return;
      }
      try {
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
      } catch (JMException e) {
        LOG.debug("{} was gone already", name, e);
      }
    }
  }

  public void record() {
    records.increment();
  }

  public void tombstone() {
    tombstones.increment();
  }

  public void written(long count, long nanos) {
    rows.add(count);
    batches.increment();
    batchNanos.add(nanos);
  }

  /** The newest time of points that were written, in nanoseconds since 1970. */
  public void newest(long nanos) {
    newestNanos.accumulateAndGet(nanos, Math::max);
  }

  public void retried() {
    retries.increment();
  }

  public void expired(int count) {
    expired.add(count);
  }

  public void refused(Reason reason) {
    refused.get(reason).increment();
  }

  public void paused(boolean now) {
    paused = now;
  }

  @Override
  public long getRecords() {
    return records.sum();
  }

  @Override
  public long getTombstones() {
    return tombstones.sum();
  }

  @Override
  public long getRows() {
    return rows.sum();
  }

  @Override
  public long getBatches() {
    return batches.sum();
  }

  @Override
  public long getBatchTimeMs() {
    return batchNanos.sum() / 1_000_000;
  }

  @Override
  public long getRetries() {
    return retries.sum();
  }

  @Override
  public long getRefused() {
    return refused.values().stream().mapToLong(LongAdder::sum).sum();
  }

  @Override
  public Map<String, Long> getRefusedByReason() {
    Map<String, Long> byReason = new LinkedHashMap<>();
    refused.forEach((reason, count) -> byReason.put(reason.label(), count.sum()));
    return byReason;
  }

  @Override
  public long getExpiredSkipped() {
    return expired.sum();
  }

  @Override
  public long getSchemaChanges() {
    return schemaChanges.getAsLong();
  }

  @Override
  public long getLagMs() {
    long newest = newestNanos.get();
    return newest == Long.MIN_VALUE ? -1 : System.currentTimeMillis() - newest / 1_000_000;
  }

  @Override
  public long getBufferedBytes() {
    return bufferedBytes.getAsLong();
  }

  @Override
  public boolean isPaused() {
    return paused;
  }

  @Override
  public String getWaiting() {
    return waiting.get();
  }
}
