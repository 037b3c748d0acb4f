package io.github.influx2tdengine.sink.write;

import io.github.influx2tdengine.sink.config.SinkConfig;
import io.github.influx2tdengine.sink.error.ConfigurationException;
import io.github.influx2tdengine.sink.error.ErrorCode;
import io.github.influx2tdengine.sink.error.ErrorKind;
import io.github.influx2tdengine.sink.error.UnreachableException;
import io.github.influx2tdengine.sink.schema.DatabaseInfo;
import io.github.influx2tdengine.sink.schema.Ddl;
import io.github.influx2tdengine.sink.schema.Precision;
import io.github.influx2tdengine.sink.schema.Sql;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database of the settings: looked at, created where it is missing, and checked. */
public final class Database {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private Database() {}

  /**
   * Makes sure that the database exists and can hold the points.
   *
   * @throws ConfigurationException when it is missing and may not be created, or is too coarse
   * @throws UnreachableException when the server does not answer
   */
  public static DatabaseInfo ensure(SinkConfig config) {
    try (Session session = Session.open(config)) {
      Optional<DatabaseInfo> info = DatabaseInfo.read(session, config.database());
      if (info.isEmpty()) {
        create(config, session);
        info = DatabaseInfo.read(session, config.database());
      }
      DatabaseInfo found =
          info.orElseThrow(
              () ->
                  new UnreachableException(
                      SinkConfig.DATABASE
                          + ": database '"
                          + config.database()
                          + "' is not there yet although it was created",
                      null));
      check(config, found);
      return found;
    } catch (SQLException e) {
      throw failure(config, e);
    }
  }

  /** Looks at the database without creating it; empty where it does not exist. */
  public static Optional<DatabaseInfo> look(SinkConfig config, Sql sql) {
    try {
      Optional<DatabaseInfo> info = DatabaseInfo.read(sql, config.database());
      info.ifPresent(found -> check(config, found));
      return info;
    } catch (SQLException e) {
      throw failure(config, e);
    }
  }

  private static void create(SinkConfig config, Session session) throws SQLException {
    String ddl = Ddl.createDatabase(config.database(), config.databaseOptions());
    if (!config.autoCreate()) {
      throw new ConfigurationException(
          SinkConfig.AUTO_CREATE,
          "database '" + config.database() + "' does not exist; run: " + ddl);
    }
    try {
      session.execute(ddl);
      LOG.info("{}", ddl);
    } catch (SQLException e) {
      int code = ErrorCode.of(e);
      if (ErrorCode.exists(code)) {
        return;
      }
      if (ErrorCode.kind(e) == ErrorKind.TRANSIENT) {
        throw e;
      }
      throw new ConfigurationException(
          code == 0x0303 || code == 0x2644 ? SinkConfig.USER : SinkConfig.DATABASE_OPTIONS,
          "database '"
              + config.database()
              + "' cannot be created with '"
              + ddl
              + "': "
              + e.getMessage(),
          e);
    }
  }

  private static void check(SinkConfig config, DatabaseInfo info) {
    if (info.precision() != Precision.NS && !config.truncatesTimes()) {
      throw new ConfigurationException(
          SinkConfig.DATABASE,
          "database '"
              + config.database()
              + "' has precision '"
              + info.precision().name().toLowerCase(Locale.ROOT)
              + "', which cannot be changed and would cut off nanoseconds; use another database, or"
              + " set timestamp.precision.loss=truncate");
    }
  }

  private static RuntimeException failure(SinkConfig config, SQLException e) {
    int code = ErrorCode.of(e);
    if (ErrorCode.kind(code) == ErrorKind.CONFIGURATION) {
      return new ConfigurationException(
          ErrorCode.setting(code),
          "TDengine at "
              + DriverSettings.withoutParameters(config.url())
              + " refuses to show database '"
              + config.database()
              + "': "
              + e.getMessage(),
          e);
    }
    return new UnreachableException(
        SinkConfig.URL
            + ": TDengine at "
            + DriverSettings.withoutParameters(config.url())
            + " does not answer: "
            + e.getMessage(),
        e);
  }
}
