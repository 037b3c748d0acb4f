package io.github.influx2tdengine.sink.write;

import io.github.influx2tdengine.sink.batch.Insert;
import io.github.influx2tdengine.sink.name.Names;
import io.github.influx2tdengine.sink.schema.TableColumn;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Columnar inserts on one connection, with the statements prepared for them. Belongs to one thread.
 */
final class Statements {
  /** Each costs the server memory; beyond so many column subsets the oldest is prepared anew. */
  private static final int MAX_PREPARED = 64;

  private final Session session;
  private final LinkedHashMap<String, ColumnarStatement> prepared =
      new LinkedHashMap<>(16, 0.75f, true);

  Statements(Session session) {
    this.session = session;
  }

  /**
   * Writes the rows of an insert and returns how many the server says it wrote. Only when that is
   * the number of rows have they been written.
   */
  int execute(Insert insert) throws SQLException {
    return statement(sql(insert)).execute(insert);
  }

  private ColumnarStatement statement(String sql) throws SQLException {
    ColumnarStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = session.prepare(sql);
      prepared.put(sql, statement);
      if (prepared.size() > MAX_PREPARED) {
        prepared.remove(prepared.keySet().iterator().next()).close();
      }
    }
    return statement;
  }

  /** Closes what was prepared for a table: its columns have changed. */
  void forget(String supertable) {
    String mark = " USING " + Names.quoted(supertable) + " (";
    prepared
        .entrySet()
        .removeIf(
            entry -> {
              boolean of = entry.getKey().contains(mark);
              if (of) {
                entry.getValue().close();
              }
              return of;
            });
  }

  static String sql(Insert insert) {
    return "INSERT INTO ? USING "
        + Names.quoted(insert.supertable())
        + " ("
        + names(insert.tags())
        + ") TAGS("
        + "?,".repeat(insert.tags().size() - 1)
        + "?) ("
        + names(insert.columns())
        + ") VALUES("
        + "?,".repeat(insert.columns().size() - 1)
        + "?)";
  }

  private static String names(List<TableColumn> columns) {
    return columns.stream()
        .map(column -> Names.quoted(column.name()))
        .collect(Collectors.joining(","));
  }
}
