package io.github.influx2tdengine.sink.write;

import com.taosdata.jdbc.utils.ReqId;
import com.taosdata.jdbc.utils.StmtUtils;
import com.taosdata.jdbc.ws.Transport;
import com.taosdata.jdbc.ws.entity.Action;
import com.taosdata.jdbc.ws.stmt2.entity.RequestFactory;
import com.taosdata.jdbc.ws.stmt2.entity.Stmt2ExecResp;
import com.taosdata.jdbc.ws.stmt2.entity.Stmt2Resp;
import com.taosdata.jdbc.ws.stmt2.entity.StmtInfo;
import io.github.influx2tdengine.sink.batch.Insert;
import io.github.influx2tdengine.sink.schema.TableColumn;
import java.sql.SQLException;
import java.util.List;

/**
 * An insert that is prepared for one set of columns, over the driver's WebSocket. It goes round the
 * driver's prepared statement, which takes lists of objects and copies them twice.
 */
final class ColumnarStatement {
  private final Transport transport;
  private final StmtInfo info;

  private ColumnarStatement(Transport transport, StmtInfo info) {
    this.transport = transport;
    this.info = info;
  }

  static ColumnarStatement prepare(Transport transport, String sql) throws SQLException {
    return new ColumnarStatement(
        transport, new StmtInfo(StmtUtils.initStmtWithRetry(transport, sql, 1), sql));
  }

  /**
   * Writes the rows of an insert for which it was prepared, and returns how many the server says it
   * wrote.
   *
   * @throws SQLException with the server's code in its text, {@code (0x61b):…}, as the driver has
   *     it
   * @throws IllegalStateException when the table has other types by now
   */
  int execute(Insert insert) throws SQLException {
    check(insert.tags(), info.getTagTypeList());
    check(insert.columns(), info.getColTypeList());
    long bind = ReqId.getReqID();
    Stmt2Resp bound =
        (Stmt2Resp)
            transport.send(
                Action.STMT2_BIND.getAction(),
                bind,
                BindMessage.of(
                    insert, info.getTagTypeList(), info.getColTypeList(), bind, info.getStmtId()),
                false,
                timeout());
    DriverTransport.require(bound.getCode(), bound.getMessage());
    Stmt2ExecResp done =
        (Stmt2ExecResp)
            transport.send(
                RequestFactory.generateExec(info.getStmtId(), ReqId.getReqID()), false, timeout());
    DriverTransport.require(done.getCode(), done.getMessage());
    return done.getAffected();
  }

  private static void check(List<TableColumn> columns, List<Byte> types) {
    if (columns.size() != types.size()) {
      throw new IllegalStateException(
          columns.size() + " columns or tags are to be bound, the server expects " + types.size());
    }
    for (int i = 0; i < columns.size(); i++) {
      byte number = BindMessage.number(columns.get(i).type());
      if (number >= 0 && number != types.get(i)) {
        throw new IllegalStateException(
            "'" + columns.get(i).name() + "' has type " + types.get(i) + " by now, not " + number);
      }
    }
  }

  private long timeout() {
    return transport.getConnectionParam().getRequestTimeout();
  }

  /** Lets the server forget it, without waiting for that. */
  void close() {
    try {
      transport.sendWithoutResponse(
          RequestFactory.generateClose(info.getStmtId(), ReqId.getReqID()));
    } catch (SQLException | RuntimeException e) {
      // The server drops it with the connection at the latest.
    }
  }
}
