package io.github.influx2tdengine.sink.write;

import com.taosdata.jdbc.TaosPrepareStatement;
import io.github.influx2tdengine.sink.batch.Insert;
import io.github.influx2tdengine.sink.batch.SubtableRows;
import io.github.influx2tdengine.sink.name.Names;
import io.github.influx2tdengine.sink.schema.TableColumn;
import java.math.BigInteger;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.AbstractList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Columnar inserts on one connection, with the statements prepared for them. Belongs to one thread.
 */
final class Statements {
  /** Each costs the server memory; beyond so many column subsets the oldest is prepared anew. */
  private static final int MAX_PREPARED = 64;

  private final Session session;
  private final LinkedHashMap<String, TaosPrepareStatement> prepared =
      new LinkedHashMap<>(16, 0.75f, true);

  Statements(Session session) {
    this.session = session;
  }

  /**
   * Writes the rows of an insert and returns how many the server says it wrote. Only when that is
   * the number of rows have they been written.
   */
  int execute(Insert insert) throws SQLException {
    TaosPrepareStatement statement = statement(sql(insert));
    for (SubtableRows subtable : insert.subtables()) {
      bind(statement, insert, subtable);
    }
    statement.columnDataExecuteBatch();
    return ((Statement) statement).getUpdateCount();
  }

  private TaosPrepareStatement statement(String sql) throws SQLException {
    TaosPrepareStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = session.prepare(sql);
      prepared.put(sql, statement);
      if (prepared.size() > MAX_PREPARED) {
        close(prepared.remove(prepared.keySet().iterator().next()));
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
                close(entry.getValue());
              }
              return of;
            });
  }

  private static void close(TaosPrepareStatement statement) {
    try {
      ((Statement) statement).close();
    } catch (SQLException | RuntimeException e) {
      // The server drops it with the connection at the latest.
    }
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

  private static void bind(TaosPrepareStatement statement, Insert insert, SubtableRows rows)
      throws SQLException {
    statement.setTableName(rows.name());
    for (int i = 0; i < insert.tags().size(); i++) {
      bindTag(statement, i, insert.tags().get(i), rows.tag(i));
    }
    for (int i = 0; i < insert.columns().size(); i++) {
      bindColumn(statement, i, insert.columns().get(i), rows.values(i));
    }
    statement.columnDataAddBatch();
  }

  /** The driver binds a tag as the type the table has it for, whatever the setter's. */
  private static void bindTag(
      TaosPrepareStatement statement, int index, TableColumn tag, Object value)
      throws SQLException {
    if (value == null) {
      statement.setTagNull(index, Types.VARCHAR);
      return;
    }
    switch (tag.type()) {
      case BOOL -> statement.setTagBoolean(index, (Boolean) value);
      case TINYINT -> statement.setTagByte(index, ((Long) value).byteValue());
      case SMALLINT -> statement.setTagShort(index, ((Long) value).shortValue());
      case INT -> statement.setTagInt(index, ((Long) value).intValue());
      case BIGINT -> statement.setTagLong(index, (Long) value);
      case UTINYINT -> statement.setTagShort(index, ((BigInteger) value).shortValue());
      case USMALLINT -> statement.setTagInt(index, ((BigInteger) value).intValue());
      case UINT -> statement.setTagLong(index, ((BigInteger) value).longValue());
      case UBIGINT -> statement.setTagBigInteger(index, (BigInteger) value);
      case FLOAT -> statement.setTagFloat(index, ((Double) value).floatValue());
      case DOUBLE -> statement.setTagDouble(index, (Double) value);
      default -> statement.setTagNString(index, (String) value);
    }
  }

  private static void bindColumn(
      TaosPrepareStatement statement, int index, TableColumn column, Object[] values)
      throws SQLException {
    switch (column.type()) {
      case TIMESTAMP -> statement.setTimestamp(index, new Boxed<>(values));
      case BOOL -> statement.setBoolean(index, new Boxed<>(values));
      case TINYINT -> statement.setByte(index, new Boxed<>(values));
      case SMALLINT, UTINYINT -> statement.setShort(index, new Boxed<>(values));
      case INT, USMALLINT -> statement.setInt(index, new Boxed<>(values));
      case BIGINT, UINT -> statement.setLong(index, new Boxed<>(values));
      case UBIGINT -> statement.setBigInteger(index, new Boxed<>(values));
      case FLOAT -> statement.setFloat(index, new Boxed<>(values));
      case DOUBLE -> statement.setDouble(index, new Boxed<>(values));
      // UTF-8 already: setString and setNString would encode every value again.
      default -> statement.setVarbinary(index, new Boxed<>(values), column.length());
    }
  }

  /**
   * Values for the driver, which copies every list it is given into one of its own by way of {@code
   * toArray}: that gets the array itself instead of a copy.
   */
  private static final class Boxed<T> extends AbstractList<T> {
    private final Object[] values;

    Boxed(Object[] values) {
      this.values = values;
    }

    @Override
    @SuppressWarnings("unchecked")
    public T get(int index) {
      return (T) values[index];
    }

    @Override
    public int size() {
      return values.length;
    }

    @Override
    public Object[] toArray() {
      return values;
    }
  }

  /** What was prepared; for tests. */
  Map<String, TaosPrepareStatement> prepared() {
    return prepared;
  }
}
