package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.replicator.run.StopSignal;
import io.github.influx2tdengine.source.plan.Throttle;
import io.github.influx2tdengine.source.plan.Window;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares every value of a measurement, window by window, and finds the windows that differ. */
final class FirstLook implements MeasurementLook {
  private final Sides sides;
  private final Failing failing;
  private final WindowComparison comparison;
  private final Throttle throttle;
  private final StopSignal stop;

  FirstLook(Sides sides, Failing failing, StopSignal stop) {
    this.sides = sides;
    this.failing = failing;
    this.stop = stop;
    this.comparison = new WindowComparison(sides, failing);
    this.throttle = new Throttle(sides.source().pointsPerSecondMax());
  }

  @Override
  public List<Suspect> look(TableView view, Tally tally, Window range, Step step)
      throws IOException, SQLException, InterruptedException {
    List<Suspect> suspects = new ArrayList<>();
    try (WindowsAhead windows =
        new WindowsAhead(
            new MeasurementReader(sides, failing, view, throttle), range, sides.windowsAtOnce())) {
      while (!stop.requested()) {
        Optional<WindowsAhead.Read> read = windows.next();
        if (read.isEmpty()) {
          break;
        }
        Window window = read.get().window();
        Findings findings =
            comparison.compare(
                view,
                tally.seen(),
                window,
                read.get().content(),
                Findings::new,
                tally.seen()::expired);
        if (!findings.isEmpty()) {
          suspects.add(new Suspect(view.name(), findings.span(), findings));
        }
        tally.compared(read.get().content().points(), window.to());
        step.done(suspects);
      }
    }
    return suspects;
  }
}
