package io.github.influx2tdengine.testkit.influx;

import io.github.influx2tdengine.points.FieldType;
import io.github.influx2tdengine.testkit.influx.InfluxQl.Fill;
import io.github.influx2tdengine.testkit.influx.InfluxQl.Grouping;
import io.github.influx2tdengine.testkit.influx.InfluxQl.Select;
import io.github.influx2tdengine.testkit.influx.SelectRunner.Projection;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** count, sum, mean, min, max, first and last over a group, whole or by intervals of time. */
final class Aggregation {
  private static final Set<String> FUNCTIONS =
      Set.of("count", "sum", "mean", "min", "max", "first", "last");
  private static final Set<String> SELECTORS = Set.of("min", "max", "first", "last");

  private final Select select;
  private final Grouping grouping;
  private final List<Projection> projections;

  Aggregation(Select select, List<Projection> projections) {
    this.select = select;
    this.grouping = select.grouping();
    this.projections = projections;
    for (Projection projection : projections) {
      check(projection);
    }
  }

  private static void check(Projection projection) {
    String function = projection.function();
    if (!FUNCTIONS.contains(function)) {
      throw new QueryException("undefined function " + function + "()");
    }
    FieldType type = projection.type().orElse(FieldType.STRING);
    boolean text = type == FieldType.STRING;
    boolean truth = type == FieldType.BOOLEAN;
    if ((function.equals("sum") || function.equals("mean")) && (text || truth)
        || (function.equals("min") || function.equals("max")) && text) {
      throw new QueryException(
          "unsupported %s iterator type: *query.%sInterruptIterator"
              .formatted(function, type.label()));
    }
  }

  List<Object[]> run(Iterator<Object[]> rows) {
    TreeMap<Long, Cell[]> buckets = new TreeMap<>();
    while (rows.hasNext()) {
      Object[] row = rows.next();
      Cell[] cells = buckets.computeIfAbsent(bucket((Long) row[0]), time -> cells());
      for (int i = 0; i < cells.length; i++) {
        if (row[i + 1] != null) {
          cells[i].add((Long) row[0], row[i + 1]);
        }
      }
    }
    if (buckets.isEmpty()) {
      return List.of();
    }
    if (grouping.interval() > 0 && grouping.fill() != Fill.NONE) {
      fill(buckets);
    }
    List<Object[]> result = new ArrayList<>();
    Object[] previous = new Object[projections.size() + 1];
    buckets.forEach(
        (time, cells) -> {
          Object[] row = new Object[cells.length + 1];
          row[0] = rowTime(time, cells);
          for (int i = 0; i < cells.length; i++) {
            Object value = cells[i].result();
            row[i + 1] = value == null ? filler(i, previous) : value;
            previous[i + 1] = row[i + 1];
          }
          result.add(row);
        });
    if (select.descending()) {
      java.util.Collections.reverse(result);
    }
    return result;
  }

  private Object filler(int column, Object[] previous) {
    if (grouping.interval() == 0) {
      return null;
    }
    return switch (grouping.fill()) {
      case NULL -> projections.get(column).function().equals("count") ? 0L : null;
      case NONE -> null;
      case PREVIOUS -> previous[column + 1];
      case NUMBER ->
          projections.get(column).function().equals("count")
                  || projections.get(column).type().orElse(null) == FieldType.INTEGER
              ? (Object) (long) grouping.fillNumber()
              : (Object) grouping.fillNumber();
    };
  }

  /** Without intervals a single selector answers with the time of its point. */
  private long rowTime(long bucket, Cell[] cells) {
    if (grouping.interval() > 0) {
      return bucket;
    }
    if (cells.length == 1 && SELECTORS.contains(projections.get(0).function())) {
      return cells[0].time;
    }
    return select.where().lowerBound() ? select.where().min() : 0;
  }

  private long bucket(long time) {
    long interval = grouping.interval();
    return interval == 0 ? 0 : time - Math.floorMod(time - grouping.shift(), interval);
  }

  private void fill(TreeMap<Long, Cell[]> buckets) {
    long from = select.where().lowerBound() ? bucket(select.where().min()) : buckets.firstKey();
    long to =
        select.where().max() == Long.MAX_VALUE ? buckets.lastKey() : bucket(select.where().max());
    for (long time = from; time <= to; time += grouping.interval()) {
      buckets.computeIfAbsent(time, t -> cells());
    }
  }

  private Cell[] cells() {
    return projections.stream().map(p -> new Cell(p.function())).toArray(Cell[]::new);
  }

  /** One function over one field. */
  private static final class Cell {
    private final String function;
    private long count;
    private Object value;
    private long time;
    private double sum;

    Cell(String function) {
      this.function = function;
    }

    void add(long at, Object added) {
      count++;
      switch (function) {
        case "sum" -> value = value == null ? added : plus(value, added);
        case "mean" -> sum += ((Number) added).doubleValue();
        case "min" -> take(at, added, value == null || compare(added, value) < 0);
        case "max" -> take(at, added, value == null || compare(added, value) > 0);
        case "first" -> take(at, added, value == null || at < time || tie(at, added));
        case "last" -> take(at, added, value == null || at > time || tie(at, added));
        default -> {}
      }
    }

    private void take(long at, Object added, boolean better) {
      if (better) {
        value = added;
        time = at;
      }
    }

    /** Of points at the same time, first and last take the greater value. */
    private boolean tie(long at, Object added) {
      return at == time && compare(added, value) > 0;
    }

    private static Object plus(Object a, Object b) {
      if (a instanceof Double x) {
        return x + (Double) b;
      } else if (a instanceof Long x) {
        return x + (Long) b;
      }
      return Value.unsigned(((BigInteger) a).add((BigInteger) b).longValue());
    }

    private static int compare(Object a, Object b) {
      if (a instanceof Double x) {
        double y = (Double) b;
        return x < y ? -1 : x > y ? 1 : 0;
      } else if (a instanceof Long x) {
        return x.compareTo((Long) b);
      } else if (a instanceof Boolean x) {
        return x.compareTo((Boolean) b);
      } else if (a instanceof String x) {
        return x.compareTo((String) b);
      }
      return ((BigInteger) a).compareTo((BigInteger) b);
    }

    Object result() {
      return switch (function) {
        case "count" -> count == 0 ? null : (Object) count;
        case "mean" -> count == 0 ? null : (Object) (sum / count);
        default -> value;
      };
    }
  }
}
