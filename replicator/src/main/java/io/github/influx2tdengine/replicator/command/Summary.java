package io.github.influx2tdengine.replicator.command;

import io.github.influx2tdengine.replicator.run.Outcome;

/** The last sentence of a run. */
final class Summary {
  private Summary() {}

  static String of(Outcome outcome, boolean bounded) {
    String what =
        "%,d points of %d measurements in %.1f s, %,d a second"
            .formatted(
                outcome.points(),
                outcome.measurements(),
                outcome.seconds(),
                outcome.pointsPerSecond());
    String end;
    if (!outcome.complete()) {
      end = "Stopped before the end; run the same command again to go on: ";
    } else if (bounded) {
      end = "Done: ";
    } else {
      end = "Stopped; run the same command again to go on: ";
    }
    return end + what + (outcome.refused() > 0 ? "; " + outcome.refused() + " rows refused" : "");
  }
}
