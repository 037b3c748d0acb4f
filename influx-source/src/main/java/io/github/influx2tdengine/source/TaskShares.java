package io.github.influx2tdengine.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Shares measurements among tasks, so that each has about as many series to read. */
final class TaskShares {
  /** More windows at once are for the user to choose: each is a query that the server runs. */
  private static final int MOST_WINDOWS = 4;

  private TaskShares() {}

  /**
   * Windows that a task may read at once so that all tasks together read as many as there may be
   * tasks.
   *
   * @param number of the task, from 0; the first have the largest measurements
   * @param tasks that there are
   * @param most tasks that there may be
   */
  static int windows(int number, int tasks, int most) {
    int share = most / tasks + (number < most % tasks ? 1 : 0);
    return Math.max(1, Math.min(MOST_WINDOWS, share));
  }

  /**
   * The largest measurements first, each to the task that has least so far.
   *
   * @param series how many series each measurement has; 1 is taken where it is not known
   * @param tasks the most tasks to make, at least 1
   * @return at least one list, none of them empty unless there is no measurement
   */
  static List<List<String>> share(List<String> measurements, Map<String, Long> series, int tasks) {
    int count = Math.max(1, Math.min(tasks, measurements.size()));
    List<List<String>> shares = new ArrayList<>();
    long[] load = new long[count];
    for (int i = 0; i < count; i++) {
      shares.add(new ArrayList<>());
    }
    List<String> ordered = new ArrayList<>(measurements);
    ordered.sort(
        Comparator.comparing((String name) -> series.getOrDefault(name, 1L))
            .reversed()
            .thenComparing(Comparator.naturalOrder()));
    for (String name : ordered) {
      int least = 0;
      for (int i = 1; i < count; i++) {
        if (load[i] < load[least]) {
          least = i;
        }
      }
      shares.get(least).add(name);
      load[least] += Math.max(1, series.getOrDefault(name, 1L));
    }
    return shares;
  }
}
