package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.source.plan.Window;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** A first look at measurements, which finds the windows in which the sides differ. */
interface MeasurementLook {
  /** Called after each window. */
  interface Step {
    /**
     * @param suspects the measurement's windows that differ, as far as it was looked at; the same
     *     list each time, which grows
     */
    void done(List<Suspect> suspects);
  }

  /** The windows that differ, in the order of time; those that were looked at until a stop. */
  List<Suspect> look(TableView view, Tally tally, Window range, Step step)
      throws IOException, SQLException, InterruptedException;
}
