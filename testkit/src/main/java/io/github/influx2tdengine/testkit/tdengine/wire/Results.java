package io.github.influx2tdengine.testkit.tdengine.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.influx2tdengine.testkit.tdengine.query.Result;
import io.github.influx2tdengine.testkit.tdengine.query.ResultColumn;
import io.github.influx2tdengine.testkit.tdengine.store.TdengineException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The results of one connection that are still being read. */
final class Results {
  /** Rows of a block, as the server sends them. */
  private static final int BLOCK_ROWS = 4_096;

  private static final int FETCH_RAW_BLOCK = 7;

  private final Map<Long, Result.Rows> open = new HashMap<>();
  private long lastId;

  /** Adds to an answer what a statement gave: a count, or a result's number and columns. */
  ObjectNode add(ObjectNode answer, Result result) {
    if (result instanceof Result.Changed changed) {
      return answer.put("is_update", true).put("affected_rows", changed.rows()).put("id", 0);
    }
    Result.Rows rows = (Result.Rows) result;
    open.put(++lastId, rows);
    answer
        .put("is_update", false)
        .put("affected_rows", 0)
        .put("id", lastId)
        .put("fields_count", rows.columns().size())
        .put("precision", rows.precision().code());
    ArrayNode names = answer.putArray("fields_names");
    ArrayNode types = answer.putArray("fields_types");
    ArrayNode lengths = answer.putArray("fields_lengths");
    ArrayNode precisions = answer.putArray("fields_precisions");
    ArrayNode scales = answer.putArray("fields_scales");
    for (ResultColumn column : rows.columns()) {
      names.add(column.name());
      types.add(column.type().code());
      lengths.add(column.shownLength());
      precisions.add(0);
      scales.add(0);
    }
    return answer;
  }

  void free(long id) {
    open.remove(id);
  }

  /** The next block of a result, or its end. */
  ByteBuf next(long request, long id) {
    Result.Rows result = open.get(id);
    if (result == null) {
      throw new TdengineException(0xFFFF, "result is nil");
    }
    List<Object[]> rows = new ArrayList<>();
    while (rows.size() < BLOCK_ROWS && result.rows().hasNext()) {
      rows.add(result.rows().next());
    }
    if (rows.isEmpty()) {
      free(id);
      return head(request, id, 0, "", true);
    }
    ByteBuf block = head(request, id, 0, "", false);
    int lengthAt = block.writerIndex();
    block.writeIntLE(0);
    RawBlock.write(block, result.columns(), rows);
    return block.setIntLE(lengthAt, block.writerIndex() - lengthAt - 4);
  }

  ByteBuf failed(long request, long id, TdengineException error) {
    return head(request, id, error.code(), error.getMessage(), true);
  }

  private static ByteBuf head(long request, long id, int code, String text, boolean end) {
    byte[] message = text.getBytes(StandardCharsets.UTF_8);
    return Unpooled.buffer(256 + message.length)
        .writeLongLE(-1)
        .writeLongLE(FETCH_RAW_BLOCK)
        .writeShortLE(1)
        .writeLongLE(0)
        .writeLongLE(request)
        .writeIntLE(code)
        .writeIntLE(message.length)
        .writeBytes(message)
        .writeLongLE(id)
        .writeBoolean(end);
  }
}
