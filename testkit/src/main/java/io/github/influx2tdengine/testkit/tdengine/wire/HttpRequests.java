package io.github.influx2tdengine.testkit.tdengine.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.influx2tdengine.testkit.tdengine.fault.Faults;
import io.github.influx2tdengine.testkit.tdengine.fault.Operation;
import io.github.influx2tdengine.testkit.tdengine.lines.LineEndpoint;
import io.github.influx2tdengine.testkit.tdengine.query.Executor;
import io.github.influx2tdengine.testkit.tdengine.query.Result;
import io.github.influx2tdengine.testkit.tdengine.query.ResultColumn;
import io.github.influx2tdengine.testkit.tdengine.query.Values;
import io.github.influx2tdengine.testkit.tdengine.store.DataType;
import io.github.influx2tdengine.testkit.tdengine.store.Errors;
import io.github.influx2tdengine.testkit.tdengine.store.Precision;
import io.github.influx2tdengine.testkit.tdengine.store.Store;
import io.github.influx2tdengine.testkit.tdengine.store.TdengineException;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * taosadapter's HTTP side: {@code /rest/sql}, {@code /rest/sql/DATABASE} and {@code
 * /influxdb/v1/write}.
 */
final class HttpRequests extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Logger LOG = LoggerFactory.getLogger(HttpRequests.class);

  private final Store store;
  private final Faulty faulty;
  private final String user;
  private final String password;

  /** An answer before it is sent. */
  private record Answer(HttpResponseStatus status, String body) {}

  HttpRequests(Store store, Faults faults, String user, String password) {
    this.store = store;
    this.faulty = new Faulty(faults);
    this.user = user;
    this.password = password;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    String body = request.content().toString(StandardCharsets.UTF_8);
    String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
    if (uri.path().equals("/rest/sql") || uri.path().startsWith("/rest/sql/")) {
      String database = uri.path().substring("/rest/sql".length()).replaceFirst("/", "");
      faulty.<Answer>run(
          Operation.QUERY,
          context,
          fewer -> sql(authorization, database, body),
          HttpRequests::failed,
          answer -> send(context, answer, keepAlive),
          answer -> context.close());
    } else if (uri.path().equals("/influxdb/v1/write")) {
      faulty.<Answer>run(
          Operation.LINES,
          context,
          fewer -> lines(authorization, uri, body),
          HttpRequests::failedLines,
          answer -> send(context, answer, keepAlive),
          answer -> context.close());
    } else {
      send(context, new Answer(HttpResponseStatus.NOT_FOUND, ""), keepAlive);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.error("the stand-in for TDengine failed; the connection is dropped", cause);
    }
    context.close();
  }

  private Answer sql(String authorization, String database, String sql) {
    requireUser(authorization);
    Executor executor = new Executor(store, Optional.of(database).filter(name -> !name.isEmpty()));
    Result result = executor.execute(sql);
    ObjectNode answer = JSON.createObjectNode().put("code", 0);
    ArrayNode meta = answer.putArray("column_meta");
    ArrayNode data = answer.putArray("data");
    if (result instanceof Result.Changed changed) {
      meta.addArray().add("affected_rows").add("INT").add(4);
      data.addArray().add(changed.rows());
      answer.put("rows", 1);
    } else {
      Result.Rows rows = (Result.Rows) result;
      for (ResultColumn column : rows.columns()) {
        meta.addArray().add(column.name()).add(column.type().label()).add(column.shownLength());
      }
      int count = 0;
      for (Iterator<Object[]> all = rows.rows(); all.hasNext(); count++) {
        ArrayNode line = data.addArray();
        Object[] row = all.next();
        for (int i = 0; i < row.length; i++) {
          add(line, row[i], rows.columns().get(i).type(), rows.precision());
        }
      }
      answer.put("rows", count);
    }
    return new Answer(HttpResponseStatus.OK, json(answer));
  }

  private static void add(ArrayNode line, Object value, DataType type, Precision precision) {
    if (value instanceof byte[] text) {
      line.add(new String(text, StandardCharsets.UTF_8));
    } else if (value == null) {
      line.addNull();
    } else if (value instanceof Double real) {
      add(line, real);
    } else if (type == DataType.TIMESTAMP) {
      line.add(shown((Long) value, precision));
    } else if (type == DataType.BOOL) {
      line.add((Long) value != 0);
    } else if (type == DataType.UBIGINT) {
      line.add(Values.unsigned((Long) value));
    } else {
      line.add((Long) value);
    }
  }

  /** As taosadapter writes them: whole numbers without a point, what is no number as null. */
  private static void add(ArrayNode line, double real) {
    if (Double.isNaN(real) || Double.isInfinite(real)) {
      line.addNull();
    } else if (real == Math.rint(real) && Math.abs(real) < 1e15) {
      line.add((long) real);
    } else {
      line.add(real);
    }
  }

  /** RFC 3339 with as many digits as the precision has. */
  private static String shown(long time, Precision precision) {
    long perSecond = precision.perSecond();
    Instant second = Instant.ofEpochSecond(Math.floorDiv(time, perSecond));
    String digits = Long.toString(perSecond + Math.floorMod(time, perSecond)).substring(1);
    return second.toString().replace("Z", "." + digits + "Z");
  }

  private Answer lines(String authorization, QueryStringDecoder uri, String body) {
    if (!parameter(uri, "u").equals(user) || !parameter(uri, "p").equals(password)) {
      requireUser(authorization);
    }
    String database = parameter(uri, "db");
    if (database.isEmpty()) {
      return new Answer(
          HttpResponseStatus.BAD_REQUEST,
          json(
              JSON.createObjectNode()
                  .put("code", "not found")
                  .put("message", "db required")
                  .put("op", "get db query")
                  .put("err", "db required")
                  .put("line", 0)));
    }
    LineEndpoint.write(store, database, body, LineEndpoint.unit(parameter(uri, "precision")));
    return new Answer(HttpResponseStatus.NO_CONTENT, "");
  }

  private static String parameter(QueryStringDecoder uri, String name) {
    return uri.parameters().getOrDefault(name, List.of("")).get(0);
  }

  private static Answer failedLines(TdengineException error) {
    return new Answer(
        HttpResponseStatus.INTERNAL_SERVER_ERROR,
        json(
            JSON.createObjectNode()
                .put("code", "internal error")
                .put(
                    "message",
                    "[0x" + Integer.toHexString(error.code()) + "] " + error.getMessage())));
  }

  private void requireUser(String authorization) {
    String expected =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    if (!authorization.equals("Basic " + expected)) {
      throw Errors.authentication();
    }
  }

  private static Answer failed(TdengineException error) {
    return new Answer(
        HttpResponseStatus.OK,
        json(JSON.createObjectNode().put("code", error.code()).put("desc", error.getMessage())));
  }

  private static String json(ObjectNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void send(ChannelHandlerContext context, Answer answer, boolean keepAlive) {
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            answer.status(),
            Unpooled.copiedBuffer(answer.body(), StandardCharsets.UTF_8));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json; charset=utf-8");
    HttpUtil.setContentLength(response, response.content().readableBytes());
    HttpUtil.setKeepAlive(response, keepAlive);
    var sent = context.writeAndFlush(response);
    if (!keepAlive) {
      sent.addListener(ChannelFutureListener.CLOSE);
    }
  }
}
