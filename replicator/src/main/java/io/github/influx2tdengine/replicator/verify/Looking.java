package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.source.plan.Window;
import io.github.influx2tdengine.source.read.InfluxException;
import io.github.influx2tdengine.source.read.TypesUndecided;
import io.github.influx2tdengine.source.read.WindowContent;
import io.github.influx2tdengine.source.read.WindowTooLarge;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Looks at a stretch of time now, in parts where it is too much at once. */
final class Looking {
  private final Sides sides;
  private final Failing failing;
  private final WindowComparison comparison;

  Looking(Sides sides, Failing failing) {
    this.sides = sides;
    this.failing = failing;
    this.comparison = new WindowComparison(sides, failing);
  }

  /**
   * Compares the stretch.
   *
   * @param fresh makes what the differences of a part are collected in
   * @param done takes it when the part is compared
   */
  <F extends Found> void look(
      TableView view, Seen seen, Window stretch, Supplier<F> fresh, Consumer<F> done)
      throws IOException, SQLException, InterruptedException {
    Deque<Window> windows = new ArrayDeque<>(List.of(stretch));
    while (!windows.isEmpty()) {
      Window window = windows.removeFirst();
      WindowContent content;
      try {
        long memory =
            window.divisible() ? WindowsAhead.MEMORY : WindowsAhead.MEMORY_OF_A_NANOSECOND;
        content = failing.influx(() -> sides.influx().read(view.measurement(), window, memory));
      } catch (IOException e) {
        boolean tooMuch =
            e instanceof WindowTooLarge
                || e instanceof TypesUndecided
                || e instanceof InfluxException influx
                    && influx.kind() == InfluxException.Kind.LIMIT;
        if (!tooMuch || !window.divisible()) {
          throw e;
        }
        List<Window> halves = window.halves();
        windows.addFirst(halves.get(1));
        windows.addFirst(halves.get(0));
        continue;
      }
      // Expired rows were counted at the first look.
      done.accept(comparison.compare(view, seen, window, content, fresh, rows -> {}));
    }
  }
}
