package io.github.influx2tdengine.sink.write;

import io.github.influx2tdengine.sink.batch.Pending;
import io.github.influx2tdengine.sink.batch.Problem;
import io.github.influx2tdengine.sink.batch.Reason;
import io.github.influx2tdengine.sink.batch.Refusal;
import io.github.influx2tdengine.sink.batch.TagTexts;
import io.github.influx2tdengine.sink.name.Names;
import io.github.influx2tdengine.sink.schema.Ddl;
import io.github.influx2tdengine.sink.schema.Sql;
import io.github.influx2tdengine.sink.schema.TableColumn;
import io.github.influx2tdengine.sink.schema.TableModel;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Keeps two series out of one subtable where a template may name both alike: the server would let
 * them overwrite each other without a word. A subtable is made before the first row is written to
 * it, and belongs to the series whose tags it then has, whoever made it.
 */
final class SubtableOwners {
  /** Subtables asked for in one query; keeps the SQL far below its limit of 1 MiB. */
  private static final int AT_ONCE = 200;

  /** Subtables remembered; beyond it they are asked for again. */
  private static final int REMEMBERED = 100_000;

  private final String database;
  private final Map<String, Integer> owners =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > REMEMBERED;
        }
      };

  SubtableOwners(String database) {
    this.database = database;
  }

  /** Refuses the rows of series whose subtable is another's. */
  List<Refusal> check(List<Pending> blocks, TableModel table, Sql sql) throws SQLException {
    Map<String, Map<String, String>> unknown = new LinkedHashMap<>();
    for (Pending pending : blocks) {
      // A series whose tags the table cannot hold is refused for that; it makes no subtable.
      tags(pending, table)
          .filter(tags -> !owners.containsKey(key(table, pending.subtable())))
          .ifPresent(tags -> unknown.putIfAbsent(pending.subtable(), tags));
    }
    List<String> names = new ArrayList<>(unknown.keySet());
    for (int i = 0; i < names.size(); i += AT_ONCE) {
      learn(names.subList(i, Math.min(names.size(), i + AT_ONCE)), unknown, table, sql);
    }
    List<Refusal> refusals = new ArrayList<>();
    for (Pending pending : blocks) {
      Optional<Map<String, String>> tags = tags(pending, table);
      Integer owner = owners.get(key(table, pending.subtable()));
      if (tags.isPresent() && owner != null && owner != tags.get().hashCode()) {
        refuse(pending, refusals);
      }
    }
    return refusals;
  }

  private static Optional<Map<String, String>> tags(Pending pending, TableModel table) {
    return TagTexts.of(table, pending.block().series().tags());
  }

  /** Tables may have been dropped or changed. */
  void forget() {
    owners.clear();
  }

  private static String key(TableModel table, String subtable) {
    return table.name() + "\0" + subtable;
  }

  private void learn(
      List<String> names, Map<String, Map<String, String>> wanted, TableModel table, Sql sql)
      throws SQLException {
    StringBuilder create = new StringBuilder("CREATE TABLE");
    for (String name : names) {
      create.append(" IF NOT EXISTS ").append(Ddl.qualified(database, name));
      create.append(" USING ").append(Ddl.qualified(database, table.name())).append(" (");
      create.append(tagNames(table)).append(") TAGS (");
      create.append(
          table.tags().stream()
              .map(tag -> wanted.get(name).get(tag.name()))
              .map(value -> value == null ? "NULL" : Sql.literal(value))
              .collect(Collectors.joining(",")));
      create.append(")");
    }
    sql.execute(create.toString());
    for (List<String> row :
        sql.query(
            "SELECT DISTINCT tbname, "
                + tagNames(table)
                + " FROM "
                + Ddl.qualified(database, table.name())
                + " WHERE tbname IN ("
                + names.stream().map(Sql::literal).collect(Collectors.joining(","))
                + ")")) {
      // By name and without nulls: a tag added to the table later changes nobody's series.
      Map<String, String> stored = new HashMap<>();
      for (int i = 0; i < table.tags().size(); i++) {
        if (row.get(i + 1) != null) {
          stored.put(table.tags().get(i).name(), row.get(i + 1));
        }
      }
      owners.put(key(table, row.get(0)), stored.hashCode());
    }
  }

  private static String tagNames(TableModel table) {
    return table.tags().stream()
        .map(TableColumn::name)
        .map(Names::quoted)
        .collect(Collectors.joining(","));
  }

  private static void refuse(Pending pending, List<Refusal> refusals) {
    Problem problem =
        new Problem(
            Reason.TAKEN,
            "",
            "series '"
                + pending.block().series()
                + "' would go into subtable '"
                + pending.subtable()
                + "', which has other tags: put {hash} or more tags into subtable.name");
    for (int row = 0; row < pending.block().rows(); row++) {
      if (!pending.refused(row)) {
        refusals.add(pending.refuse(row, problem));
      }
    }
  }
}
