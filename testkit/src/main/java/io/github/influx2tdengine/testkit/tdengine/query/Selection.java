package io.github.influx2tdengine.testkit.tdengine.query;

import io.github.influx2tdengine.testkit.tdengine.sql.Expression;
import io.github.influx2tdengine.testkit.tdengine.sql.Statement;
import io.github.influx2tdengine.testkit.tdengine.store.DataType;
import io.github.influx2tdengine.testkit.tdengine.store.Errors;
import io.github.influx2tdengine.testkit.tdengine.store.Precision;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Runs a SELECT over a relation. */
final class Selection {
  private final Statement.Select select;
  private final Relation relation;
  private final Precision precision;
  private final Compiler compiler;
  private final boolean timed;
  private final List<ResultColumn> titles = new ArrayList<>();
  private final List<Typed> items = new ArrayList<>();

  Selection(
      Statement.Select select, Relation relation, Precision precision, List<Object> parameters) {
    this.select = select;
    this.relation = relation;
    this.precision = precision;
    this.timed = relation instanceof TableRelation;
    this.compiler = new Compiler(relation.columns(), timed, precision, parameters);
  }

  Result.Rows run() {
    for (Statement.Item item : select.items()) {
      if (item.expression() instanceof Expression.Star) {
        for (ResultColumn column : relation.columns().subList(0, relation.starColumns())) {
          add(new Expression.Name(column.name()), column.name());
        }
      } else {
        add(item.expression(), item.title());
      }
    }
    WhereClause where = WhereClause.of(select.where(), relation, compiler, precision);
    boolean aggregated = !compiler.aggregates().isEmpty();
    if (aggregated) {
      requireGroupKeys();
    }
    Stream<Object[]> rows =
        aggregated || !select.groupBy().isEmpty() && !select.partition()
            ? ordered(grouped(where))
            : plain(where);
    if (select.distinct()) {
      Set<List<Object>> seen = new HashSet<>();
      rows = rows.filter(row -> seen.add(key(row)));
    }
    Stream<Object[]> shown =
        limited(rows)
            .map(row -> row.length == items.size() ? row : Arrays.copyOf(row, items.size()));
    return new Result.Rows(precision, List.copyOf(titles), shown.iterator());
  }

  private void add(Expression expression, String title) {
    Typed typed = compiler.compile(expression);
    items.add(typed);
    titles.add(new ResultColumn(title, typed.type(), typed.length()));
  }

  /** Beside aggregates only what is one value for the whole group may be selected. */
  private void requireGroupKeys() {
    boolean perTable = select.groupBy().contains(new Expression.Name("tbname"));
    for (Statement.Item item : select.items()) {
      if (item.expression() instanceof Expression.Name name
          && !select.groupBy().contains(name)
          && !(perTable && relation.constantPerTable(compiler.column(name.name())))) {
        throw Errors.notSingleGroup();
      }
    }
  }

  private Stream<Object[]> limited(Stream<Object[]> rows) {
    Stream<Object[]> rest = select.offset() > 0 ? rows.skip(select.offset()) : rows;
    return select.limit() == Long.MAX_VALUE ? rest : rest.limit(select.limit());
  }

  private Stream<Object[]> plain(WhereClause where) {
    if (tagsOnly()) {
      return ordered(values(where.keep(relation.tables(where.scan()))));
    }
    if (orderIsNatural()) {
      return values(where.keep(relation.rows(where.scan())));
    }
    if (orderIsTime()) {
      return values(where.keep(relation.rows(where.scan().orderedByTime())));
    }
    return ordered(values(where.keep(relation.rows(where.scan()))));
  }

  private Stream<Object[]> values(Stream<Row> rows) {
    int keys = select.orderBy().size();
    List<Typed> sort = select.distinct() || keys == 0 ? List.of() : sortKeys();
    return rows.map(
        row -> {
          Object[] values = new Object[items.size() + sort.size()];
          for (int i = 0; i < items.size(); i++) {
            values[i] = items.get(i).at(row);
          }
          for (int i = 0; i < sort.size(); i++) {
            values[items.size() + i] = sort.get(i).at(row);
          }
          return values;
        });
  }

  private boolean tagsOnly() {
    if (!timed || !select.distinct() && !select.tagsOnly()) {
      return false;
    }
    List<Integer> used = new ArrayList<>();
    for (Statement.Item item : select.items()) {
      if (!(item.expression() instanceof Expression.Name name)) {
        return false;
      }
      used.add(compiler.column(name.name()));
    }
    return used.stream().allMatch(relation::constantPerTable);
  }

  /** Table after table, each by time: what a scan gives anyway. */
  private boolean orderIsNatural() {
    List<Statement.Order> order = select.orderBy();
    if (order.isEmpty()) {
      return true;
    }
    if (!timed || order.stream().anyMatch(Statement.Order::descending)) {
      return false;
    }
    boolean first = isColumn(order.get(0), relation.columns().size() - 1);
    return first && (order.size() == 1 || order.size() == 2 && isColumn(order.get(1), 0));
  }

  private boolean orderIsTime() {
    return timed
        && select.orderBy().size() == 1
        && !select.orderBy().get(0).descending()
        && isColumn(select.orderBy().get(0), 0);
  }

