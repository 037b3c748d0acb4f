package io.github.influx2tdengine.testkit.influx;

import io.github.influx2tdengine.points.FieldType;
import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.testkit.influx.InfluxQl.Named;
import io.github.influx2tdengine.testkit.influx.InfluxQl.Select;
import io.github.influx2tdengine.testkit.influx.InfluxQl.Selected;
import io.github.influx2tdengine.testkit.influx.InfluxQl.Wildcard;
import io.github.influx2tdengine.testkit.influx.Store.Field;
import io.github.influx2tdengine.testkit.influx.Store.Shard;
import io.github.influx2tdengine.testkit.influx.Store.ShardMeasurement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;

/** One SELECT over one measurement of one retention policy: groups of rows, lazily. */
final class SelectRunner {
  /** Rows of one group; each row begins with its time (Long). */
  record Group(Map<String, String> tags, Iterator<Object[]> rows) {}

  /** A column to compute. {@code type} is what the field is read as; empty for a tag. */
  record Projection(String function, String name, Optional<FieldType> type) {}

  static final Comparator<String> BY_BYTES =
      (a, b) -> java.util.Arrays.compareUnsigned(utf8(a), utf8(b));

  private final Select select;
  private final List<Shard> shards;
  private final PointLimit limit;
  private final List<Projection> projections = new ArrayList<>();
  private final List<String> columns = new ArrayList<>();
  private final TreeSet<String> tagKeys = new TreeSet<>(BY_BYTES);
  private final TreeMap<String, FieldType> fieldTypes = new TreeMap<>(BY_BYTES);
  private final boolean aggregates;

  SelectRunner(Select select, Store.Policy policy, PointLimit limit) {
    this.select = select;
    this.shards =
        policy.shards(select.where().min(), select.where().max()).stream()
            .filter(shard -> shard.measurements().containsKey(select.source().measurement()))
            .toList();
    this.limit = limit;
    for (Shard shard : shards) {
      ShardMeasurement measurement = measurement(shard);
      measurement.series.keySet().forEach(key -> tagKeys.addAll(key.tags().names()));
      measurement.fields.forEach(
          (name, field) -> fieldTypes.merge(name, field.type(), SelectRunner::preferred));
    }
    select.selected().forEach(this::expand);
    this.aggregates = projections.stream().anyMatch(p -> !p.function().isEmpty());
    if (aggregates && projections.stream().anyMatch(p -> p.function().isEmpty())) {
      throw new QueryException("mixing aggregate and non-aggregate queries is not supported");
    }
  }

  /**
   * The type that {@code *::field} reads a field as which has several: the first of float, integer,
   * unsigned, string, boolean. Values of types that do not cast to it are lost.
   */
  private static FieldType preferred(FieldType a, FieldType b) {
    List<FieldType> order =
        List.of(
            FieldType.FLOAT,
            FieldType.INTEGER,
            FieldType.UNSIGNED,
            FieldType.STRING,
            FieldType.BOOLEAN);
    return order.indexOf(a) <= order.indexOf(b) ? a : b;
  }

  private ShardMeasurement measurement(Shard shard) {
    return shard.measurements().get(select.source().measurement());
  }

  private void expand(Selected selected) {
    if (selected instanceof Named named) {
      Optional<FieldType> type =
          named.asTag()
              ? Optional.empty()
              : named.type().or(() -> Optional.ofNullable(fieldTypes.get(named.name())));
      boolean tag = named.asTag() || type.isEmpty() && tagKeys.contains(named.name());
      add(
          new Projection(
              named.function(),
              named.name(),
              tag ? Optional.empty() : Optional.of(type.orElse(FieldType.INTEGER))),
          !named.alias().isEmpty()
              ? named.alias()
              : named.function().isEmpty() ? named.name() : named.function());
      return;
    }
    Wildcard wildcard = (Wildcard) selected;
    TreeMap<String, List<Projection>> found = new TreeMap<>(BY_BYTES);
    if (!wildcard.of().equals("tag")) {
      fieldTypes.forEach(
          (name, type) -> {
            if (supports(wildcard.function(), type)) {
              found
                  .computeIfAbsent(name, n -> new ArrayList<>())
                  .add(new Projection(wildcard.function(), name, Optional.of(type)));
            }
          });
    }
    if (!wildcard.of().equals("field") && wildcard.function().isEmpty()) {
      for (String tag : tagKeys) {
        if (!select.grouping().allTags() && !select.grouping().tags().contains(tag)) {
          found
              .computeIfAbsent(tag, n -> new ArrayList<>())
              .add(new Projection("", tag, Optional.empty()));
        }
      }
    }
    found.forEach(
        (name, all) ->
            all.forEach(
                projection ->
                    add(
                        projection,
                        wildcard.function().isEmpty() ? name : wildcard.function() + "_" + name)));
  }

  /** Which fields {@code f(*)} expands to. */
  private static boolean supports(String function, FieldType type) {
    return switch (function) {
      case "sum", "mean" -> type != FieldType.STRING && type != FieldType.BOOLEAN;
      case "min", "max" -> type != FieldType.STRING;
      default -> true;
    };
  }

  private void add(Projection projection, String name) {
    projections.add(projection);
    columns.add(name);
  }

  /** "time" and the selected columns, named as InfluxDB does: a second {@code f} is {@code f_1}. */
  List<String> columns() {
    Map<String, Integer> names = new HashMap<>();
    List<String> result = new ArrayList<>();
    result.add("time");
    names.put("time", 1);
    for (String column : columns) {
      String name = column;
      Integer count = names.get(column);
      if (count != null) {
        int next = count;
        while (names.containsKey(column + "_" + next)) {
          next++;
        }
        name = column + "_" + next;
        names.put(column, next + 1);
      }
      names.merge(name, 1, Integer::sum);
      result.add(name);
    }
    return result;
  }

