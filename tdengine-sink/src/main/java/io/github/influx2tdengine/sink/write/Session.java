package io.github.influx2tdengine.sink.write;

import com.taosdata.jdbc.TSDBErrorNumbers;
import com.taosdata.jdbc.ws.WebSocketDriver;
import io.github.influx2tdengine.sink.config.SinkConfig;
import io.github.influx2tdengine.sink.error.ConfigurationException;
import io.github.influx2tdengine.sink.error.ErrorCode;
import io.github.influx2tdengine.sink.error.ErrorKind;
import io.github.influx2tdengine.sink.error.Redacted;
import io.github.influx2tdengine.sink.error.UnreachableException;
import io.github.influx2tdengine.sink.schema.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** One connection to TDengine through the JDBC driver; belongs to one thread. */
public final class Session implements Sql, AutoCloseable {
  private final Connection connection;
  private final DriverTransport transport;

  private Session(Connection connection) {
    this.connection = connection;
    this.transport = DriverTransport.of(connection);
  }

  /** A connection that is in no database: for creating and looking at databases. */
  public static Session open(SinkConfig config) {
    return open(config, "");
  }

  /** A connection in the database of the settings, which must exist. */
  public static Session openDatabase(SinkConfig config) {
    return open(config, config.database());
  }

  /**
   * @throws ConfigurationException when the login is refused or the server is too old
   * @throws UnreachableException when nobody answers
   */
  private static Session open(SinkConfig config, String database) {
    Properties properties = DriverSettings.properties(config, database);
    try {
      Connection connection =
          new WebSocketDriver().connect(DriverSettings.url(config.url()), properties);
      return new Session(connection);
    } catch (SQLException | RuntimeException e) {
      throw openFailure(config, Redacted.of(e));
    }
  }

  private static RuntimeException openFailure(SinkConfig config, Exception e) {
    int code = ErrorCode.of(e);
    String where = DriverSettings.withoutParameters(config.url());
    if (code == 0x0357) {
      return new ConfigurationException(
          config.token().isEmpty() ? SinkConfig.USER : SinkConfig.TOKEN,
          "TDengine at "
              + where
              + " refuses the login"
              + (config.token().isEmpty()
                  ? " as '" + config.user() + "': check tdengine.user and tdengine.password"
                  : ": check tdengine.token"),
          e);
    }
    if (code == TSDBErrorNumbers.ERROR_VERSION_INCOPMATIABLE
        || ErrorCode.kind(code) == ErrorKind.CONFIGURATION) {
      return new ConfigurationException(
          ErrorCode.setting(code), "TDengine at " + where + ": " + e.getMessage(), e);
    }
    if (code == ErrorCode.NO_DATABASE) {
      return new UnreachableException(
          SinkConfig.DATABASE
              + ": TDengine at "
              + where
              + " does not know database '"
              + config.database()
              + "' yet",
          e);
    }
    return new UnreachableException(
        SinkConfig.URL
            + ": no TDengine adapter answers at "
            + where
            + " within "
            + config.connectTimeout().toMillis()
            + " ms ("
            + e.getMessage()
            + "); check address and port (taosadapter listens on 6041)",
        e);
  }

  @Override
  public List<List<String>> query(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet result =
          transport.mustSend(sql) ? transport.query(sql, statement) : statement.executeQuery(sql)) {
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
    } catch (RuntimeException e) {
      throw ofDriver(e);
    }
  }

  /** What the driver throws unchecked, a socket gone under its hands, is no mistake of ours. */
  private static SQLException ofDriver(RuntimeException e) {
    return new SQLException(e.toString(), e);
  }

  @Override
  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (transport.mustSend(sql)) {
        transport.execute(sql);
      } else {
        statement.executeUpdate(sql);
      }
    } catch (RuntimeException e) {
      throw ofDriver(e);
    }
  }

  /** Prepares an insert for columnar binding. */
  ColumnarStatement prepare(String sql) throws SQLException {
    return transport.prepare(sql);
  }

  /** True when the socket is known to be gone. */
  public boolean lost() {
    return transport.lost();
  }

  /** Closes the socket at once; what the server holds for the connection goes with it. */
  @Override
  public void close() {
    transport.close();
  }
}
