package io.github.influx2tdengine.testkit.tdengine;

import io.github.influx2tdengine.testkit.tdengine.fault.Faults;
import io.github.influx2tdengine.testkit.tdengine.query.Executor;
import io.github.influx2tdengine.testkit.tdengine.query.Result;
import io.github.influx2tdengine.testkit.tdengine.query.ResultColumn;
import io.github.influx2tdengine.testkit.tdengine.query.Values;
import io.github.influx2tdengine.testkit.tdengine.store.DataType;
import io.github.influx2tdengine.testkit.tdengine.store.Store;
import io.github.influx2tdengine.testkit.tdengine.store.Subtable;
import io.github.influx2tdengine.testkit.tdengine.wire.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stand-in for TDengine 3.3.7.5 behind taosadapter, in this JVM, its data in memory: what the
 * JDBC driver speaks over WebSocket, {@code /rest/sql}, and {@code /influxdb/v1/write}.
 *
 * <p>It holds to the real server's semantics, limits and error codes where this project meets them,
 * and refuses by name the SQL that it does not know. Where it differs otherwise, that is a bug in
 * it.
 */
public final class TdengineStandIn implements AutoCloseable {
  private final Store store = new Store();
  private final Faults faults = new Faults();
  private final Server server;

  private TdengineStandIn(String user, String password) throws IOException {
    server = new Server(store, faults, user, password);
  }

  /** Starts one on a free port of 127.0.0.1, for user root with password taosdata. */
  public static TdengineStandIn start() throws IOException {
    return start("root", "taosdata");
  }

  /** Starts one on a free port of 127.0.0.1. */
  public static TdengineStandIn start(String user, String password) throws IOException {
    return new TdengineStandIn(user, password);
  }

  public int port() {
    return server.port();
  }

  public String user() {
    return server.user();
  }

  public String password() {
    return server.password();
  }

  /** The URL for JDBC, without database, user and password. */
  public String jdbcUrl() {
    return "jdbc:TAOS-WS://127.0.0.1:" + port() + "/";
  }

  /** The URL for JDBC with database, user and password; no database where it is empty. */
  public String jdbcUrl(String database) {
    return jdbcUrl() + database + "?user=" + user() + "&password=" + password();
  }

  /** The URL of the HTTP side, without a slash at its end. */
  public String restUrl() {
    return "http://127.0.0.1:" + port();
  }

  /** What is to go wrong. */
  public Faults faults() {
    return faults;
  }

  /** Drops every connection now. */
  public void dropConnections() {
    server.dropConnections();
  }

  /** Refuses new connections until {@link #acceptConnections}; those that are stay. */
  public void refuseConnections() {
    server.refuseConnections();
  }

  /** Takes new connections again, on the same port. */
  public void acceptConnections() {
    server.acceptConnections();
  }

  /** Connections that are open now. */
  public int connections() {
    return server.connections();
  }

  /** What is stored, for tests that look past SQL. */
  public Store store() {
    return store;
  }

  /** Runs SQL without a connection and gives the rows, each by column title. */
  public List<Map<String, Object>> query(String sql) {
    Result result = new Executor(store, Optional.empty()).execute(sql);
    List<Map<String, Object>> rows = new ArrayList<>();
    if (result instanceof Result.Rows answer) {
      answer.rows().forEachRemaining(row -> rows.add(named(answer.columns(), row)));
    }
    return rows;
  }

  private static Map<String, Object> named(List<ResultColumn> columns, Object[] row) {
    Map<String, Object> named = new LinkedHashMap<>();
    for (int i = 0; i < row.length; i++) {
      named.put(columns.get(i).name(), shown(row[i], columns.get(i).type()));
    }
    return named;
  }

  /** Text as String, booleans as Boolean, unsigned 64 bits as BigInteger, the rest as it is. */
  private static Object shown(Object value, DataType type) {
    if (value instanceof byte[] text) {
      return new String(text, StandardCharsets.UTF_8);
    }
    if (value instanceof Long bits && type == DataType.BOOL) {
      return bits != 0;
    }
    return value instanceof Long bits && type == DataType.UBIGINT
        ? (Object) Values.unsigned(bits)
        : value;
  }

  /** Rows of a subtable or normal table; 0 where there is none. */
  public int rowCount(String database, String table) {
    return store.find(database).flatMap(found -> found.table(table)).map(Subtable::rows).orElse(0);
  }

  /** Rows of all subtables of a supertable; 0 where there is none. */
  public long stableRowCount(String database, String stable) {
    return store
        .find(database)
        .flatMap(found -> found.stable(stable))
        .map(found -> found.subtables().stream().mapToLong(Subtable::rows).sum())
        .orElse(0L);
  }

  @Override
  public void close() {
    server.close();
  }
}
