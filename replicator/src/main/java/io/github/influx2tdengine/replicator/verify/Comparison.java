package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.replicator.repair.Resending;
import io.github.influx2tdengine.replicator.run.Console;
import io.github.influx2tdengine.replicator.run.StopSignal;
import io.github.influx2tdengine.source.plan.TimeText;
import io.github.influx2tdengine.source.plan.Window;
import io.github.influx2tdengine.source.read.Measurement;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One comparison of all measurements: a first look at everything, a second at what differed, and a
 * count of series against subtables.
 */
final class Comparison {
  /** Differences remembered one by one, over all windows: 8 to 16 MB of hashes. */
  static final int REMEMBERED = 500_000;

  /** With more measurements, counting their rows first would take longer than it is worth. */
  private static final int COUNTED = 200;

  private final Sides sides;
  private final VerifyOptions options;
  private final Written written;
  private final ProgressFile progress;
  private final Console console;
  private final StopSignal stop;
  private final Failing failing;
  private final Window range;
  private final SecondLook second;
  private final MeasurementTable table;
  private final Map<String, Tally> tallies = new LinkedHashMap<>();
  private final List<Suspect> suspects = new ArrayList<>();

  /** Those of the measurement that is being looked at. */
  private List<Suspect> current = List.of();

  private final List<String> notCompared = new ArrayList<>();

  /** All that stays different, the counts of subtables among it. */
  private final Differences counted = new Differences(Verification.LISTED);

  private int remembered;
  private boolean complete;

  /**
   * @param left what an interrupted comparison left to go on with
   */
  Comparison(
      Sides sides,
      VerifyOptions options,
      Written written,
      ProgressFile progress,
      Optional<ProgressFile.Left> left,
      Console console,
      StopSignal stop) {
    this.sides = sides;
    this.options = options;
    this.written = written;
    this.progress = progress;
    this.console = console;
    this.stop = stop;
    this.failing = new Failing(stop);
    this.range = left.map(ProgressFile.Left::range).orElseGet(sides::range);
    this.second =
        new SecondLook(
            sides, failing, console, stop, written.upTo().isPresent(), Verification.LISTED);
    this.table = new MeasurementTable(console, sides.measurements(), options.quick());
    left.ifPresent(
        before -> {
          tallies.putAll(before.tallies());
          suspects.addAll(before.suspects());
        });
  }

  void run() throws IOException, SQLException, InterruptedException {
    ProgressBar bar = new ProgressBar(console, expected());
    MeasurementLook look =
        options.quick() ? new QuickLook(sides, failing, stop) : new FirstLook(sides, failing, stop);
    try {
      for (String measurement : sides.measurements()) {
        if (!stop.requested()) {
          look(measurement, look, bar);
        }
      }
    } finally {
      // Also when it failed: what was found to differ must not be taken for equal later.
      progress.saveNow(tallies.values(), List.of(suspects, current));
    }
    if (!suspects.isEmpty() && !stop.requested()) {
      console.line(
          "Looking again at %,d stretches of time that differ, after %d s"
              .formatted(suspects.size(), options.settle().toSeconds()));
    }
    Map<String, Seen> seen = new HashMap<>();
    tallies.forEach((name, tally) -> seen.put(name, tally.seen()));
    complete = !stop.requested() && second.run(suspects, seen, options.settle());
    counted.addAll(second.differences());
    if (!complete) {
      return;
    }
    countSubtables(counted);
    suspects.stream()
        .map(Suspect::measurement)
        .distinct()
        .forEach(
            name -> {
              long count = counted.count(name);
              console.line("  %s: %s".formatted(name, count == 0 ? "equal by now" : found(count)));
            });
  }

  private void look(String measurement, MeasurementLook look, ProgressBar bar)
      throws IOException, SQLException, InterruptedException {
    Optional<Window> whole = written.of(measurement, range);
    Optional<Window> rest = written.rest(measurement, range);
    if (rest.isPresent() && nothingToRead(measurement, rest.get())) {
      // Without points there never is an offset.
      whole = whole.or(() -> Optional.of(range));
    } else if (rest.isPresent()) {
      notCompared.add(
          "Not compared: measurement '"
              + measurement
              + (whole.isEmpty()
                  ? "', of which nothing was read in that range yet"
                  : "' from "
                      + TimeText.format(rest.get().from())
                      + " on, which was not read yet"));
    }
    if (whole.isEmpty()) {
      return;
    }
    Tally tally = tallies.computeIfAbsent(measurement, name -> new Tally(name, range.from()));
    long to = whole.get().to();
    if (tally.reached() >= to) {
      bar.done(0);
      return;
    }
    TableView view = failing.tdengine(sides.tdengine(), () -> sides.view(measurement));
    List<Suspect> found =
        look.look(
            view,
            tally,
            new Window(tally.reached(), to),
            some -> {
              current = some;
              bar.show(tally);
              progress.save(tallies.values(), List.of(suspects, some));
            });
    if (!stop.requested()) {
      tally.compared(0, to);
    }
    found.forEach(this::suspect);
    current = List.of();
    bar.done(tally.points());
    if (tally.points() > 0 || !found.isEmpty()) {
      table.row(tally, result(view, found));
    }
  }

