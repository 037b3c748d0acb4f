package io.github.influx2tdengine.sink.write;

import com.taosdata.jdbc.utils.ReqId;
import com.taosdata.jdbc.ws.BlockResultSet;
import com.taosdata.jdbc.ws.Transport;
import com.taosdata.jdbc.ws.WSConnection;
import com.taosdata.jdbc.ws.entity.Action;
import com.taosdata.jdbc.ws.entity.QueryResp;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;

/**
 * The driver's WebSocket under a connection, for what its JDBC side does not do: to close at once
 * (its {@code close} asks the server to close every statement first, and waits a time-out for each
 * when the server is gone), to tell whether the socket is still there, to write columns as they
 * are, and to send SQL in UTF-8 (it encodes SQL with the JVM's default charset, which is ASCII in
 * many containers).
 */
final class DriverTransport {
  private static final boolean UTF8 = Charset.defaultCharset().equals(StandardCharsets.UTF_8);

  private final Transport transport;

  private DriverTransport(Transport transport) {
    this.transport = transport;
  }

  static DriverTransport of(Connection connection) {
    try {
      Field field = WSConnection.class.getDeclaredField("transport");
      field.setAccessible(true);
      return new DriverTransport((Transport) field.get(connection));
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalStateException(
          "this version of the TDengine driver is not the one the sink was built with", e);
    }
  }

  boolean lost() {
    return transport.isClosed() || transport.isConnectionLost();
  }

  void close() {
    transport.close();
  }

  ColumnarStatement prepare(String sql) throws SQLException {
    return ColumnarStatement.prepare(transport, sql);
  }

  /** True when the driver itself would send other characters than these. */
  boolean mustSend(String sql) {
    return !UTF8 && !sql.chars().allMatch(c -> c < 0x80);
  }

  ResultSet query(String sql, Statement statement) throws SQLException {
    return new BlockResultSet(statement, transport, execute(sql), "", ZoneOffset.UTC);
  }

  QueryResp execute(String sql) throws SQLException {
    byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
    // Version 1 of the message, and the length of the SQL; type 6 is a query.
    byte[] header =
        ByteBuffer.allocate(6)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) 1)
            .putInt(bytes.length)
            .array();
    QueryResp response =
        (QueryResp)
            transport.send(
                Action.BINARY_QUERY.getAction(),
                ReqId.getReqID(),
                0,
                6,
                header,
                bytes,
                transport.getConnectionParam().getRequestTimeout());
    require(response.getCode(), response.getMessage());
    return response;
  }

  /**
   * Throws what an answer says went wrong, with the server's code in the text, as the driver has
   * it.
   */
  static void require(int code, String message) throws SQLException {
    if (code != 0) {
      throw new SQLException("(0x" + Integer.toHexString(code) + "):" + message);
    }
  }
}
