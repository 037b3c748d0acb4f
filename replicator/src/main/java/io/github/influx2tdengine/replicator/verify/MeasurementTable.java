package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.replicator.run.Console;
import java.util.List;

/** What was compared as a table for people: a line for each measurement, as it is done. */
final class MeasurementTable {
  private static final String TITLE = "measurement";

  /** Longer names push their own line to the right. */
  private static final int WIDEST = 40;

  private final Console console;
  private final boolean quick;
  private final String format;
  private boolean begun;

  /**
   * @param names the measurements, whose lengths give the first column's width
   * @param quick whether only counts are compared, so that series are not known
   */
  MeasurementTable(Console console, List<String> names, boolean quick) {
    this.console = console;
    this.quick = quick;
    int width = names.stream().mapToInt(String::length).max().orElse(0);
    this.format = "  %-" + Math.max(TITLE.length(), Math.min(WIDEST, width)) + "s %15s";
  }

  /** The line of one that is done. */
  void row(Tally tally, String result) {
    if (!begun) {
      begun = true;
      line(TITLE, "points", "series", "subtables", "result");
    }
    Seen seen = tally.seen();
    boolean known = tally.whole();
    line(
        tally.measurement(),
        number(tally.points()),
        known ? number(seen.series()) : "-",
        known ? number(seen.subtables()) : "-",
        result
            + (seen.expired() == 0
                ? ""
                : " (%,d rows of TDengine are older than InfluxDB keeps points)"
                    .formatted(seen.expired())));
  }

  private void line(String name, String points, String series, String subtables, String result) {
    String numbers = quick ? "" : " %11s %11s".formatted(series, subtables);
    console.line(format.formatted(name, points) + numbers + "  " + result);
  }

  private static String number(long value) {
    return "%,d".formatted(value);
  }
}