  Iterator<Group> groups() {
    if (projections.stream().allMatch(p -> p.type().isEmpty())) {
      return List.<Group>of().iterator();
    }
    List<String> dimensions = new ArrayList<>(select.grouping().tags());
    if (select.grouping().allTags()) {
      dimensions.addAll(tagKeys);
    }
    List<String> sorted = dimensions.stream().sorted(BY_BYTES).distinct().toList();
    TreeMap<List<String>, TreeMap<String, SeriesKey>> groups =
        new TreeMap<>(SelectRunner::compareLists);
    TreeSet<SeriesKey> all = new TreeSet<>(Comparator.comparing(SeriesKey::toString, BY_BYTES));
    shards.forEach(shard -> all.addAll(measurement(shard).series.keySet()));
    for (SeriesKey key : all) {
      List<String> values =
          sorted.stream().map(tag -> Optional.ofNullable(key.tags().get(tag)).orElse("")).toList();
      groups.computeIfAbsent(values, v -> new TreeMap<>(BY_BYTES)).put(key.toString(), key);
    }
    return (select.descending() ? groups.descendingMap() : groups)
        .entrySet().stream()
            .map(
                entry -> {
                  Map<String, String> tags = new LinkedHashMap<>();
                  for (int i = 0; i < sorted.size(); i++) {
                    tags.put(sorted.get(i), entry.getKey().get(i));
                  }
                  return new Group(tags, limited(rows(entry.getValue().values())));
                })
            .filter(group -> group.rows().hasNext())
            .iterator();
  }

  private Iterator<Object[]> limited(Iterator<Object[]> rows) {
    for (long i = 0; i < select.offset() && rows.hasNext(); i++) {
      rows.next();
    }
    if (select.limit() == 0) {
      return rows;
    }
    return new Iterator<>() {
      private long left = select.limit();

      @Override
      public boolean hasNext() {
        return left > 0 && rows.hasNext();
      }

      @Override
      public Object[] next() {
        left--;
        return rows.next();
      }
    };
  }

  private Iterator<Object[]> rows(Collection<SeriesKey> series) {
    Iterator<Object[]> raw = merged(series);
    if (!aggregates) {
      return raw;
    }
    List<Object[]> result = new Aggregation(select, projections).run(raw);
    return result.iterator();
  }

  /** Rows of all the series in the order of time; of equal times in the order of the series. */
  private Iterator<Object[]> merged(Collection<SeriesKey> series) {
    Comparator<Cursor> order = Comparator.comparingLong(Cursor::time);
    if (select.descending()) {
      order = order.reversed();
    }
    PriorityQueue<Cursor> queue =
        new PriorityQueue<>(order.thenComparingInt(cursor -> cursor.order));
    int number = 0;
    for (SeriesKey key : series) {
      for (Shard shard : shards) {
        Store.Series stored = measurement(shard).series.get(key);
        if (stored != null) {
          Cursor cursor = new Cursor(stored, measurement(shard).fields, number++);
          if (cursor.advance()) {
            queue.add(cursor);
          }
        }
      }
    }
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return !queue.isEmpty();
      }

      @Override
      public Object[] next() {
        Cursor cursor = queue.remove();
        Object[] row = cursor.row;
        if (cursor.advance()) {
          queue.add(cursor);
        }
        return row;
      }
    };
  }

  /** Walks one series in one shard and computes the selected columns. */
  private final class Cursor implements InfluxQl.Row {
    private final int order;
    private final Tags tags;
    private final Map<String, Field> fields;
    private final Field[] columnFields;
    private final Iterator<Map.Entry<Long, Object[]>> entries;
    private Object[] stored;
    private Object[] row;

    Cursor(Store.Series series, Map<String, Field> fields, int order) {
      this.order = order;
      this.tags = series.key.tags();
      this.fields = fields;
      this.columnFields =
          projections.stream()
              .map(p -> p.type().isEmpty() ? null : fields.get(p.name()))
              .toArray(Field[]::new);
      NavigableMap<Long, Object[]> range =
          series.rows.subMap(select.where().min(), true, select.where().max(), true);
      this.entries = (select.descending() ? range.descendingMap() : range).entrySet().iterator();
    }

    long time() {
      return (Long) row[0];
    }

    boolean advance() {
      while (entries.hasNext()) {
        Map.Entry<Long, Object[]> entry = entries.next();
        stored = entry.getValue();
        Object[] made = new Object[1 + projections.size()];
        boolean any = false;
        for (int i = 0; i < columnFields.length; i++) {
          Optional<FieldType> type = projections.get(i).type();
          if (type.isEmpty()) {
            made[i + 1] = tags.get(projections.get(i).name());
          } else if (columnFields[i] != null) {
            made[i + 1] = Value.cast(slot(columnFields[i].slot()), type.get());
            any |= made[i + 1] != null;
          }
        }
        if (any && select.where().predicate().test(this)) {
          made[0] = entry.getKey();
          row = made;
          limit.count();
          return true;
        }
      }
      return false;
    }

    private Object slot(int slot) {
      return slot < stored.length ? stored[slot] : null;
    }

    @Override
    public Object value(String name) {
      String tag = tags.get(name);
      if (tag != null) {
        return tag;
      }
      Field field = fields.get(name);
      return field == null ? null : slot(field.slot());
    }
  }

  private static int compareLists(List<String> a, List<String> b) {
    for (int i = 0; i < a.size(); i++) {
      int order = BY_BYTES.compare(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
