package io.github.influx2tdengine.replicator.verify;

import com.taosdata.jdbc.ws.WebSocketDriver;
import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.sink.config.SinkConfig;
import io.github.influx2tdengine.sink.error.Redacted;
import io.github.influx2tdengine.sink.name.Names;
import io.github.influx2tdengine.sink.schema.Sql;
import io.github.influx2tdengine.sink.schema.TableColumn;
import io.github.influx2tdengine.sink.schema.TableModel;
import io.github.influx2tdengine.sink.schema.TdType;
import io.github.influx2tdengine.sink.write.DriverSettings;
import io.github.influx2tdengine.source.plan.TimeText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.StringJoiner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads rows of one database of TDengine, window by window, values in their own types. */
final class TdengineReader implements Sql, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TdengineReader.class);

  /** Subtables asked for in one statement: SQL may have a megabyte, a name 192 bytes. */
  private static final int NAMES = 1_000;

  private final SinkConfig config;
  private final String database;
  private Connection connection;

  /** Takes the rows of a window, in whatever order they come. */
  interface Rows {
    /**
     * @param values by the columns asked for; null where there is no value
     */
    void row(String subtable, long time, Object[] values);
  }

  TdengineReader(SinkConfig config) {
    this.config = config;
    this.database = config.database();
    try {
      connection = connect();
    } catch (SQLException e) {
      throw CommandFailure.failed(
          "--tdengine-url (tdengine.url): TDengine does not answer: "
              + Redacted.text(e.getMessage()));
    }
  }

  private Connection connect() throws SQLException {
    return new WebSocketDriver()
        .connect(DriverSettings.url(config.url()), DriverSettings.properties(config, ""));
  }

  /** A new connection in the place of one that may be broken. */
  void reconnect() throws SQLException {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is given up either way.
      LOG.debug("A broken connection could not be closed", e);
    }
    connection = connect();
  }

  /**
   * Hands over every row of a window; returns how many.
   *
   * @param tags values that tags must have
   */
  long read(
      TableModel table,
      Map<String, String> tags,
      List<TableColumn> columns,
      long from,
      long to,
      Rows rows)
      throws SQLException {
    StringBuilder sql =
        new StringBuilder("SELECT tbname, CAST(")
            .append(Names.quoted(table.timeColumn()))
            .append(" AS BIGINT)");
    columns.forEach(column -> sql.append(", ").append(Names.quoted(column.name())));
    sql.append(from(table, tags, from, to));
    long count = 0;
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql.toString())) {
      while (result.next()) {
        Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = value(result, i + 3, columns.get(i).type());
        }
        rows.row(result.getString(1), result.getLong(2), values);
        count++;
      }
    }
    return count;
  }

  private static Object value(ResultSet result, int index, TdType type) throws SQLException {
    switch (type) {
      case BOOL, DOUBLE, BIGINT, UBIGINT -> {
        // As the driver holds it: no value is boxed twice.
        return result.getObject(index);
      }
      case VARCHAR, NCHAR -> {
        return result.getString(index);
      }
      default -> {
        Object value =
            switch (type) {
              case FLOAT -> result.getDouble(index);
              case TINYINT, SMALLINT, INT, UTINYINT, USMALLINT, UINT -> result.getLong(index);
              default -> result.getObject(index);
            };
        return result.wasNull() ? null : value;
      }
    }
  }

  /** The time of the first row in a window; empty where there is none. */
  OptionalLong firstTime(TableModel table, Map<String, String> tags, long from, long to)
      throws SQLException {
    String time = Names.quoted(table.timeColumn());
    String sql =
        "SELECT CAST("
            + time
            + " AS BIGINT)"
            + from(table, tags, from, to)
            + " ORDER BY "
            + time
            + " LIMIT 1";
    List<List<String>> rows = query(sql);
    return rows.isEmpty() || rows.get(0).get(0) == null
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(rows.get(0).get(0)));
  }

  /** How many rows a window has, and how many values each column. */
  List<Long> counts(
      TableModel table, Map<String, String> tags, List<TableColumn> columns, long from, long to)
      throws SQLException {
    StringBuilder sql = new StringBuilder("SELECT COUNT(*)");
    columns.forEach(
        column -> sql.append(", COUNT(").append(Names.quoted(column.name())).append(')'));
    List<List<String>> rows = query(sql.append(from(table, tags, from, to)).toString());
    List<Long> counts = new ArrayList<>();
    for (int i = 0; i <= columns.size(); i++) {
      String count = rows.isEmpty() ? null : rows.get(0).get(i);
      counts.add(count == null ? 0 : Long.parseLong(count));
    }
    return counts;
  }

  /** How many subtables have rows in a window. */
  long subtables(TableModel table, Map<String, String> tags, long from, long to)
      throws SQLException {
    String sql = "SELECT COUNT(*) FROM (SELECT DISTINCT tbname" + from(table, tags, from, to) + ")";
    List<List<String>> rows = query(sql);
    return rows.isEmpty() || rows.get(0).get(0) == null ? 0 : Long.parseLong(rows.get(0).get(0));
  }

  /** A table of the database by its full name. */
  String qualified(String table) {
    return Names.quoted(database) + "." + Names.quoted(table);
  }

  /** The tags of subtables, by the subtable's name and the tag's. */
  Map<String, Map<String, String>> tags(TableModel table, Collection<String> subtables)
      throws SQLException {
    Map<String, Map<String, String>> found = new HashMap<>();
    List<String> names = new ArrayList<>(subtables);
    for (int begin = 0; begin < names.size(); begin += NAMES) {
      StringJoiner list = new StringJoiner(", ", "(", ")");
      names
          .subList(begin, Math.min(names.size(), begin + NAMES))
          .forEach(name -> list.add(Sql.literal(name)));
      StringBuilder sql = new StringBuilder("SELECT DISTINCT tbname");
      table.tags().forEach(tag -> sql.append(", ").append(Names.quoted(tag.name())));
      sql.append(" FROM ").append(qualified(table)).append(" WHERE tbname IN ").append(list);
      for (List<String> row : query(sql.toString())) {
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i < table.tags().size(); i++) {
          if (row.get(i + 1) != null) {
            tags.put(table.tags().get(i).name(), row.get(i + 1));
          }
        }
        found.put(row.get(0), tags);
      }
    }
    return found;
  }

  private String from(TableModel table, Map<String, String> tags, long from, long to) {
    String time = Names.quoted(table.timeColumn());
    StringBuilder sql = new StringBuilder(" FROM ").append(qualified(table)).append(" WHERE ");
    if (from > TimeText.MIN) {
      sql.append(time).append(" >= ").append(from).append(" AND ");
    }
    sql.append(time).append(" < ").append(to);
    tags.forEach(
        (tag, value) ->
            sql.append(" AND ").append(Names.quoted(tag)).append(" = ").append(Sql.literal(value)));
    return sql.toString();
  }

  private String qualified(TableModel table) {
    return qualified(table.name());
  }

  @Override
  public List<List<String>> query(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int width = result.getMetaData().getColumnCount();
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>(width);
        for (int i = 1; i <= width; i++) {
          row.add(result.getString(i));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  @Override
  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw CommandFailure.failed("connection to TDengine could not be closed", e);
    }
  }
}
