package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.replicator.run.Console;
import io.github.influx2tdengine.replicator.run.StopSignal;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks again at what differed. Only what is still there after a pause is a difference: rows may
 * have been written, or been on their way, while both sides were read. What came up meanwhile gets
 * another look, three in all.
 */
final class SecondLook {
  /** A window that still changes after so many looks has a fast writer; then it counts. */
  private static final int LOOKS = 3;

  private final Sides sides;
  private final Failing failing;
  private final Looking looking;
  private final StopSignal stop;
  private final Console console;
  private final boolean sinkMayLag;
  private final int listed;
  private final List<Suspect> stayed = new ArrayList<>();
  private int remembered;
  private Differences differences;
  private RepairPlan plan = new RepairPlan();

  /**
   * @param sinkMayLag whether rows may be missing because they wait in Kafka
   */
  SecondLook(
      Sides sides,
      Failing failing,
      Console console,
      StopSignal stop,
      boolean sinkMayLag,
      int listed) {
    this.sides = sides;
    this.failing = failing;
    this.looking = new Looking(sides, failing);
    this.console = console;
    this.stop = stop;
    this.sinkMayLag = sinkMayLag;
    this.listed = listed;
    this.differences = new Differences(listed);
  }

  /** What stays of a part of a suspect, what is new, and what is to be sent again. */
  static final class Again implements Found {
    private final Suspect suspect;
    private final boolean last;
    private final Differences stays;
    private final Findings counted = new Findings();
    private final Findings fresh = new Findings();

    Again(Suspect suspect, boolean last, int listed) {
      this.suspect = suspect;
      this.last = last;
      this.stays = new Differences(listed);
    }

    @Override
    public void add(Difference difference) {
      // Where more was counted than can be remembered, what is known to be new is not among it.
      if (!suspect.findings().remembers(difference) && suspect.counted().had(difference)) {
        return;
      }
      if (last || suspect.findings().had(difference)) {
        stays.add(difference);
        counted.add(difference);
      } else {
        fresh.add(difference);
      }
    }

    /** What is known to stay. */
    Differences stays() {
      return stays;
    }
  }

  /**
   * Looks at each suspect until its differences are gone or are known to stay. Where rows may wait
   * in Kafka, as long as fewer are missing each time.
   *
   * @param seen what was seen of each measurement
   * @return false when it was stopped before
   */
  boolean run(List<Suspect> found, Map<String, Seen> seen, Duration settle)
      throws IOException, SQLException, InterruptedException {
    List<Suspect> suspects = found;
    long before = Long.MAX_VALUE;
    Duration pause = settle;
    while (true) {
      long begin = System.nanoTime();
      if (!looks(suspects, seen, pause)) {
        return false;
      }
      long missing = differences.count(Difference.Kind.MISSING);
      if (!sinkMayLag || missing == 0 || missing >= before) {
        return true;
      }
      console.line(
          "%,d rows are missing; looking again as long as it becomes fewer".formatted(missing));
      before = missing;
      // What takes long to look at is left alone for as long.
      Duration took = Duration.ofNanos(System.nanoTime() - begin).minus(pause);
      pause = took.compareTo(settle) > 0 ? took : settle;
      suspects = List.copyOf(stayed);
      stayed.clear();
      remembered = 0;
      differences = new Differences(listed);
      plan = new RepairPlan();
    }
  }

  private boolean looks(List<Suspect> found, Map<String, Seen> seen, Duration settle)
      throws IOException, SQLException, InterruptedException {
    List<Suspect> suspects = found;
    for (int look = 1; look <= LOOKS && !suspects.isEmpty(); look++) {
      if (stop.await(settle.toMillis())) {
        return false;
      }
      suspects = again(suspects, seen, look == LOOKS);
    }
    return !stop.requested();
  }

  private void stays(String measurement, Findings counted) {
    plan.add(measurement, counted);
    if (sinkMayLag) {
      remembered += counted.remembered();
      // What was counted tells old from new in the next look, so that it stays as it is.
      stayed.add(
          new Suspect(
              measurement,
              counted.span(),
              remembered > Comparison.REMEMBERED ? Findings.forgotten(counted.span()) : counted));
    }
  }

  private List<Suspect> again(List<Suspect> suspects, Map<String, Seen> seen, boolean last)
      throws IOException, SQLException, InterruptedException {
    List<Suspect> still = new ArrayList<>();
    // The tables as they are now: a column may have been added meanwhile.
    Map<String, TableView> views = new HashMap<>();
    for (Suspect suspect : suspects) {
      if (stop.requested()) {
        break;
      }
      String name = suspect.measurement();
      TableView view = views.get(name);
      if (view == null) {
        view = failing.tdengine(sides.tdengine(), () -> sides.view(name));
        views.put(name, view);
      }
      looking.look(
          view,
          seen.computeIfAbsent(name, key -> new Seen()),
          suspect.window(),
          () -> new Again(suspect, last, listed),
          again -> {
            differences.addAll(again.stays);
            if (!again.counted.isEmpty()) {
              stays(name, again.counted);
            }
            if (!again.fresh.isEmpty()) {
              still.add(new Suspect(name, again.fresh.span(), again.fresh, again.counted));
            }
          });
    }
    return still;
  }

  /** What stays. */
  Differences differences() {
    return differences;
  }

  /** What would have to be done about it. */
  RepairPlan plan() {
    return plan;
  }
}
