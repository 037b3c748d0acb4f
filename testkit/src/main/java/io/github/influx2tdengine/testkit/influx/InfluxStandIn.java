package io.github.influx2tdengine.testkit.influx;

import io.github.influx2tdengine.testkit.influx.LoopbackHttp.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

/**
 * An InfluxDB in this JVM, on a free loopback port: line protocol in, InfluxQL out, as a 1.x or a
 * 2.x server does it and with their traps. It keeps data in memory and knows the statements that
 * this project sends. {@link #inject} makes its answers go wrong.
 */
public final class InfluxStandIn implements AutoCloseable {
  private final boolean version2;
  private final Store store = new Store();
  private final QueryEngine engine;
  private final Access access;
  private final Buckets buckets = new Buckets();
  private final ControlPlane controlPlane;
  private final WriteEndpoint writes;
  private final LoopbackHttp http;
  private final AtomicLong queries = new AtomicLong();
  private volatile Settings settings;
  private final Faults faults = new Faults();

  /**
   * What the server's configuration file would say.
   *
   * @param maxSelectPoint points one query may read, 0 for no limit
   * @param maxRowLimit rows of an answer that is not chunked, 0 for no limit
   * @param queryTimeout zero for none
   * @param clock the server's clock, for {@code Date}, {@code now()} and lines without a time
   */
  public record Settings(long maxSelectPoint, int maxRowLimit, Duration queryTimeout, Clock clock) {
    /** As servers come: no limits, the machine's clock. */
    public static Settings defaults() {
      return new Settings(0, 0, Duration.ZERO, Clock.systemUTC());
    }
  }

  private InfluxStandIn(boolean version2, Access access) {
    this.version2 = version2;
    this.access = access;
    this.engine = new QueryEngine(store, version2);
    this.controlPlane = new ControlPlane(buckets, access);
    this.writes = new WriteEndpoint(version2, store, buckets, controlPlane, access);
    this.settings = Settings.defaults();
    try {
      this.http = new LoopbackHttp(this::handle);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("no loopback port for the InfluxDB stand-in", e);
    }
  }

  /** An InfluxDB 1.x without authentication. */
  public static InfluxStandIn start1() {
    return new InfluxStandIn(false, Access.open());
  }

  /** An InfluxDB 1.x that wants a user and a password. */
  public static InfluxStandIn start1(String user, String password) {
    return new InfluxStandIn(false, Access.password(user, password));
  }

  /** An InfluxDB 2.x with one organisation and a token that may do everything. */
  public static InfluxStandIn start2(String organisation, String token) {
    return new InfluxStandIn(true, Access.token(organisation, token));
  }

  /**
   * A further token (2.x) that may read these buckets and nothing else: it sees no organisations
   * and no other buckets.
   */
  public void addReadToken(String token, String... buckets) {
    access.addReadToken(token, List.of(buckets));
  }

  /**
   * From now on buckets (2.x) are shown to InfluxQL only by DBRP mappings that were made by hand,
   * as in Cloud and in servers before virtual mappings.
   */
  public void withoutVirtualMappings() {
    buckets.withoutVirtualMappings();
  }

  /** The address, without a slash at its end. */
  public String url() {
    return "http://127.0.0.1:" + http.port();
  }

  /** Replaces the server's limits and clock from now on. */
  public void configure(Settings changed) {
    settings = changed;
  }

  /** Replaces the present fault; who waits in it goes on. */
  public void inject(InfluxFault fault) {
    faults.replace(fault);
    try {
      if (fault.kind() == InfluxFault.Kind.REFUSE) {
        http.refuse();
      } else {
        http.open();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("port of the stand-in cannot be opened again", e);
    }
  }

  /** Ends the present fault. */
  public void heal() {
    inject(InfluxFault.none());
  }

  /** How many requests {@code /query} has had. */
  public long queries() {
    return queries.get();
  }

  @Override
  public void close() {
    faults.replace(InfluxFault.none());
    http.close();
  }

  private boolean handle(Request request, OutputStream out) throws IOException {
    HttpAnswer answer =
        new HttpAnswer(out, settings.clock())
            .header("X-Influxdb-Build", "OSS")
            .header("X-Influxdb-Version", version2 ? "v2.9.1" : "1.6.7~rc0");
    String path = request.path();
    if (path.equals("/ping")) {
      answer.whole("204 No Content", "");
    } else if (path.equals("/query")) {
      return query(request, answer, out);
    } else if (path.equals("/write") || version2 && path.equals("/api/v2/write")) {
      writes.answer(request, answer, nanos(settings.clock()));
    } else if (version2 && controlPlane.serves(request)) {
      controlPlane.answer(request, answer);
    } else if (version2) {
      answer
          .header("Content-Type", "application/json; charset=utf-8")
          .whole("404 Not Found", "{\"code\":\"not found\",\"message\":\"path not found\"}");
    } else {
      answer
          .header("Content-Type", "text/plain; charset=utf-8")
          .whole("404 Not Found", "404 page not found\n");
    }
    return true;
  }

  private boolean query(Request request, HttpAnswer answer, OutputStream out) throws IOException {
    queries.incrementAndGet();
    Faults.Injected present = faults.present();
    InfluxFault fault = present.fault();
    Optional<Boolean> instead = present.instead(answer);
    if (instead.isPresent()) {
      return instead.get();
    }
    Optional<Access.Refusal> refusal = access.refusal(request);
    if (refusal.isPresent()) {
      refusal.get().write(answer);
      return true;
    }
    Settings now = settings;
    ResultWriter writer =
        ResultWriter.of(request.header("accept"), request.parameter("epoch"), version2);
    answer.header("Content-Type", writer.contentType());
    List<InfluxQl.Statement> statements;
    try {
      if (request.parameter("q").isEmpty()) {
        return refuse(
            answer, writer, version2 ? "mime: no media type" : "missing required parameter \"q\"");
      }
      statements = InfluxQlParser.parse(request.parameter("q"), nanos(now.clock()));
    } catch (InfluxQl.SyntaxException | ArithmeticException e) {
      return refuse(
          answer,
          writer,
          (version2 ? "failed to parse query: " : "error parsing query: ") + e.getMessage());
    }
    boolean gzip =
        request.header("accept-encoding").contains("gzip")
            || fault.kind() == InfluxFault.Kind.SHORT_GZIP;
    if (gzip) {
      answer.header("Content-Encoding", "gzip");
    }
    // Closed at its end only: closing it on the way out of an error would make the answer whole.
    OutputStream body = answer.chunked("200 OK");
    try {
      OutputStream faulty = present.body(body);
      if (fault.kind() == InfluxFault.Kind.SHORT_GZIP) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        results(request, statements, writer, new GZIPOutputStream(zipped), fault, now);
        byte[] bytes = zipped.toByteArray();
        faulty.write(bytes, 0, (int) Math.max(0, bytes.length - fault.amount()));
      } else {
        results(
            request, statements, writer, gzip ? new GZIPOutputStream(faulty) : faulty, fault, now);
      }
      body.close();
      return true;
    } catch (FaultyBody.Cut e) {
      return false;
    }
  }

