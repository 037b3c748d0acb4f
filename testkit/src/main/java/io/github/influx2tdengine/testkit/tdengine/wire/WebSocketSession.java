package io.github.influx2tdengine.testkit.tdengine.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.influx2tdengine.testkit.tdengine.fault.Faults;
import io.github.influx2tdengine.testkit.tdengine.fault.Operation;
import io.github.influx2tdengine.testkit.tdengine.lines.LineEndpoint;
import io.github.influx2tdengine.testkit.tdengine.query.Executor;
import io.github.influx2tdengine.testkit.tdengine.store.Errors;
import io.github.influx2tdengine.testkit.tdengine.store.Store;
import io.github.influx2tdengine.testkit.tdengine.store.TdengineException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of taosadapter's {@code /ws}: requests as JSON in text frames, or, for SQL, blocks
 * of results and bound values, in binary frames that begin with three numbers of 64 bits, little
 * endian: request, result or statement, action.
 */
final class WebSocketSession extends SimpleChannelInboundHandler<WebSocketFrame> {
  private static final Logger LOG = LoggerFactory.getLogger(WebSocketSession.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BINARY_QUERY = 6;
  private static final int FETCH_RAW_BLOCK = 7;
  private static final int STMT2_BIND = 9;

  /** Of the kinds of schemaless text: InfluxDB's line protocol. */
  private static final int LINE_PROTOCOL = 1;

  /** What taosadapter says for errors of its own. */
  private static final int ADAPTER_ERROR = 0xFFFF;

  private final Store store;
  private final Faulty faulty;
  private final String user;
  private final String password;
  private final Results results = new Results();
  private final Statements statements;
  private Optional<Executor> executor = Optional.empty();

  WebSocketSession(Store store, Faults faults, String user, String password) {
    this.store = store;
    this.faulty = new Faulty(faults);
    this.statements = new Statements(faults);
    this.user = user;
    this.password = password;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame)
      throws IOException {
    if (frame instanceof TextWebSocketFrame text) {
      JsonNode request = JSON.readTree(text.text());
      text(context, request.path("action").asText(), request.path("args"));
    } else if (frame instanceof BinaryWebSocketFrame) {
      binary(context, frame.content());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.error("the stand-in for TDengine failed; the connection is dropped", cause);
    }
    context.close();
  }

  private void text(ChannelHandlerContext context, String action, JsonNode args) {
    switch (action) {
      case "version" -> send(context, answer(action, args).put("version", Executor.SERVER_VERSION));
      case "conn" -> json(context, Operation.CONNECT, action, args, fewer -> connect(action, args));
      case "query" ->
          json(
              context,
              Operation.QUERY,
              action,
              args,
              fewer -> query(answer(action, args), args.path("sql").asText()));
      case "free_result" -> results.free(args.path("id").asLong());
      case "insert" ->
          json(
              context,
              Operation.LINES,
              action,
              args,
              fewer -> {
                lines(args);
                return answer(action, args);
              });
      case "stmt2_init" -> send(context, answer(action, args).put("stmt_id", statements.init()));
      case "stmt2_prepare" ->
          json(
              context,
              Operation.PREPARE,
              action,
              args,
              fewer ->
                  statements.prepare(
                      answer(action, args), connected(), id(args), args.path("sql").asText()));
      case "stmt2_exec" ->
          json(
              context,
              Operation.EXECUTE,
              action,
              args,
              fewer -> statements.execute(answer(action, args), connected(), id(args), fewer));
      case "stmt2_result" ->
          json(
              context,
              Operation.QUERY,
              action,
              args,
              fewer -> results.add(answer(action, args), statements.result(id(args))));
      case "stmt2_close" -> {
        statements.close(id(args));
        send(context, answer(action, args).put("stmt_id", id(args)));
      }
      default ->
          send(
              context,
              error(
                  action,
                  args.path("req_id").asLong(),
                  new TdengineException(ADAPTER_ERROR, "unknown action " + action)));
    }
  }

  private void lines(JsonNode args) {
    if (args.path("protocol").asInt() != LINE_PROTOCOL) {
      throw Errors.unsupported("schemaless writing of anything but line protocol");
    }
    String database = connected().currentDatabase().orElseThrow(Errors::databaseNotSpecified);
    LineEndpoint.write(
        store,
        database,
        args.path("data").asText(),
        LineEndpoint.unit(args.path("precision").asText()));
  }

  private static long id(JsonNode args) {
    return args.path("stmt_id").asLong();
  }

  private void binary(ChannelHandlerContext context, ByteBuf message) {
    long request = message.readLongLE();
    long subject = message.readLongLE();
    int action = (int) message.readLongLE();
    // The version of the message, always 1.
    message.skipBytes(2);
    switch (action) {
      case BINARY_QUERY -> {
        String sql =
            message.readCharSequence(message.readIntLE(), StandardCharsets.UTF_8).toString();
        run(
            context,
            Operation.QUERY,
            "binary_query",
            request,
            fewer -> query(answer("binary_query", request), sql));
      }
      case FETCH_RAW_BLOCK -> fetch(context, request, subject);
      case STMT2_BIND -> {
        // The column to bind; -1 for all of them, which is all that the driver sends.
        message.skipBytes(4);
        ByteBuf kept = message.retain();
        run(
            context,
            Operation.BIND,
            "stmt2_bind",
            request,
            fewer -> {
              try {
                return statements.bind(answer("stmt2_bind", request), subject, kept);
              } finally {
                kept.release();
              }
            });
      }
      default ->
          send(
              context,
              error(
                  "unknown",
                  request,
                  new TdengineException(ADAPTER_ERROR, "unknown binary action " + action)));
    }
  }

  private ObjectNode connect(String action, JsonNode args) {
    if (!args.path("user").asText().equals(user)
        || !args.path("password").asText().equals(password)) {
      throw Errors.authentication();
    }
    String database = args.path("db").asText("");
    executor =
        Optional.of(new Executor(store, Optional.of(database).filter(name -> !name.isEmpty())));
    return answer(action, args).put("version", Executor.SERVER_VERSION);
  }

  private Executor connected() {
    return executor.orElseThrow(() -> new TdengineException(ADAPTER_ERROR, "server not connected"));
  }

  private ObjectNode query(ObjectNode answer, String sql) {
    return results.add(answer, connected().execute(sql));
  }

  private void fetch(ChannelHandlerContext context, long request, long result) {
    faulty.<ByteBuf>run(
        Operation.FETCH,
        context,
        fewer -> results.next(request, result),
        error -> results.failed(request, result, error),
        block -> context.writeAndFlush(new BinaryWebSocketFrame(block)),
        block -> cut(context, 0x82, block));
  }

  private void json(
      ChannelHandlerContext context,
      Operation operation,
      String action,
      JsonNode args,
      Function<Integer, ObjectNode> work) {
    run(context, operation, action, args.path("req_id").asLong(), work);
  }

  private void run(
      ChannelHandlerContext context,
      Operation operation,
      String action,
      long request,
      Function<Integer, ObjectNode> work) {
    faulty.<ObjectNode>run(
        operation,
        context,
        work,
        error -> error(action, request, error),
        answer -> send(context, answer),
        answer -> cut(context, 0x81, Unpooled.wrappedBuffer(bytes(answer))));
  }

  private static ObjectNode answer(String action, JsonNode args) {
    return answer(action, args.path("req_id").asLong());
  }

  private static ObjectNode answer(String action, long request) {
    return JSON.createObjectNode()
        .put("code", 0)
        .put("message", "")
        .put("action", action)
        .put("req_id", request)
        .put("timing", 0);
  }

  private static ObjectNode error(String action, long request, TdengineException error) {
    return answer(action, request).put("code", error.code()).put("message", error.getMessage());
  }

  private static void send(ChannelHandlerContext context, ObjectNode answer) {
    context.writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(bytes(answer))));
  }

  private static byte[] bytes(ObjectNode answer) {
    try {
      return JSON.writeValueAsBytes(answer);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Sends the head of a frame and half of what it announces, past the frame encoder. */
  private static void cut(ChannelHandlerContext context, int opcode, ByteBuf payload) {
    int length = payload.readableBytes();
    ByteBuf part = Unpooled.buffer(10 + length).writeByte(opcode);
    if (length < 126) {
      part.writeByte(length);
    } else if (length < 1 << 16) {
      part.writeByte(126).writeShort(length);
    } else {
      part.writeByte(127).writeLong(length);
    }
    part.writeBytes(payload, length / 2);
    payload.release();
    context.pipeline().firstContext().writeAndFlush(part).addListener(ChannelFutureListener.CLOSE);
  }
}
