package io.github.influx2tdengine.sink;

import io.github.influx2tdengine.points.ColumnValues;
import io.github.influx2tdengine.points.FieldType;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.sink.batch.Origin;
import io.github.influx2tdengine.sink.batch.Pending;
import io.github.influx2tdengine.sink.schema.Placement;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes blocks ready for the writers: names their tables and estimates their size. */
final class Intake {
  /** Names of so many series are kept; more would cost memory, and naming one costs about 1 µs. */
  private static final int KEPT_NAMES = 10_000;

  private final Placement placement;
  private final Map<SeriesKey, String> subtables =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SeriesKey, String> eldest) {
          return size() > KEPT_NAMES;
        }
      };

  /** Records of one series come one after the other. */
  private SeriesKey lastSeries;

  private String lastSupertable;
  private String lastSubtable;

  Intake(Placement placement) {
    this.placement = placement;
  }

  Pending pending(SeriesBlock block, Origin origin) {
    SeriesKey series = block.series();
    if (series != lastSeries) {
      String subtable = subtables.computeIfAbsent(series, placement::subtable);
      lastSupertable = placement.supertable(series.measurement());
      lastSubtable = subtable;
      lastSeries = series;
    }
    return new Pending(block, lastSupertable, lastSubtable, origin, bytes(block));
  }

  /** Arrays of values and presence, and what the objects around them cost; an estimate. */
  private static long bytes(SeriesBlock block) {
    long bytes = 300 + 8L * block.rows() + 100L * block.columns().size();
    for (ColumnValues values : block.columns()) {
      bytes += 9L * block.rows();
      if (values.type() == FieldType.STRING) {
        for (int row = 0; row < block.rows(); row++) {
          bytes += values.isNull(row) ? 0 : 48 + 2L * values.getString(row).length();
        }
      }
    }
    return bytes;
  }
}
