package io.github.influx2tdengine.sink.write;

import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.sink.batch.Pending;
import io.github.influx2tdengine.sink.batch.Problem;
import io.github.influx2tdengine.sink.batch.Reason;
import io.github.influx2tdengine.sink.batch.Refusal;
import io.github.influx2tdengine.sink.batch.TagTexts;
import io.github.influx2tdengine.sink.error.ErrorCode;
import io.github.influx2tdengine.sink.error.ErrorKind;
import io.github.influx2tdengine.sink.error.UnsettledException;
import io.github.influx2tdengine.sink.name.Names;
import io.github.influx2tdengine.sink.schema.Ddl;
import io.github.influx2tdengine.sink.schema.Sql;
import io.github.influx2tdengine.sink.schema.TableColumn;
import io.github.influx2tdengine.sink.schema.TableModel;
import io.github.influx2tdengine.sink.schema.TableNeeds;
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
  /** Subtables made and asked for at once. */
  private static final int AT_ONCE = 200;

  /** Nor more of them than this makes of SQL, far below its limit of 1 MiB. */
  private static final int MOST_SQL_BYTES = 500_000;

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
    Search search = new Search(table, sql);
    // What is refused already makes no subtable. Nor does a series whose tags the table cannot
    // hold; it is refused for that.
    List<Pending> open =
        blocks.stream().filter(block -> block.refusedCount() < block.block().rows()).toList();
    for (Pending pending : open) {
      series
          .computeIfAbsent(
              pending.block().series().tags(),
              given -> TagTexts.of(table, given).map(SeriesTags::of))
          .ifPresent(tags -> search.add(pending.subtable(), tags.texts()));
    }
    search.run();
    List<Refusal> refusals = new ArrayList<>();
    for (Pending pending : open) {
      Optional<SeriesTags> tags = series.get(pending.block().series().tags());
      if (tags.isPresent()) {
        search
            .problem(pending, tags.get().digest())
            .ifPresent(problem -> refuse(pending, problem, refusals));
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

  private static void refuse(Pending pending, Problem problem, List<Refusal> refusals) {
    for (int row = 0; row < pending.block().rows(); row++) {
      if (!pending.refused(row)) {
        refusals.add(pending.refuse(row, problem));
      }
    }
  }

  /** Whose the subtables of one batch are. */
  private final class Search {
    private final TableModel table;
    private final Sql sql;
    private final String tagNames;

    /** Kept apart from what is remembered, which may not hold all subtables of a batch. */
    private final Map<String, String> found = new HashMap<>();

    private final Map<String, Problem> unusable = new HashMap<>();

    /** Subtables that are not remembered, with the SQL that makes each. */
    private final Map<String, String> unknown = new LinkedHashMap<>();

    Search(TableModel table, Sql sql) {
      this.table = table;
      this.sql = sql;
      this.tagNames =
          table.tags().stream()
              .map(TableColumn::name)
              .map(Names::quoted)
              .collect(Collectors.joining(","));
    }

    private String key(String subtable) {
      return table.name() + "\0" + subtable;
    }

    void add(String subtable, Map<String, String> tags) {
      String owner = owners.get(key(subtable));
      if (owner != null) {
        found.put(subtable, owner);
      } else if (!found.containsKey(subtable)) {
        unknown.computeIfAbsent(subtable, name -> clause(name, tags));
      }
    }

    private String clause(String subtable, Map<String, String> tags) {
      return " IF NOT EXISTS "
          + Ddl.qualified(database, subtable)
          + " USING "
          + Ddl.qualified(database, table.name())
          + " ("
          + tagNames
          + ") TAGS ("
          + table.tags().stream()
              .map(tag -> tags.get(tag.name()))
              .map(value -> value == null ? "NULL" : Sql.literal(value))
              .collect(Collectors.joining(","))
          + ")";
    }

    void run() throws SQLException {
      List<String> lot = new ArrayList<>();
      int lotBytes = 0;
      for (Map.Entry<String, String> subtable : unknown.entrySet()) {
        int bytes = TableNeeds.Text.of(subtable.getValue()).bytes();
        if (lot.size() == AT_ONCE || !lot.isEmpty() && lotBytes + bytes > MOST_SQL_BYTES) {
          learn(lot);
          lot.clear();
          lotBytes = 0;
        }
        lot.add(subtable.getKey());
        lotBytes += bytes;
      }
      if (!lot.isEmpty()) {
        learn(lot);
      }
    }

    private void learn(List<String> names) throws SQLException {
      make(names);
      List<String> made = names.stream().filter(name -> !unusable.containsKey(name)).toList();
      if (made.isEmpty()) {
        return;
      }
      for (List<String> row :
          sql.query(
              "SELECT DISTINCT tbname, "
                  + tagNames
                  + " FROM "
                  + Ddl.qualified(database, table.name())
                  + " WHERE tbname IN ("
                  + made.stream().map(Sql::literal).collect(Collectors.joining(","))
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
        owners.put(key(row.get(0)), owner);
      }
    }

    /** Makes those that are missing; by halves where the server has something against one. */
    private void make(List<String> names) throws SQLException {
      try {
        sql.execute(
            "CREATE TABLE" + names.stream().map(unknown::get).collect(Collectors.joining()));
      } catch (SQLException e) {
        if (ErrorCode.kind(e) != ErrorKind.BAD_ROWS) {
          throw e;
        }
        if (names.size() == 1) {
          unusable.put(names.get(0), TableWriter.problem(e, names.get(0), table.name()));
          return;
        }
        int half = names.size() / 2;
        make(names.subList(0, half));
        make(names.subList(half, names.size()));
      }
    }

    /**
     * What keeps a series out of its subtable.
     *
     * @throws SQLException when it is not known whose the subtable is
     */
    Optional<Problem> problem(Pending pending, String digest) throws SQLException {
      String subtable = pending.subtable();
      if (unusable.containsKey(subtable)) {
        return Optional.of(unusable.get(subtable));
      }
      String owner = found.get(subtable);
      if (owner == null) {
        throw new UnsettledException(
            "subtable '"
                + subtable
                + "' of '"
                + table.name()
                + "' is not there although it was made");
      }
      if (owner.equals(digest)) {
        return Optional.empty();
      }
      return Optional.of(
          new Problem(
              Reason.TAKEN,
              "",
              "series '"
                  + pending.block().series()
                  + "' would go into subtable '"
                  + subtable
                  + "', which has other tags: put {hash} or more tags into subtable.name"));
    }
  }
}