  private boolean nothingToRead(String measurement, Window window)
      throws IOException, SQLException, InterruptedException {
    return failing
        .influx(() -> sides.influx().firstTime(new Measurement(measurement), window))
        .isEmpty();
  }

  private void suspect(Suspect suspect) {
    remembered += suspect.findings().remembered();
    if (remembered > REMEMBERED) {
      suspect.findings().forget();
    }
    suspects.add(suspect);
  }

  private String result(TableView view, List<Suspect> found) {
    long count = found.stream().mapToLong(suspect -> suspect.findings().count()).sum();
    if (count == 0) {
      return options.quick() ? "equal counts" : "equal";
    }
    return view.table().isPresent()
        ? found(count) + ", to be looked at again"
        : "no table '%s' of this measurement in TDengine".formatted(view.tableName());
  }

  private static String found(long count) {
    return count == 1 ? "1 difference" : "%,d differences".formatted(count);
  }

  /** About how many points there are: as many as TDengine has rows. */
  private long expected() throws SQLException, InterruptedException {
    if (sides.measurements().size() > COUNTED) {
      return 0;
    }
    long rows = 0;
    for (String measurement : sides.measurements()) {
      TableView view = failing.tdengine(sides.tdengine(), () -> sides.view(measurement));
      if (view.table().isPresent()) {
        rows +=
            failing.tdengine(
                sides.tdengine(),
                () ->
                    sides
                        .tdengine()
                        .counts(
                            view.table().get(), view.filter(), List.of(), range.from(), range.to())
                        .get(0));
      }
    }
    return rows;
  }

  /**
   * Series that meet in one subtable by a fault of the naming would be looked for where they were
   * written, and found: so they are counted, too. Where something else differs, so may the counts.
   *
   * @param known what differs; takes what is found here
   */
  private void countSubtables(Differences known) throws SQLException, InterruptedException {
    for (Tally tally : tallies.values()) {
      Seen seen = tally.seen();
      if (tally.whole()
          && !options.quick()
          && seen.expired() == 0
          && seen.series() != seen.subtables()
          && known.count(tally.measurement()) == 0) {
        countSubtables(tally, known);
      }
    }
  }

  private void countSubtables(Tally tally, Differences known)
      throws SQLException, InterruptedException {
    TableView view = failing.tdengine(sides.tdengine(), () -> sides.view(tally.measurement()));
    long subtables =
        view.table().isEmpty()
            ? 0
            : failing.tdengine(
                sides.tdengine(),
                () ->
                    sides
                        .tdengine()
                        .subtables(
                            view.table().get(), view.filter(), range.from(), tally.reached()));
    int series = tally.seen().series();
    if (subtables != series) {
      known.add(
          new Difference(
              Difference.Kind.COUNT,
              tally.measurement(),
              view.tableName(),
              Optional.empty(),
              range.from(),
              "subtables",
              Optional.of("%,d series".formatted(series)),
              Optional.of("%,d subtables".formatted(subtables))));
    }
  }

  /** Has what differs put right, and counts the subtables of what is equal by then. */
  Repaired repair(Optional<Resending> resending, boolean deleteExtra)
      throws IOException, SQLException, InterruptedException {
    Repaired repaired =
        new Repair(sides, failing, this::seen, resending, deleteExtra, console, stop)
            .run(second.differences(), second.plan());
    countSubtables(repaired.left());
    return repaired;
  }

  private Seen seen(String measurement) {
    Tally tally = tallies.get(measurement);
    return tally == null ? new Seen() : tally.seen();
  }

  /** What stays different. */
  Differences differences() {
    return counted;
  }

  /** The report, with what was repaired if something was. */
  Report report(Optional<Repaired> repaired, double seconds) {
    return new Report(
        options.quick(),
        new ArrayList<>(tallies.values()),
        counted,
        repaired,
        notCompared,
        seconds,
        complete);
  }

  boolean complete() {
    return complete;
  }

  /** The range that is compared, as text. */
  String rangeText() {
    return TimeText.format(range.from()) + " to " + TimeText.format(range.to());
  }
}
