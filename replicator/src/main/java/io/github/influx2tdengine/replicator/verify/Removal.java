package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.replicator.run.StopSignal;
import io.github.influx2tdengine.sink.name.Names;
import io.github.influx2tdengine.source.plan.Window;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Removes from TDengine what InfluxDB has not: rows are deleted, values become NULL. Each stretch
 * is compared once more at the moment of removing, so that what InfluxDB has by then stays. Left
 * alone is what cannot be told to be TDengine's alone.
 */
final class Removal {
  /** Rows remembered at once; a stretch with more is looked at again when they are gone. */
  private static final int REMEMBERED = 100_000;

  private final Sides sides;
  private final Failing failing;
  private final Looking looking;
  private final StopSignal stop;
  private final Set<String> untouched = new HashSet<>();
  private long rows;
  private long values;
  private boolean spared;

  Removal(Sides sides, Failing failing, StopSignal stop) {
    this.sides = sides;
    this.failing = failing;
    this.looking = new Looking(sides, failing);
    this.stop = stop;
  }

  /** Rows and values of one stretch that TDengine alone has, and that may be removed. */
  static final class Alone implements Found {
    private final Map<String, List<Long>> times = new LinkedHashMap<>();
    private final Map<String, Map<Long, List<String>>> columns = new LinkedHashMap<>();
    private final Set<String> untouched;
    private int count;
    private boolean full;
    private boolean spared;

    /** The row whose values came last, and whether it lacks one of InfluxDB's. */
    private String table = "";

    private long time;
    private boolean lacks;

    /**
     * @param untouched takes subtables whose tags are not the series', or that series share: whose
     *     rows are in them is not sure
     */
    Alone(Set<String> untouched) {
      this.untouched = untouched;
    }

    @Override
    public void add(Difference difference) {
      switch (difference.kind()) {
        case TABLE, TAGS -> untouched.add(difference.subtable());
        case EXTRA -> {
          if (takes(difference)) {
            times
                .computeIfAbsent(difference.subtable(), key -> new ArrayList<>())
                .add(difference.time());
          }
        }
        case VALUE -> value(difference);
        case MISSING, COUNT -> {
          // Nothing of TDengine's.
        }
      }
    }

    /**
     * All values of a row come one behind the other. Where one of InfluxDB's is not there, another
     * column may have it, so that none of the row is emptied before the row was sent again.
     */
    private void value(Difference difference) {
      if (!difference.subtable().equals(table) || difference.time() != time) {
        table = difference.subtable();
        time = difference.time();
        lacks = false;
      }
      if (!difference.onlyInTdengine()) {
        lacks = true;
        List<String> others = columns.getOrDefault(table, Map.of()).get(time);
        if (others != null) {
          columns.get(table).remove(time);
          count -= others.size();
          spared = true;
        }
      } else if (lacks) {
        spared = true;
      } else if (takes(difference)) {
        columns
            .computeIfAbsent(table, key -> new LinkedHashMap<>())
            .computeIfAbsent(time, key -> new ArrayList<>())
            .add(difference.field());
      }
    }

    private boolean takes(Difference difference) {
      if (untouched.contains(difference.subtable())) {
        spared = true;
        return false;
      }
      full |= count == REMEMBERED;
      if (count == REMEMBERED) {
        return false;
      }
      count++;
      return true;
    }

    /** Lets go of what is in subtables that became known as such only afterwards. */
    void spare() {
      spared |= times.keySet().removeAll(untouched);
      spared |= columns.keySet().removeAll(untouched);
    }

    /** The times of rows to delete, by subtable. */
    Map<String, List<Long>> times() {
      return times;
    }

    /** The columns to empty, by subtable and time. */
    Map<String, Map<Long, List<String>>> columns() {
      return columns;
    }

    private long rows() {
      return times.values().stream().mapToLong(List::size).sum();
    }

    private long values() {
      return columns.values().stream()
          .flatMap(byTime -> byTime.values().stream())
          .mapToLong(List::size)
          .sum();
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

  /** Whether there is more, and looking again would come any further. */
  private boolean remove(TableView view, Window window)
      throws IOException, SQLException, InterruptedException {
    int before = untouched.size();
    List<Alone> found = new ArrayList<>();
    looking.look(view, new Seen(), window, () -> new Alone(untouched), found::add);
    boolean full = false;
    long removed = 0;
    for (Alone alone : found) {
      alone.spare();
      failing.tdengine(
          sides.tdengine(),
          () -> {
            delete(view, alone.times);
            empty(view, alone.columns);
            return null;
          });
      rows += alone.rows();
      values += alone.values();
      removed += alone.rows() + alone.values();
      full |= alone.full;
      spared |= alone.spared;
    }
    return full && (removed > 0 || untouched.size() > before);
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

  /** Whether something was left alone. */
  boolean spared() {
    return spared;
  }
}
