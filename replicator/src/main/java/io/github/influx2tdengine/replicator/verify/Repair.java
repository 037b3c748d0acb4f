package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.replicator.repair.Resending;
import io.github.influx2tdengine.replicator.run.Console;
import io.github.influx2tdengine.replicator.run.StopSignal;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Puts right what differs: has it sent again, removes what TDengine alone has where that was asked
 * for, and compares the same stretches again.
 */
final class Repair {
  /** What comes up anew while it is repaired, as late points do, gets another round. */
  private static final int ROUNDS = 3;

  private static final long LOOK_MS = 1_000;

  private final Sides sides;
  private final Failing failing;
  private final Looking looking;
  private final Function<String, Seen> seen;
  private final Optional<Resending> resending;
  private final boolean deleteExtra;
  private final Console console;
  private final StopSignal stop;
  private long sent;

  /**
   * @param seen what was seen of a measurement
   * @param resending how points are sent again; empty where that was not asked for
   * @param deleteExtra whether what TDengine alone has is removed
   */
  Repair(
      Sides sides,
      Failing failing,
      Function<String, Seen> seen,
      Optional<Resending> resending,
      boolean deleteExtra,
      Console console,
      StopSignal stop) {
    this.sides = sides;
    this.failing = failing;
    this.looking = new Looking(sides, failing);
    this.seen = seen;
    this.resending = resending;
    this.deleteExtra = deleteExtra;
    this.console = console;
    this.stop = stop;
  }

  /** What differs at one moment, in the stretches of a plan. */
  private record State(Differences differences, RepairPlan plan) {}

  /**
   * Repairs.
   *
   * @param found what differs
   * @return what was done, and what still differs
   */
  Repaired run(Differences found, RepairPlan plan)
      throws IOException, SQLException, InterruptedException {
    State state = new State(found, plan);
    Removal removal = new Removal(sides, failing, stop);
    for (int round = 0; round < ROUNDS && !state.plan().isEmpty() && !stop.requested(); round++) {
      long before = state.differences().count();
      // Once, too, for values that TDengine alone has: one beside a field's other types goes with
      // it.
      if (resending.isPresent() && (round == 0 ? state.plan().hasToSend() : toWrite(state))) {
        state = sendAgain(resending.get(), state);
      }
      if (deleteExtra && state.differences().onlyInTdengine() > 0 && !stop.requested()) {
        console.line("Removing " + alone(state.differences()) + ", which TDengine alone has");
        removal.remove(state.plan());
        if (removal.spared()) {
          console.line(
              "Left alone: what is in subtables with other tags or of several series, and values in"
                  + " rows that lack one of InfluxDB's");
        }
        state = look(state.plan());
      }
      if (state.differences().count() == before && round > 0) {
        break;
      }
    }
    return new Repaired(sent, removal.rows(), removal.values(), state.differences());
  }

  static String alone(Differences differences) {
    long rows = differences.count(Difference.Kind.EXTRA);
    long values = differences.onlyInTdengine() - rows;
    return values == 0
        ? "%,d rows".formatted(rows)
        : rows == 0
            ? "%,d values".formatted(values)
            : "%,d rows and %,d values".formatted(rows, values);
  }

  /** Sends, and looks until all is there or nothing comes any more. */
  private State sendAgain(Resending way, State before)
      throws IOException, SQLException, InterruptedException {
    var ranges =
        before
            .plan()
            .ranges(
                Resending.MOST_RANGES, Resending.MOST_BYTES, sides.source().addedTags().keySet());
    console.line("Sending again: %,d stretches of time".formatted(ranges.size()));
    way.send(ranges);
    sent += ranges.size();
    State state = look(before.plan());
    long changed = System.nanoTime();
    while (toWrite(state) && System.nanoTime() - changed < way.patience().toNanos()) {
      long begin = System.nanoTime();
      // A look that takes long is not followed by another at once: the servers have other work.
      if (stop.await(LOOK_MS)) {
        break;
      }
      State next = look(state.plan());
      if (next.differences().count() != state.differences().count()) {
        changed = System.nanoTime();
      } else {
        stop.await((System.nanoTime() - begin) / 1_000_000);
      }
      state = next;
    }
    return state;
  }

  /** Whether rows or values that InfluxDB has are not in TDengine. */
  private static boolean toWrite(State state) {
    return state.plan().hasToSend()
        && state.differences().count() > state.differences().onlyInTdengine();
  }

  private State look(RepairPlan plan) throws IOException, SQLException, InterruptedException {
    Differences differences = new Differences(Verification.LISTED);
    RepairPlan next = new RepairPlan();
    Map<String, TableView> views = new HashMap<>();
    for (RepairPlan.Part part : plan.parts()) {
      TableView view = views.get(part.measurement());
      if (view == null) {
        view = failing.tdengine(sides.tdengine(), () -> sides.view(part.measurement()));
        views.put(part.measurement(), view);
      }
      look(view, part, differences, next);
    }
    return new State(differences, next);
  }

  private void look(TableView view, RepairPlan.Part part, Differences differences, RepairPlan next)
      throws IOException, SQLException, InterruptedException {
    List<Both> found = new ArrayList<>();
    looking.look(view, seen.apply(part.measurement()), part.window(), Both::new, found::add);
    for (Both both : found) {
      differences.addAll(both.differences);
      if (!both.findings.isEmpty()) {
        next.add(part.measurement(), both.findings);
      }
    }
  }

  private static final class Both implements Found {
    private final Differences differences = new Differences(Verification.LISTED);
    private final Findings findings = new Findings();

    @Override
    public void add(Difference difference) {
      differences.add(difference);
      findings.add(difference);
    }
  }
}