  private boolean isColumn(Statement.Order order, int column) {
    return order.expression() instanceof Expression.Name name
        && titles.stream().noneMatch(t -> t.name().equals(name.name()) && !isSame(t, column))
        && relation.columns().get(column).name().equals(name.name());
  }

  private boolean isSame(ResultColumn title, int column) {
    return relation.columns().get(column).name().equals(title.name());
  }

  /** Sort keys: a title, a place from 1, or an expression. */
  private List<Typed> sortKeys() {
    List<Typed> keys = new ArrayList<>();
    for (Statement.Order order : select.orderBy()) {
      int item = itemOf(order.expression());
      keys.add(item >= 0 ? items.get(item) : compiler.compile(order.expression()));
    }
    return keys;
  }

  private int itemOf(Expression key) {
    if (key instanceof Expression.Literal literal && literal.value() instanceof Long place) {
      if (place < 1 || place > items.size()) {
        throw Errors.syntax("ORDER BY " + place);
      }
      return (int) (place - 1);
    }
    for (int i = 0; i < titles.size(); i++) {
      boolean named = key instanceof Expression.Name n && titles.get(i).name().equals(n.name());
      boolean same = i < select.items().size() && select.items().get(i).expression().equals(key);
      if (named || same) {
        return i;
      }
    }
    return -1;
  }

  private Stream<Object[]> ordered(Stream<Object[]> rows) {
    if (select.orderBy().isEmpty()) {
      return rows;
    }
    Comparator<Object[]> comparator = null;
    for (int i = 0; i < select.orderBy().size(); i++) {
      Statement.Order order = select.orderBy().get(i);
      int item = itemOf(order.expression());
      if (select.distinct() && item < 0) {
        throw Errors.unsupported("DISTINCT ordered by what is not selected");
      }
      int at = item >= 0 ? item : items.size() + i;
      DataType type = item >= 0 ? items.get(item).type() : sortKeys().get(i).type();
      Comparator<Object[]> one = (a, b) -> nullsFirst(a[at], b[at], type);
      one = order.descending() ? one.reversed() : one;
      comparator = comparator == null ? one : comparator.thenComparing(one);
    }
    return rows.sorted(comparator);
  }

  private static int nullsFirst(Object a, Object b, DataType type) {
    if (a == null || b == null) {
      return a == b ? 0 : a == null ? -1 : 1;
    }
    return Values.compare(a, type, b, type);
  }

  private Stream<Object[]> grouped(WhereClause where) {
    List<Typed> keys = select.groupBy().stream().map(compiler::compile).toList();
    List<Typed> sort = select.orderBy().isEmpty() ? List.of() : sortKeys();
    Map<List<Object>, Group> groups = new LinkedHashMap<>();
    where
        .keep(relation.rows(where.scan()))
        .forEach(
            row -> {
              groups.computeIfAbsent(keyOf(keys, row), k -> new Group(row)).add(row);
            });
    boolean counted = compiler.aggregates().stream().anyMatch(Aggregate::valueOfNothing);
    if (counted && timed && groupsAreTables()) {
      // A count tells of tables without rows, too.
      where
          .keep(relation.tables(where.scan()))
          .forEach(row -> groups.computeIfAbsent(keyOf(keys, row), k -> new Group(tagsOf(row))));
    }
    if (groups.isEmpty() && keys.isEmpty() && counted) {
      groups.put(List.of(), new Group(column -> null));
    }
    List<Object[]> result = new ArrayList<>();
    for (Group group : groups.values()) {
      Object[] values = new Object[items.size() + sort.size()];
      for (int i = 0; i < values.length; i++) {
        Typed typed = i < items.size() ? items.get(i) : sort.get(i - items.size());
        values[i] = typed.at(group);
      }
      result.add(values);
    }
    return result.stream();
  }

  private boolean groupsAreTables() {
    return !select.groupBy().isEmpty()
        && select.groupBy().stream()
            .allMatch(
                key ->
                    key instanceof Expression.Name name
                        && relation.constantPerTable(compiler.column(name.name())));
  }

  private static List<Object> keyOf(List<Typed> keys, Row row) {
    return key(keys.stream().map(key -> key.at(row)).toArray());
  }

  private Row tagsOf(Row row) {
    return column -> relation.constantPerTable(column) ? row.get(column) : null;
  }

  /** A list that is equal for rows of equal values. */
  private static List<Object> key(Object[] values) {
    List<Object> key = new ArrayList<>(values.length);
    for (Object value : values) {
      key.add(value instanceof byte[] text ? ByteBuffer.wrap(text) : value);
    }
    return key;
  }

  /** A group: the values of its first row, and behind them its aggregates. */
  private final class Group implements Row {
    private final Object[] first;
    private final List<Aggregate.State> states;

    Group(Row row) {
      first = new Object[relation.columns().size()];
      for (int i = 0; i < first.length; i++) {
        first[i] = row.get(i);
      }
      states = compiler.aggregates().stream().map(Aggregate::start).toList();
    }

    void add(Row row) {
      long time = timed ? (Long) row.get(0) : 0;
      for (Aggregate.State state : states) {
        state.add(row, time);
      }
    }

    @Override
    public Object get(int column) {
      return column < first.length ? first[column] : states.get(column - first.length).value();
    }
  }

  static Stream<Row> stream(Iterator<Row> rows) {
    Iterable<Row> iterable = () -> rows;
    return StreamSupport.stream(iterable.spliterator(), false);
  }
}
