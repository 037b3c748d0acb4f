package io.github.influx2tdengine.replicator.bench;

import com.taosdata.jdbc.TaosPrepareStatement;
import com.taosdata.jdbc.ws.WebSocketDriver;
import io.github.influx2tdengine.points.Column;
import io.github.influx2tdengine.sink.config.SinkConfig;
import io.github.influx2tdengine.sink.name.Names;
import io.github.influx2tdengine.sink.write.DriverSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The driver's columnar calls and nothing else, on one connection. */
final class DriverConnection implements AutoCloseable {
  /** As wide as any text of the shapes is; the driver does not look at it. */
  static final int TEXT_BYTES = 1_000;

  private final Connection connection;
  private final String table;
  private final List<String> tags;
  private final Map<String, TaosPrepareStatement> prepared = new HashMap<>();

  /**
   * @param tags the names of the table's tags
   */
  DriverConnection(SinkConfig config, String table, Collection<String> tags) throws SQLException {
    this.connection =
        new WebSocketDriver()
            .connect(
                DriverSettings.url(config.url()),
                DriverSettings.properties(config, config.database()));
    this.table = table;
    this.tags = List.copyOf(tags);
  }

  /** Writes the rows; the driver does not say so itself when it wrote fewer. */
  void write(DriverRows rows) throws SQLException {
    String sql = sql(rows.columns());
    TaosPrepareStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql).unwrap(TaosPrepareStatement.class);
      prepared.put(sql, statement);
    }
    for (DriverRows.Subtable subtable : rows.subtables()) {
      statement.setTableName(subtable.name());
      for (int i = 0; i < tags.size(); i++) {
        statement.setTagNString(i, subtable.tags().get(tags.get(i)));
      }
      statement.setTimestamp(0, subtable.times());
      for (int i = 0; i < rows.columns().size(); i++) {
        bind(statement, i + 1, rows.columns().get(i), subtable.values().get(i));
      }
      statement.columnDataAddBatch();
    }
    statement.columnDataExecuteBatch();
    int affected = ((Statement) statement).getUpdateCount();
    if (affected != rows.rows()) {
      throw new SQLException("TDengine says it wrote " + affected + " of " + rows.rows() + " rows");
    }
  }

  // The lists hold what the column's type says.
  @SuppressWarnings("unchecked")
  private static <T> List<T> typed(List<Object> values) {
    return (List<T>) (List<?>) values;
  }

  private static void bind(
      TaosPrepareStatement statement, int index, Column column, List<Object> values)
      throws SQLException {
    switch (column.type()) {
      case FLOAT -> statement.setDouble(index, typed(values));
      case INTEGER -> statement.setLong(index, typed(values));
      case UNSIGNED -> statement.setBigInteger(index, typed(values));
      case BOOLEAN -> statement.setBoolean(index, typed(values));
      case STRING -> statement.setString(index, typed(values), TEXT_BYTES);
    }
  }

  private String sql(List<Column> columns) {
    String names =
        columns.stream()
            .map(column -> "," + Names.quoted(column.name()))
            .collect(Collectors.joining());
    return "INSERT INTO ? USING "
        + Names.quoted(table)
        + " ("
        + tags.stream().map(Names::quoted).collect(Collectors.joining(","))
        + ") TAGS("
        + "?,".repeat(tags.size() - 1)
        + "?) (`_ts`"
        + names
        + ") VALUES("
        + "?,".repeat(columns.size())
        + "?)";
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
