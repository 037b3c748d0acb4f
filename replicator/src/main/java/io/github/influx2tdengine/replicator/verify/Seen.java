package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.points.SeriesKey;

/**
 * What of a measurement was seen: counted on each side by itself, since series that meet in one
 * subtable by a fault of the naming would be looked for where they were written.
 */
final class Seen {
  private final LongSet series = new LongSet();
  private final LongSet subtables = new LongSet();
  private final LongSet tagsChecked = new LongSet();
  private SeriesKey lastSeries;
  private String lastSubtable = "";
  private long expired;

  void series(SeriesKey key) {
    if (key != lastSeries) {
      lastSeries = key;
      series.add(LongSet.hash(key.toString()));
    }
  }

  void subtable(String name) {
    if (!name.equals(lastSubtable)) {
      lastSubtable = name;
      subtables.add(LongSet.hash(name));
    }
  }

  /** Rows of TDengine that are older than InfluxDB keeps points. */
  void expired(long rows) {
    expired += rows;
  }

  boolean tagsAreChecked(String subtable) {
    return tagsChecked.contains(LongSet.hash(subtable));
  }

  void tagsChecked(String subtable) {
    tagsChecked.add(LongSet.hash(subtable));
  }

  int series() {
    return series.size();
  }

  int subtables() {
    return subtables.size();
  }

  long expired() {
    return expired;
  }
}