  private boolean refuse(HttpAnswer answer, ResultWriter writer, String error) throws IOException {
    if (version2) {
      answer.header("Content-Type", "application/json; charset=utf-8");
      ControlPlane.fail(answer, "400 Bad Request", "invalid", error);
      return true;
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    writer.refusal(body, error);
    answer.header("X-Influxdb-Error", error).whole("400 Bad Request", body.toByteArray());
    return true;
  }

  private void results(
      Request request,
      List<InfluxQl.Statement> statements,
      ResultWriter writer,
      OutputStream body,
      InfluxFault fault,
      Settings now)
      throws IOException {
    boolean chunked = request.parameter("chunked").equals("true");
    int chunkSize =
        chunked && request.parameter("chunk_size").matches("[1-9]\\d{0,8}")
            ? Integer.parseInt(request.parameter("chunk_size"))
            : 10_000;
    QueryEngine.Context context =
        new QueryEngine.Context(
            request.parameter("db"),
            request.parameter("rp"),
            chunkSize,
            version2 ? buckets.visibleTo(bucket -> access.mayRead(request, bucket.name())) : store,
            new PointLimit(now.maxSelectPoint(), now.queryTimeout()));
    QueryEngine.Sink sink = result -> {};
    if (chunked) {
      boolean[] first = {true};
      sink =
          result -> {
            if (!first[0] && fault.kind() == InfluxFault.Kind.ERROR_AFTER_FIRST_CHUNK) {
              return;
            }
            writer.document(body, List.of(result));
            body.flush();
            if (first[0] && fault.kind() == InfluxFault.Kind.ERROR_AFTER_FIRST_CHUNK) {
              writer.document(body, List.of(Result.error(0, fault.text())));
            }
            first[0] = false;
          };
      engine.run(statements, context, sink);
    } else {
      Whole whole = new Whole(now.maxRowLimit());
      engine.run(statements, context, whole);
      writer.document(body, whole.results());
    }
    body.close();
  }

  /** Joins chunks into one document; rows over the limit are dropped without a word. */
  private static final class Whole implements QueryEngine.Sink {
    private final List<Result> results = new ArrayList<>();
    private final int maxRows;
    private int rows;

    Whole(int maxRows) {
      this.maxRows = maxRows;
    }

    @Override
    public void accept(Result result) {
      int last = results.size() - 1;
      if (last < 0 || results.get(last).statement() != result.statement()) {
        results.add(limited(result.withPartial(false)));
        return;
      }
      Result before = results.get(last);
      List<Result.RowSet> series = new ArrayList<>(before.series());
      for (Result.RowSet more : limited(result).series()) {
        int end = series.size() - 1;
        if (end >= 0 && series.get(end).partial()) {
          Result.RowSet open = series.get(end);
          List<Object[]> values = new ArrayList<>(open.values());
          values.addAll(more.values());
          series.set(
              end,
              new Result.RowSet(
                  open.name(), open.tags(), open.columns(), values, open.timed(), more.partial()));
        } else {
          series.add(more);
        }
      }
      results.set(last, new Result(before.statement(), series, result.error(), false));
    }

    private Result limited(Result result) {
      if (maxRows == 0) {
        return result;
      }
      List<Result.RowSet> kept = new ArrayList<>();
      for (Result.RowSet set : result.series()) {
        int room = Math.max(0, maxRows - rows);
        if (room == 0) {
          break;
        }
        List<Object[]> values = set.values().subList(0, Math.min(room, set.values().size()));
        rows += values.size();
        kept.add(
            new Result.RowSet(
                set.name(), set.tags(), set.columns(), values, set.timed(), set.partial()));
      }
      return new Result(result.statement(), kept, result.error(), result.partial());
    }

    List<Result> results() {
      return results;
    }
  }

  private static long nanos(Clock clock) {
    java.time.Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
