package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.source.plan.Window;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The differences of one window: what has to be looked at again and, where they stay, sent again.
 * Remembers rows one by one up to a limit, and beyond it only from when to when they are.
 */
final class Findings implements Found {
  /** About 100 KB of hashes; a window with more differences is not one with a late point. */
  private static final int REMEMBERED = 10_000;

  /** Rows to send again one by one; more are sent again as one stretch of time. */
  private static final int ROWS = 1_000;

  /** Times at which rows are named one by one. */
  private static final int TIMES = 200;

  /** Series named in one stretch of time; with more it is all of them. */
  private static final int SERIES = 50;

  private LongSet hashes = new LongSet();
  private final Map<Long, Set<SeriesKey>> rows = new TreeMap<>();
  private final Set<SeriesKey> series = new HashSet<>();
  private boolean forgotten;
  private boolean manyRows;
  private int rowCount;
  private long count;
  private boolean onlyInTdengine;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long firstToSend = Long.MAX_VALUE;
  private long lastToSend = Long.MIN_VALUE;

  /** Findings of which only is known from when to when they are. */
  static Findings forgotten(Window span) {
    Findings findings = new Findings();
    findings.count = 1;
    findings.forgotten = true;
    findings.first = span.from();
    findings.last = span.to() - 1;
    return findings;
  }

  @Override
  public void add(Difference difference) {
    count++;
    onlyInTdengine |= difference.onlyInTdengine();
    first = Math.min(first, difference.time());
    last = Math.max(last, difference.time());
    if (hashes.size() < REMEMBERED) {
      hashes.add(difference.hash());
    } else {
      forgotten = true;
    }
    if (difference.resendable()) {
      toSend(difference.key().orElseThrow(), difference.time());
    }
  }

  private void toSend(SeriesKey key, long time) {
    firstToSend = Math.min(firstToSend, time);
    lastToSend = Math.max(lastToSend, time);
    if (series.size() <= SERIES) {
      series.add(key);
    }
    if (!manyRows && rows.computeIfAbsent(time, at -> new HashSet<>()).add(key)) {
      rowCount++;
      if (rowCount > ROWS || rows.size() > TIMES) {
        manyRows = true;
        rows.clear();
      }
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  long count() {
    return count;
  }

  /** Whether TDengine has rows or values that InfluxDB has not. */
  boolean onlyInTdengine() {
    return onlyInTdengine;
  }

  /** Whether this difference was among them; true for any where they are too many to tell. */
  boolean had(Difference difference) {
    return forgotten || hashes.contains(difference.hash());
  }

  /** Whether this difference is one of those that are remembered one by one. */
  boolean remembers(Difference difference) {
    return hashes.contains(difference.hash());
  }

  /** Forgets which they are, to free memory: then whatever is still there is taken for one. */
  void forget() {
    forgotten = true;
    hashes = new LongSet();
    rows.clear();
  }

  /** How many single differences are remembered. */
  int remembered() {
    return hashes.size();
  }

  /** From the first difference to the last. */
  Window span() {
    return new Window(first, last + 1);
  }

  /** What has to be sent again, in the order of time. */
  List<Stretch> toSend() {
    List<Stretch> stretches = new ArrayList<>();
    if (manyRows) {
      stretches.add(
          new Stretch(
              new Window(firstToSend, lastToSend + 1),
              series.size() <= SERIES ? series : Set.of()));
    } else {
      rows.forEach(
          (time, keys) ->
              stretches.add(
                  new Stretch(
                      new Window(time, time + 1), keys.size() <= SERIES ? keys : Set.of())));
    }
    return stretches;
  }

  /**
   * A stretch of time to send again.
   *
   * @param series of these series; empty for all
   */
  record Stretch(Window window, Set<SeriesKey> series) {
    Stretch {
      series = Set.copyOf(series);
    }
  }
}
