package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.replicator.run.StopSignal;
import io.github.influx2tdengine.sink.name.Names;
import io.github.influx2tdengine.source.plan.Window;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Removes from TDengine what InfluxDB has not: rows are deleted, values become NULL. Each stretch
 * is compared once more at the moment of removing, so that what InfluxDB has by then stays.
 */
final class Removal {
  /** Rows remembered at once; a stretch with more is looked at again when they are gone. */
  private static final int REMEMBERED = 100_000;

  private final Sides sides;
  private final Failing failing;
  private final Looking looking;
  private final StopSignal stop;
  private long rows;
  private long values;

  Removal(Sides sides, Failing failing, StopSignal stop) {
    this.sides = sides;
    this.failing = failing;
    this.looking = new Looking(sides, failing);
    this.stop = stop;
  }

  /** Rows and values of one stretch that TDengine alone has. */
  private static final class Alone implements Found {
    private final Map<String, List<Long>> times = new LinkedHashMap<>();
    private final Map<String, Map<Long, List<String>>> columns = new LinkedHashMap<>();
    private int count;

    @Override
    public void add(Difference difference) {
      if (!difference.onlyInTdengine() || count == REMEMBERED) {
        return;
      }
      count++;
      if (difference.kind() == Difference.Kind.EXTRA) {
        times
            .computeIfAbsent(difference.subtable(), key -> new ArrayList<>())
            .add(difference.time());
      } else {
        columns
            .computeIfAbsent(difference.subtable(), key -> new LinkedHashMap<>())
            .computeIfAbsent(difference.time(), key -> new ArrayList<>())
            .add(difference.field());
      }
    }
  }

  /** Removes what of the plan's parts TDengine alone has. */
  void remove(RepairPlan plan) throws IOException, SQLException, InterruptedException {
    Map<String, TableView> views = new HashMap<>();
    for (RepairPlan.Part part : plan.parts()) {
      if (!part.onlyInTdengine() || stop.requested()) {
        continue;
      }
      TableView view = views.get(part.measurement());
      if (view == null) {
        view = failing.tdengine(sides.tdengine(), () -> sides.view(part.measurement()));
        views.put(part.measurement(), view);
      }
      if (view.table().isPresent()) {
        while (remove(view, part.window()) && !stop.requested()) {
          // As long as there was more than can be remembered.
        }
      }
    }
  }

  /** Whether there may be more. */
  private boolean remove(TableView view, Window window)
      throws IOException, SQLException, InterruptedException {
    List<Alone> found = new ArrayList<>();
    looking.look(view, new Seen(), window, Alone::new, found::add);
    boolean more = false;
    for (Alone alone : found) {
      failing.tdengine(
          sides.tdengine(),
          () -> {
            delete(view, alone.times);
            empty(view, alone.columns);
            return null;
          });
      rows += alone.times.values().stream().mapToLong(List::size).sum();
      values +=
          alone.columns.values().stream()
              .flatMap(byTime -> byTime.values().stream())
              .mapToLong(List::size)
              .sum();
      more |= alone.count == REMEMBERED;
    }
    return more;
  }

  private void delete(TableView view, Map<String, List<Long>> times) throws SQLException {
    String time = Names.quoted(view.table().orElseThrow().timeColumn());
    for (Map.Entry<String, List<Long>> table : times.entrySet()) {
      for (long at : table.getValue()) {
        sides
            .tdengine()
            .execute(
                "DELETE FROM "
                    + sides.tdengine().qualified(table.getKey())
                    + " WHERE "
                    + time
                    + " = "
                    + at);
      }
    }
  }

  private void empty(TableView view, Map<String, Map<Long, List<String>>> columns)
      throws SQLException {
    String time = Names.quoted(view.table().orElseThrow().timeColumn());
    for (Map.Entry<String, Map<Long, List<String>>> table : columns.entrySet()) {
      for (Map.Entry<Long, List<String>> row : table.getValue().entrySet()) {
        StringBuilder names = new StringBuilder(time);
        StringBuilder nulls = new StringBuilder(Long.toString(row.getKey()));
        for (String column : row.getValue()) {
          names.append(", ").append(Names.quoted(column));
          nulls.append(", NULL");
        }
        sides
            .tdengine()
            .execute(
                "INSERT INTO "
                    + sides.tdengine().qualified(table.getKey())
                    + " ("
                    + names
                    + ") VALUES ("
                    + nulls
                    + ")");
      }
    }
  }

  long rows() {
    return rows;
  }

  long values() {
    return values;
  }
}
