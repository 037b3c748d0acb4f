package io.github.influx2tdengine.testkit.tdengine;

import com.taosdata.jdbc.ws.TSWSPreparedStatement;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;

/** Binds column by column what a test wants written, as the sink does. */
final class ColumnarInsert implements AutoCloseable {
  /** Wide enough for every text a test binds; the driver does not look at it. */
  private static final int TEXT_BYTES = 70_000;

  private final TSWSPreparedStatement statement;
  private int column;
  private int tag;

  ColumnarInsert(Connection connection, String sql) throws SQLException {
    statement = connection.prepareStatement(sql).unwrap(TSWSPreparedStatement.class);
  }

  /** Begins the rows of a subtable. */
  ColumnarInsert table(String name) throws SQLException {
    statement.setTableName(name);
    column = 0;
    tag = 0;
    return this;
  }

  ColumnarInsert tag(String value) throws SQLException {
    statement.setTagNString(tag++, value);
    return this;
  }

  ColumnarInsert times(Long... times) throws SQLException {
    statement.setTimestamp(column++, Arrays.asList(times));
    return this;
  }

  ColumnarInsert doubles(Double... values) throws SQLException {
    statement.setDouble(column++, Arrays.asList(values));
    return this;
  }

  ColumnarInsert longs(Long... values) throws SQLException {
    statement.setLong(column++, Arrays.asList(values));
    return this;
  }

  ColumnarInsert unsigned(BigInteger... values) throws SQLException {
    statement.setBigInteger(column++, Arrays.asList(values));
    return this;
  }

  ColumnarInsert booleans(Boolean... values) throws SQLException {
    statement.setBoolean(column++, Arrays.asList(values));
    return this;
  }

  ColumnarInsert texts(String... values) throws SQLException {
    statement.setString(column++, Arrays.asList(values), TEXT_BYTES);
    return this;
  }

  ColumnarInsert nchars(String... values) throws SQLException {
    statement.setNString(column++, Arrays.asList(values), TEXT_BYTES);
    return this;
  }

  /** Ends the rows of a subtable. */
  ColumnarInsert add() throws SQLException {
    statement.columnDataAddBatch();
    return this;
  }

  /** Writes all and says how many rows the server counted. */
  int execute() throws SQLException {
    statement.columnDataExecuteBatch();
    return statement.getUpdateCount();
  }

  TSWSPreparedStatement statement() {
    return statement;
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
