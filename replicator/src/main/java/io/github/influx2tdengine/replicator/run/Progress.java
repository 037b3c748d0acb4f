package io.github.influx2tdengine.replicator.run;

import io.github.influx2tdengine.source.plan.TimeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import javax.management.ObjectName;

/**
 * Shows how far a run is: on a terminal a line for each measurement, redrawn every second;
 * elsewhere one line now and then.
 */
final class Progress {
  private static final long REDRAW = Duration.ofSeconds(1).toNanos();
  private static final long PLAIN = Duration.ofSeconds(10).toNanos();

  /** More lines than this scroll away on a small terminal. */
  private static final int LINES = 15;

  private final ReplicationSpec spec;
  private final Console console;
  private final ConnectorMetrics metrics = new ConnectorMetrics();
  private final OptionalLong end;
  private Map<String, String> watermarks = new TreeMap<>();
  private long pointsShown;
  private long shownAt = System.nanoTime();

  Progress(ReplicationSpec spec, Console console) {
    this.spec = spec;
    this.console = console;
    this.end =
        spec.bounded()
            ? OptionalLong.of(TimeText.parse(spec.source().get("end.time")))
            : OptionalLong.empty();
  }

  /** Points written to TDengine. */
  long points() {
    return metrics.sum("sink", spec.sinkName(), "Rows");
  }

  /** What the sink waits for; empty while it writes. */
  String waiting() {
    return metrics.tasks("sink", spec.sinkName()).stream()
        .map(task -> metrics.attribute(task, "Waiting").map(Object::toString).orElse(""))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** Measurements that were read. */
  int measurements() {
    return watermarks.size();
  }

  /**
   * Whether every task of the source has handed over everything up to the end, and Kafka has it.
   *
   * @param tasks how many there are
   */
  boolean sourceFinished(int tasks) {
    List<ObjectName> beans = metrics.tasks("source", spec.sourceName());
    return beans.size() == tasks
        && beans.stream()
            .allMatch(bean -> metrics.attribute(bean, "Finished").equals(Optional.of(true)));
  }

  /** To be called often: a task's counters are lost when it is restarted. */
  void look(long now) {
    long points = points();
    if (now - shownAt < (console.terminal() ? REDRAW : PLAIN)) {
      return;
    }
    readWatermarks();
    double seconds = (now - shownAt) / 1e9;
    shownAt = now;
    String sentence = sentence(points, Math.round((points - pointsShown) / seconds));
    pointsShown = points;
    if (console.terminal()) {
      List<String> lines = table();
      lines.add("  " + sentence);
      console.replace(lines);
    } else {
      console.line(sentence);
    }
  }

  /** The last look, when everything has stopped moving. */
  void end() {
    points();
    readWatermarks();
  }

  private void readWatermarks() {
    Map<String, String> read = new TreeMap<>();
    for (ObjectName task : metrics.tasks("source", spec.sourceName())) {
      if (metrics.attribute(task, "Watermarks").orElse(null) instanceof Map<?, ?> map) {
        map.forEach((measurement, time) -> read.put(measurement.toString(), time.toString()));
      }
    }
    if (!read.isEmpty()) {
      watermarks = read;
    }
  }

  private List<String> table() {
    List<String> lines = new ArrayList<>();
    int width =
        Math.max(
            1, Math.min(40, watermarks.keySet().stream().mapToInt(String::length).max().orElse(1)));
    String format = "  %-" + width + "s  read up to %s%s";
    watermarks.forEach(
        (measurement, time) -> {
          if (lines.size() < LINES) {
            lines.add(format.formatted(cut(measurement, width), time, share(time)));
          }
        });
    if (watermarks.size() > LINES) {
      lines.add("  … and " + (watermarks.size() - LINES) + " more measurements");
    }
    return lines;
  }

  /** How much of the range that is, where its begin is known. */
  private String share(String time) {
    if (end.isEmpty() || spec.beginNanos() == TimeText.MIN) {
      return "";
    }
    double all = (double) end.getAsLong() - spec.beginNanos();
    double done = (double) TimeText.parse(time) - spec.beginNanos();
    return "  %3.0f %%".formatted(100 * Math.max(0, Math.min(1, done / all)));
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }

  private String sentence(long points, long rate) {
    String oldest = watermarks.values().stream().min(String::compareTo).orElse("the begin");
    return "%,d points in TDengine, %,d/s; %d measurements read up to %s"
        .formatted(points, rate, watermarks.size(), oldest);
  }
}
