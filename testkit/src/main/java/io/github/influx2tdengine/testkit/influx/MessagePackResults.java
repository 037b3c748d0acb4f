package io.github.influx2tdengine.testkit.influx;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;

/** Results as MessagePack, documents back to back. */
final class MessagePackResults implements ResultWriter {
  /** Extension type of a time without {@code epoch}: seconds (64 bits), nanoseconds (32 bits). */
  private static final byte TIME = 5;

  private final String epoch;

  MessagePackResults(String epoch) {
    this.epoch = epoch;
  }

  @Override
  public String contentType() {
    return "application/x-msgpack";
  }

  @Override
  public void document(OutputStream out, List<Result> results) throws IOException {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packMapHeader(1).packString("results").packArrayHeader(results.size());
      for (Result result : results) {
        result(packer, result);
      }
      out.write(packer.toByteArray());
    }
  }

  @Override
  public void refusal(OutputStream out, String error) throws IOException {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packMapHeader(1).packString("error").packString(error);
      out.write(packer.toByteArray());
    }
  }

  private void result(MessagePacker packer, Result result) throws IOException {
    if (result.error().isPresent()) {
      // InfluxDB leaves the statement's number out here.
      packer.packMapHeader(1).packString("error").packString(result.error().get());
      return;
    }
    packer.packMapHeader(result.partial() ? 3 : 2);
    packer.packString("statement_id").packInt(result.statement());
    packer.packString("series").packArrayHeader(result.series().size());
    for (Result.RowSet rows : result.series()) {
      rows(packer, rows);
    }
    if (result.partial()) {
      packer.packString("partial").packBoolean(true);
    }
  }

  private void rows(MessagePacker packer, Result.RowSet rows) throws IOException {
    boolean name = !rows.name().isEmpty();
    boolean tags = !rows.tags().isEmpty();
    packer.packMapHeader(2 + (name ? 1 : 0) + (tags ? 1 : 0) + (rows.partial() ? 1 : 0));
    if (name) {
      packer.packString("name").packString(rows.name());
    }
    if (tags) {
      packer.packString("tags").packMapHeader(rows.tags().size());
      for (Map.Entry<String, String> tag : rows.tags().entrySet()) {
        packer.packString(tag.getKey()).packString(tag.getValue());
      }
    }
    packer.packString("columns").packArrayHeader(rows.columns().size());
    for (String column : rows.columns()) {
      packer.packString(column);
    }
    packer.packString("values").packArrayHeader(rows.values().size());
    for (Object[] row : rows.values()) {
      packer.packArrayHeader(row.length);
      for (int i = 0; i < row.length; i++) {
        value(packer, row[i], i == 0 && rows.timed());
      }
    }
    if (rows.partial()) {
      packer.packString("partial").packBoolean(true);
    }
  }

  private void value(MessagePacker packer, Object value, boolean time) throws IOException {
    if (value == null) {
      packer.packNil();
    } else if (time && epoch.isEmpty()) {
      long nanos = (Long) value;
      byte[] bytes =
          ByteBuffer.allocate(12)
              .putLong(Math.floorDiv(nanos, 1_000_000_000L))
              .putInt((int) Math.floorMod(nanos, 1_000_000_000L))
              .array();
      packer.packExtensionTypeHeader(TIME, bytes.length).writePayload(bytes);
    } else if (time) {
      packer.packLong(ResultWriter.inUnits((Long) value, epoch));
    } else if (value instanceof Double number) {
      packer.packDouble(number);
    } else if (value instanceof Long || value instanceof Integer) {
      packer.packLong(((Number) value).longValue());
    } else if (value instanceof BigInteger number) {
      packer.packBigInteger(number);
    } else if (value instanceof Boolean flag) {
      packer.packBoolean(flag);
    } else {
      packer.packString(value.toString());
    }
  }
}
