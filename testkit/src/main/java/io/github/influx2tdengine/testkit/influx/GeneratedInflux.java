package io.github.influx2tdengine.testkit.influx;

import io.github.influx2tdengine.testkit.influx.LoopbackHttp.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * An InfluxDB 1.x that computes its points instead of keeping them: for reading more of them than a
 * test could write. It knows the statements that the source connector sends, and answers as they
 * stream, series by series.
 */
public final class GeneratedInflux implements AutoCloseable {
  private static final Pattern SELECT =
      Pattern.compile(
          "SELECT \\*::field FROM \"m(\\d+)\" WHERE time >= (-?\\d+) AND time < (-?\\d+)"
              + "( GROUP BY \\*| ORDER BY time ASC LIMIT 1)");
  private static final Pattern FIELDS = Pattern.compile("SHOW FIELD KEYS FROM \"m(\\d+)\"");

  /**
   * What there is to read: in each measurement {@code m0, m1, …} series {@code id=0, 1, …} with one
   * float field {@code v}.
   *
   * @param begin nanoseconds of every series' first point
   * @param step nanoseconds from one point of a series to its next
   */
  public record Shape(int measurements, int series, int rows, long begin, long step) {
    public long points() {
      return (long) measurements * series * rows;
    }

    /** One past the time of the last point. */
    public long end() {
      return begin + (rows - 1) * step + 1;
    }

    /** The number of the first row that is not before {@code time}. */
    private int row(long time) {
      if (time <= begin) {
        return 0;
      }
      return (int) Math.min(rows, (time - begin - 1) / step + 1);
    }
  }

  private final Shape shape;
  private final LoopbackHttp http;
  private final MessagePackResults results = new MessagePackResults("ns");

  private GeneratedInflux(Shape shape) throws IOException {
    this.shape = shape;
    this.http = new LoopbackHttp(this::handle);
  }

  public static GeneratedInflux start(Shape shape) {
    try {
      return new GeneratedInflux(shape);
    } catch (IOException e) {
      throw new UncheckedIOException("no loopback port for a generated InfluxDB", e);
    }
  }

  /** The address, without a slash at its end. */
  public String url() {
    return "http://127.0.0.1:" + http.port();
  }

  @Override
  public void close() {
    http.close();
  }

  private boolean handle(Request request, OutputStream out) throws IOException {
    HttpAnswer answer =
        new HttpAnswer(out, Clock.systemUTC()).header("X-Influxdb-Version", "1.8.10");
    if (!request.path().equals("/query")) {
      answer.whole("204 No Content", "");
      return true;
    }
    answer.header("Content-Type", results.contentType());
    // Closed at its end only: closing it on the way out of an error would make the answer whole.
    OutputStream body = answer.chunked("200 OK");
    statement(request.parameter("q"), Integer.parseInt(request.parameter("chunk_size")), body);
    body.close();
    return true;
  }

  private void statement(String statement, int chunk, OutputStream out) throws IOException {
    Matcher select = SELECT.matcher(statement);
    Matcher fields = FIELDS.matcher(statement);
    if (select.matches()) {
      int from = shape.row(Long.parseLong(select.group(2)));
      int to = shape.row(Long.parseLong(select.group(3)));
      boolean known = Integer.parseInt(select.group(1)) < shape.measurements();
      if (!known || from >= to) {
        results.document(out, List.of(Result.empty(0)));
      } else if (select.group(4).startsWith(" GROUP")) {
        rows(select.group(1), from, to, chunk, out);
      } else {
        Result.RowSet first = series(select.group(1), Map.of(), from, from + 1, false);
        results.document(out, List.of(Result.of(0, first)));
      }
    } else if (fields.matches()) {
      list(out, "m" + fields.group(1), List.of("fieldKey", "fieldType"), row("v", "float"));
    } else if (statement.equals("SHOW MEASUREMENTS")) {
      List<Object[]> names =
          IntStream.range(0, shape.measurements()).mapToObj(i -> row("m" + i)).toList();
      list(out, "measurements", List.of("name"), names);
    } else if (statement.startsWith("SHOW RETENTION POLICIES")) {
      list(out, "", List.of("name", "default"), row("autogen", true));
    } else {
      results.document(out, List.of(Result.error(0, "error parsing query: " + statement)));
    }
  }

  private static Object[] row(Object... values) {
    return values;
  }

  private void list(OutputStream out, String name, List<String> columns, Object[] row)
      throws IOException {
    list(out, name, columns, List.<Object[]>of(row));
  }

  private void list(OutputStream out, String name, List<String> columns, List<Object[]> rows)
      throws IOException {
    Result.RowSet listed = new Result.RowSet(name, Map.of(), columns, rows, false, false);
    results.document(out, List.of(Result.of(0, listed)));
  }

  private void rows(String measurement, int from, int to, int chunk, OutputStream out)
      throws IOException {
    for (int number = 0; number < shape.series(); number++) {
      Map<String, String> tags = Map.of("id", Integer.toString(number));
      for (int row = from; row < to; row += chunk) {
        int end = Math.min(to, row + chunk);
        boolean more = end < to || number + 1 < shape.series();
        Result.RowSet part = series(measurement, tags, row, end, end < to);
        results.document(out, List.of(Result.of(0, part).withPartial(more)));
      }
    }
  }

  private Result.RowSet series(
      String measurement, Map<String, String> tags, int from, int to, boolean partial) {
    List<Object[]> rows = new ArrayList<>(to - from);
    for (int row = from; row < to; row++) {
      rows.add(row(shape.begin() + row * shape.step(), row / 8.0));
    }
    return new Result.RowSet("m" + measurement, tags, List.of("time", "v"), rows, true, partial);
  }
}
