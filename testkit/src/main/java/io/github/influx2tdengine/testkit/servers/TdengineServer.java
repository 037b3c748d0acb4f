package io.github.influx2tdengine.testkit.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A TDengine that a test may use, real or not. Each test uses databases of its own. */
public final class TdengineServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String jdbcUrl;
  private final String restUrl;
  private final String user;
  private final String password;
  private final String description;
  private final Runnable stop;
  private final Http http;

  /**
   * What a statement gave: rows of Long, Double, Boolean, String or null; times as RFC 3339 text.
   */
  public record Answer(List<String> columns, List<List<Object>> rows) {
    /** The only value of an answer that has one row and one column. */
    public Object single() {
      if (rows.size() != 1 || rows.get(0).size() != 1) {
        throw new IllegalStateException("not one value: " + this);
      }
      return rows.get(0).get(0);
    }
  }

  /**
   * @param jdbcUrl WebSocket URL for the driver, without credentials
   * @param restUrl http address of the same server, without a path
   * @param stop what {@link #close()} does
   */
  public TdengineServer(
      String jdbcUrl,
      String restUrl,
      String user,
      String password,
      String description,
      Runnable stop) {
    this.jdbcUrl = jdbcUrl;
    this.restUrl = restUrl.replaceAll("/+$", "");
    this.user = user;
    this.password = password;
    this.description = description;
    this.stop = stop;
    this.http = new Http(Http.basic(user, password));
  }

  public String jdbcUrl() {
    return jdbcUrl;
  }

  public String restUrl() {
    return restUrl;
  }

  public String user() {
    return user;
  }

  public String password() {
    return password;
  }

  /** What this server is, for people. */
  public String description() {
    return description;
  }

  /**
   * Runs one statement over REST.
   *
   * @throws IllegalStateException with TDengine's code and text where it fails
   */
  public Answer sql(String statement) {
    JsonNode answer;
    try {
      answer =
          JSON.readTree(
              http.send("POST", restUrl + "/rest/sql", "text/plain; charset=utf-8", statement));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException("TDengine's answer to " + statement + " is not JSON", e);
    }
    int code = answer.path("code").asInt(-1);
    if (code != 0) {
      throw new IllegalStateException(
          "%s: TDengine 0x%04x %s"
              .formatted(statement, code & 0xffff, answer.path("desc").asText()));
    }
    List<String> columns = new ArrayList<>();
    answer.path("column_meta").forEach(column -> columns.add(column.path(0).asText()));
    List<List<Object>> rows = new ArrayList<>();
    for (JsonNode row : answer.path("data")) {
      List<Object> values = new ArrayList<>();
      row.forEach(value -> values.add(plain(value)));
      rows.add(values);
    }
    return new Answer(columns, rows);
  }

  private static Object plain(JsonNode value) {
    if (value.isNull()) {
      return null;
    } else if (value.isBoolean()) {
      return value.booleanValue();
    } else if (value.isBigInteger()) {
      return value.bigIntegerValue();
    } else if (value.isIntegralNumber()) {
      return value.longValue();
    }
    return value.isNumber() ? (Object) value.doubleValue() : value.asText();
  }

  @Override
  public void close() {
    stop.run();
  }

  @Override
  public String toString() {
    return description;
  }
}
