package io.github.influx2tdengine.sink;

import com.taosdata.jdbc.AbstractConnection;
import com.taosdata.jdbc.enums.SchemalessProtocolType;
import com.taosdata.jdbc.enums.SchemalessTimestampType;
import com.taosdata.jdbc.ws.TSWSPreparedStatement;
import com.taosdata.jdbc.ws.WebSocketDriver;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The measure for the sink: the same rows through the driver alone, in its fastest way (columns
 * bound for many subtables in one execute), and in line protocol ({@code writeRaw}).
 */
final class DriverWriting {
  private final String url;
  private final String database;

  DriverWriting(String url, String database) {
    this.url = url.replaceFirst("[?].*$", "").replaceFirst("/*$", "/");
    this.database = database;
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "root");
    properties.setProperty("password", "taosdata");
    properties.setProperty("dbname", database);
    return new WebSocketDriver().connect(url, properties);
  }

  /** Makes the database anew. */
  void create(int vgroups) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "root");
    properties.setProperty("password", "taosdata");
    try (Connection connection = new WebSocketDriver().connect(url, properties);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("DROP DATABASE IF EXISTS `" + database + "`");
      statement.executeUpdate(
          "CREATE DATABASE `" + database + "` PRECISION 'ns' KEEP 106580 VGROUPS " + vgroups);
    }
  }

  void drop() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("DROP DATABASE IF EXISTS `" + database + "`");
    }
  }

  /** Seconds to write all rows column by column over so many connections. */
  double columnar(Load load, int connections) throws Exception {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(load.createStable("driver"));
    }
    return parallel(connections, number -> () -> columnar(load, connections, number));
  }

  private Void columnar(Load load, int connections, int number) throws SQLException {
    try (Connection connection = connect();
        TSWSPreparedStatement statement =
            connection
                .prepareStatement(load.insert("driver"))
                .unwrap(TSWSPreparedStatement.class)) {
      List<List<Double>> values = load.boxedColumns();
      int inBatch = 0;
      int round = 0;
      for (Load.Chunk chunk : load.chunks()) {
        if (chunk.series() % connections != number) {
          continue;
        }
        // The driver refuses a subtable's second chunk in one execute.
        if (inBatch > 0 && chunk.round() > round) {
          execute(statement, inBatch);
          inBatch = 0;
        }
        round = chunk.round();
        List<Long> times = new ArrayList<>(chunk.rows());
        for (int row = 0; row < chunk.rows(); row++) {
          times.add(chunk.time(row));
        }
        statement.setTableName("d" + chunk.series());
        statement.setTagNString(0, load.tag(chunk.series()));
        statement.setTimestamp(0, times);
        for (int column = 0; column < Load.COLUMNS; column++) {
          statement.setDouble(column + 1, values.get(column));
        }
        statement.columnDataAddBatch();
        inBatch += chunk.rows();
        if (inBatch >= Load.BATCH) {
          execute(statement, inBatch);
          inBatch = 0;
        }
      }
      if (inBatch > 0) {
        execute(statement, inBatch);
      }
    }
    return null;
  }

  private static void execute(TSWSPreparedStatement statement, int rows) throws SQLException {
    statement.columnDataExecuteBatch();
    if (statement.getUpdateCount() != rows) {
      throw new SQLException("wrote " + statement.getUpdateCount() + " of " + rows);
    }
  }

  /** Seconds to write the rows as line protocol, 10,000 lines a request. */
  double raw(Load load, int connections) throws Exception {
    return parallel(connections, number -> () -> raw(load, connections, number));
  }

  private Void raw(Load load, int connections, int number) throws SQLException {
    try (Connection connection = connect()) {
      AbstractConnection raw = connection.unwrap(AbstractConnection.class);
      StringBuilder lines = new StringBuilder();
      int rows = 0;
      for (Load.Chunk chunk : load.chunks()) {
        if (chunk.series() % connections != number) {
          continue;
        }
        load.lines("raw", chunk, lines);
        rows += chunk.rows();
        if (rows >= Load.BATCH) {
          write(raw, lines);
          rows = 0;
        }
      }
      if (rows > 0) {
        write(raw, lines);
      }
    }
    return null;
  }

  private static void write(AbstractConnection raw, StringBuilder lines) throws SQLException {
    raw.writeRaw(
        lines.toString(), SchemalessProtocolType.LINE, SchemalessTimestampType.NANO_SECONDS);
    lines.setLength(0);
  }

  private interface Work {
    Callable<Void> of(int number);
  }

  private static double parallel(int connections, Work work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      long begun = System.nanoTime();
      List<Future<Void>> all = new ArrayList<>();
      for (int number = 0; number < connections; number++) {
        all.add(threads.submit(work.of(number)));
      }
      for (Future<Void> one : all) {
        one.get();
      }
      return (System.nanoTime() - begun) / 1e9;
    } finally {
      threads.shutdownNow();
    }
  }
}
