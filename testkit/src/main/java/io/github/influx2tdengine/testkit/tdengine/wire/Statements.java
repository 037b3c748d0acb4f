package io.github.influx2tdengine.testkit.tdengine.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.influx2tdengine.testkit.tdengine.fault.Faults;
import io.github.influx2tdengine.testkit.tdengine.query.BindField;
import io.github.influx2tdengine.testkit.tdengine.query.BoundTable;
import io.github.influx2tdengine.testkit.tdengine.query.Executor;
import io.github.influx2tdengine.testkit.tdengine.query.PreparedInsert;
import io.github.influx2tdengine.testkit.tdengine.query.Result;
import io.github.influx2tdengine.testkit.tdengine.sql.Parser;
import io.github.influx2tdengine.testkit.tdengine.sql.Statement;
import io.github.influx2tdengine.testkit.tdengine.store.Errors;
import io.github.influx2tdengine.testkit.tdengine.store.TdengineException;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The prepared statements of one connection. */
final class Statements {
  private final Map<Long, Prepared> prepared = new HashMap<>();
  private final Faults faults;
  private long lastId;

  Statements(Faults faults) {
    this.faults = faults;
  }

  /** A statement on its way: made, prepared, bound, executed. */
  private static final class Prepared {
    private Optional<PreparedInsert> insert = Optional.empty();
    private List<BoundTable> bound = new ArrayList<>();
  }

  long init() {
    prepared.put(++lastId, new Prepared());
    return lastId;
  }

  private Prepared statement(long id) {
    Prepared statement = prepared.get(id);
    if (statement == null) {
      throw new TdengineException(0xFFFF, "stmt2 is nil");
    }
    return statement;
  }

  ObjectNode prepare(ObjectNode answer, Executor executor, long id, String sql) {
    Statement parsed = Parser.parse(sql);
    if (!(parsed instanceof Statement.Insert insert)) {
      throw Errors.unsupported("preparing anything but INSERT");
    }
    PreparedInsert made = PreparedInsert.prepare(executor, insert);
    statement(id).insert = Optional.of(made);
    answer.put("stmt_id", id).put("is_insert", true).put("fields_count", made.fields().size());
    ArrayNode fields = answer.putArray("fields");
    for (BindField field : made.fields()) {
      fields
          .addObject()
          .put("name", field.field().name())
          .put("field_type", field.field().type().code())
          .put("precision", made.precision().code())
          .put("scale", 0)
          .put("bytes", field.field().declaredBytes())
          .put("bind_type", field.kind().code());
    }
    return answer;
  }

  ObjectNode bind(ObjectNode answer, long id, ByteBuf message) {
    Prepared statement = statement(id);
    PreparedInsert insert = statement.insert.orElseThrow(() -> Errors.stmtApi("not prepared"));
    List<BoundTable> bound = BindMessage.read(message, insert);
    insert.check(bound);
    statement.bound = bound;
    return answer.put("stmt_id", id);
  }

  ObjectNode execute(ObjectNode answer, Executor executor, long id, int fewerRows) {
    Prepared statement = statement(id);
    PreparedInsert insert = statement.insert.orElseThrow(() -> Errors.stmtApi("not prepared"));
    List<BoundTable> bound = statement.bound;
    statement.bound = new ArrayList<>();
    faults
        .poison(bound.stream().map(BoundTable::name).toList())
        .ifPresent(
            code -> {
              throw new TdengineException(code, "the row is not to the server's liking");
            });
    int written = insert.execute(bound);
    return answer.put("stmt_id", id).put("affected", Math.max(0, written - fewerRows));
  }

  Result result(long id) {
    statement(id);
    throw Errors.unsupported("preparing anything but INSERT");
  }

  void close(long id) {
    prepared.remove(id);
  }
}
