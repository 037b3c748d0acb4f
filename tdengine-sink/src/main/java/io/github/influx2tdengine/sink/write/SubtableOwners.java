package io.github.influx2tdengine.sink.write;

import io.github.influx2tdengine.points.Tags;
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
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
  private final Map<String, String> owners;

  SubtableOwners(String database) {
    this(database, REMEMBERED);
  }

  SubtableOwners(String database, int remembered) {
    this.database = database;
    this.owners =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > remembered;
          }
        };
  }

  /**
   * The tags of a series as one table has them.
   *
   * @param texts by the table's tags, without those it does not have
   * @param digest tells them from all others
   */
  private record SeriesTags(Map<String, String> texts, String digest) {
    static SeriesTags of(Map<String, String> texts) {
      return new SeriesTags(texts, SubtableOwners.digest(texts));
    }
  }

  /** Refuses the rows of series whose subtable is another's. */
  List<Refusal> check(List<Pending> blocks, TableModel table, Sql sql) throws SQLException {
    Map<Tags, Optional<SeriesTags>> series = new HashMap<>();
    // Kept apart from what is remembered, which may not hold all subtables of a batch.
    Map<String, String> found = new HashMap<>();
    Map<String, Map<String, String>> unknown = new LinkedHashMap<>();
    for (Pending pending : blocks) {
      // A series whose tags the table cannot hold is refused for that; it makes no subtable.
      Optional<SeriesTags> tags =
          series.computeIfAbsent(
              pending.block().series().tags(),
              given -> TagTexts.of(table, given).map(SeriesTags::of));
      String owner = owners.get(key(table, pending.subtable()));
      if (owner != null) {
        found.put(pending.subtable(), owner);
      } else if (tags.isPresent()) {
        unknown.putIfAbsent(pending.subtable(), tags.get().texts());
      }
    }
    List<String> names = new ArrayList<>(unknown.keySet());
    for (int i = 0; i < names.size(); i += AT_ONCE) {
      learn(names.subList(i, Math.min(names.size(), i + AT_ONCE)), unknown, table, sql, found);
    }
    List<Refusal> refusals = new ArrayList<>();
    for (Pending pending : blocks) {
      Optional<SeriesTags> tags = series.get(pending.block().series().tags());
      if (tags.isEmpty()) {
        continue;
      }
      String owner = found.get(pending.subtable());
      if (owner == null) {
        // Nobody knows whose it is, so nothing is written to it.
        throw new SQLException(
            "subtable '"
                + pending.subtable()
                + "' of '"
                + table.name()
                + "' is not there although it was made");
      }
      if (!owner.equals(tags.get().digest())) {
        refuse(pending, refusals);
      }
    }
    return refusals;
  }

  /** SHA-256 over names and values in order, each with its length, so that no two run together. */
  static String digest(Map<String, String> tags) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(tags)
        .forEach(
            (name, value) -> {
              text.append(name.length()).append(':').append(name);
              text.append(value.length()).append(':').append(value);
            });
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] bytes = sha.digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Tables may have been dropped or changed. */
  void forget() {
    owners.clear();
  }

  private static String key(TableModel table, String subtable) {
    return table.name() + "\0" + subtable;
  }

  private void learn(
      List<String> names,
      Map<String, Map<String, String>> wanted,
      TableModel table,
      Sql sql,
      Map<String, String> found)
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
      String owner = digest(stored);
      found.put(row.get(0), owner);
      owners.put(key(table, row.get(0)), owner);
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
