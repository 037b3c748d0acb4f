package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.source.config.ReadRange;
import io.github.influx2tdengine.source.plan.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where the sides differ, and what InfluxDB has there that must be sent again. */
final class RepairPlan {
  /** Kept one by one; there are not to be more than memory has room for. */
  private static final int STRETCHES = 20_000;

  private final Map<String, List<Part>> parts = new LinkedHashMap<>();
  private int stretches;

  /**
   * A stretch of time of a measurement that differs.
   *
   * @param toSend what of it is to be sent again
   * @param onlyInTdengine whether TDengine has rows or values there that InfluxDB has not
   */
  record Part(
      String measurement, Window window, List<Findings.Stretch> toSend, boolean onlyInTdengine) {}

  void add(String measurement, Findings findings) {
    List<Findings.Stretch> toSend = findings.toSend();
    if (!toSend.isEmpty() && stretches + toSend.size() > STRETCHES) {
      toSend = List.of(whole(toSend));
    }
    stretches += toSend.size();
    parts
        .computeIfAbsent(measurement, name -> new ArrayList<>())
        .add(new Part(measurement, findings.span(), toSend, findings.onlyInTdengine()));
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  /** All parts, measurement by measurement. */
  List<Part> parts() {
    return parts.values().stream().flatMap(List::stream).toList();
  }

  boolean hasToSend() {
    return parts().stream().anyMatch(part -> !part.toSend().isEmpty());
  }

  /**
   * What is to be sent, as the source connector's setting {@code ranges} takes it: the rows
   * themselves, as long as they are not too many for one setting; else whole stretches.
   *
   * @param most entries of the setting
   * @param mostBytes of the setting
   * @param addedTags tags that InfluxDB does not know: they were added on the way
   */
  List<ReadRange> ranges(int most, int mostBytes, Set<String> addedTags) {
    List<ReadRange> ranges = new ArrayList<>();
    parts()
        .forEach(
            part ->
                part.toSend()
                    .forEach(stretch -> add(ranges, part.measurement(), stretch, addedTags)));
    if (ranges.size() <= most && bytes(ranges) <= mostBytes) {
      return ranges;
    }
    for (int each = Math.max(1, most / parts.size()); ; each /= 2) {
      List<ReadRange> whole = whole(each);
      if (each == 1 || bytes(whole) <= mostBytes) {
        return whole;
      }
    }
  }

  /** As the setting has them every character is a byte. */
  private static int bytes(List<ReadRange> ranges) {
    return ReadRange.format(ranges).length();
  }

  /** At most so many stretches of each measurement, of all series. */
  private List<ReadRange> whole(int each) {
    List<ReadRange> whole = new ArrayList<>();
    parts.forEach(
        (measurement, its) ->
            merged(its, each).forEach(window -> whole.add(all(measurement, window))));
    return whole;
  }

  private static void add(
      List<ReadRange> ranges, String measurement, Findings.Stretch stretch, Set<String> addedTags) {
    if (stretch.series().isEmpty()) {
      ranges.add(all(measurement, stretch.window()));
      return;
    }
    stretch
        .series()
        .forEach(
            series -> {
              Map<String, String> tags = new LinkedHashMap<>(series.tags().asMap());
              tags.keySet().removeAll(addedTags);
              ranges.add(new ReadRange(measurement, stretch.window(), Optional.of(Tags.of(tags))));
            });
  }

  /** From the first of the stretches to the last, of all series. */
  private static Findings.Stretch whole(List<Findings.Stretch> stretches) {
    return new Findings.Stretch(
        new Window(
            stretches.get(0).window().from(), stretches.get(stretches.size() - 1).window().to()),
        Set.of());
  }

  private static ReadRange all(String measurement, Window window) {
    return new ReadRange(measurement, window, Optional.empty());
  }

  /** The stretches to send of a measurement, neighbours made one until they are few enough. */
  private static List<Window> merged(List<Part> parts, int most) {
    List<Window> windows = new ArrayList<>();
    for (Part part : parts) {
      if (!part.toSend().isEmpty()) {
        windows.add(whole(part.toSend()).window());
      }
    }
    windows.sort((a, b) -> Long.compare(a.from(), b.from()));
    int group = (windows.size() + most - 1) / most;
    List<Window> merged = new ArrayList<>();
    for (int i = 0; i < windows.size(); i += group) {
      List<Window> some = windows.subList(i, Math.min(windows.size(), i + group));
      merged.add(
          new Window(some.get(0).from(), some.stream().mapToLong(Window::to).max().orElseThrow()));
    }
    return merged;
  }
}
