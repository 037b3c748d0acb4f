package io.github.influx2tdengine.source.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.influx2tdengine.points.ColumnValues;
import io.github.influx2tdengine.points.PackedBlock;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.source.config.FieldSelection;
import io.github.influx2tdengine.source.config.Transport;
import io.github.influx2tdengine.source.plan.Window;
import io.github.influx2tdengine.testkit.influx.InfluxFault;
import io.github.influx2tdengine.testkit.influx.InfluxFaultProxy;
import io.github.influx2tdengine.testkit.proxy.Fault;
import io.github.influx2tdengine.testkit.proxy.FaultProxy;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.Servers;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/**
 * The traps of reading InfluxDB: what a naive read gives, and what this source gives. The table in
 * docs/fidelity.md is made of this test's rows, and must have each as it comes out here.
 */
class TrapsIT {
  private static final Path TABLE = Path.of("..", "docs", "fidelity.md");
  private static final String BUCKET = "src_traps";
  private static final long WEEK = 7 * 86_400_000_000_000L;

  /** 2026-01-05, a Monday. */
  private static final long MONDAY = 1_767_571_200_000_000_000L;

  /** More than one document of an answer holds. */
  private static final int MANY = 15_000;

  /** Of 400 bytes: more than one document, and the buffers up to a slow reader, hold. */
  private static final int BIG = 40_000;

  private final List<AutoCloseable> opened = new ArrayList<>();

  static Stream<InfluxServer> servers() {
    return Stream.of(Servers.influx1(), Servers.influx2());
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  private static void assertRow(String trap, String naive, String ours) throws IOException {
    assertThat(Files.readString(TABLE)).contains("| " + trap + " | " + naive + " | " + ours + " |");
  }

  private static Optional<String> authorization(InfluxServer server) {
    return server.version() == 2 ? Optional.of("Token " + server.token()) : Optional.empty();
  }

  private WindowReader reader(InfluxServer server, String url, String database) {
    Transport transport = Transport.direct(Duration.ofMinutes(1), Duration.ofMinutes(2));
    InfluxHttp http = new InfluxHttp(URI.create(url), transport, authorization(server));
    opened.add(http);
    return new WindowReader(
        http,
        new Database(database, ""),
        new FieldSelection(Optional.empty(), Optional.empty()),
        Map.of());
  }

  private List<SeriesBlock> ours(InfluxServer server, String measurement) throws IOException {
    List<SeriesBlock> blocks = new ArrayList<>();
    WindowContent content =
        reader(server, server.url(), BUCKET)
            .read(new Measurement(measurement), new Window(0, Long.MAX_VALUE), 64 << 20);
    for (PackedBlock block : content.blocks()) {
      blocks.add(block.unpack());
    }
    return blocks;
  }

  private static int rows(List<SeriesBlock> blocks) {
    return blocks.stream().mapToInt(SeriesBlock::rows).sum();
  }

  private static HttpResponse<byte[]> naive(
      InfluxServer server, String url, String database, String accept, String more, String q)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    url
                        + "/query?epoch=ns&db="
                        + database
                        + more
                        + "&q="
                        + URLEncoder.encode(q, StandardCharsets.UTF_8)))
            .header("Accept", accept);
    authorization(server).ifPresent(value -> request.header("Authorization", value));
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static JsonNode json(InfluxServer server, String q) throws Exception {
    byte[] body = naive(server, server.url(), BUCKET, "application/json", "", q).body();
    return new ObjectMapper().readTree(body).at("/results/0/series");
  }

  private static List<String> many() {
    return IntStream.range(0, MANY).mapToObj(i -> "m,t=a v=" + i + "i " + (MONDAY + i)).toList();
  }

  private static void write(InfluxServer server, List<String> lines) {
    server.createBucket(BUCKET);
    server.write(BUCKET, lines);
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void aFieldThatHadSeveralTypes(InfluxServer server) throws Exception {
    List<String> values =
        List.of("1.5", "2.5", "9007199254740993i", "9007199254740995i", "\"a\"", "\"b\"", "t", "f");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      lines.add("m f=" + values.get(i) + " " + (MONDAY + i / 2 * WEEK + i));
    }
    write(server, lines);
    int came = 0;
    int exact = 0;
    for (JsonNode row : json(server, "SELECT *::field FROM m").path(0).path("values")) {
      String value = row.path(1).asText();
      came++;
      boolean integer =
          value.startsWith("9007199254740993") || value.startsWith("9007199254740995");
      exact += integer || value.equals("1.5") || value.equals("2.5") ? 1 : 0;
    }
    Set<String> types = new TreeSet<>();
    int ours = 0;
    for (SeriesBlock block : ours(server, "m")) {
      for (ColumnValues column : block.columns()) {
        for (int row = 0; row < block.rows(); row++) {
          if (!column.isNull(row)) {
            ours++;
            types.add(column.column().type().label());
          }
        }
      }
    }
    assertThat(types).containsExactly("boolean", "float", "integer", "string");
    assertRow(
        "a field that was float, integer (beyond 2^53), string and boolean in turn",
        came + " of 8 values, " + exact + " of them exact",
        ours + " of 8, each in its own type");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void aTagAndAFieldOfOneName(InfluxServer server) throws Exception {
    write(server, List.of("m,k=tag k=1i " + MONDAY));
    JsonNode columns = json(server, "SELECT * FROM m").path(0).path("columns");
    SeriesBlock block = ours(server, "m").get(0);
    assertRow(
        "a tag and a field of one name, `k`",
        "columns `" + columns.path(1).asText() + "` and `" + columns.path(2).asText() + "`",
        "series `" + block.series() + "`, field `" + block.columns().get(0).column().name() + "`");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void aTagThatASeriesLacks(InfluxServer server) throws Exception {
    write(server, List.of("m,a=1 v=1 " + MONDAY, "m,b=2 v=1 " + MONDAY));
    JsonNode tags = json(server, "SELECT v FROM m GROUP BY *").path(1).path("tags");
    List<String> series = ours(server, "m").stream().map(each -> each.series().toString()).toList();
    assertThat(series).containsExactlyInAnyOrder("m,a=1", "m,b=2");
    assertRow("a tag that a series has not", "`" + tags + "`", "`m,a=1`");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void theTypeOfAWholeNumber(InfluxServer server) throws Exception {
    write(server, List.of("m f=3,i=3i " + MONDAY));
    JsonNode row = json(server, "SELECT f,i FROM m").path(0).path("values").path(0);
    List<String> types =
        ours(server, "m").get(0).columns().stream().map(c -> c.column().type().label()).toList();
    assertRow(
        "a float 3.0 and an integer 3, in JSON",
        "`" + row.path(1) + "` and `" + row.path(2) + "`",
        String.join(" and ", types));
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void severalMeasurementsInOneQuery(InfluxServer server) throws Exception {
    Assumptions.assumeFalse(
        server.description().startsWith("stand-in"), "a stand-in takes one measurement a query");
    write(server, List.of("m1 a=1 " + MONDAY, "m2 b=1 " + MONDAY));
    int nulls = 0;
    for (JsonNode series : json(server, "SELECT *::field FROM m1,m2 GROUP BY *")) {
      for (JsonNode value : series.path("values").path(0)) {
        nulls += value.isNull() ? 1 : 0;
      }
    }
    int columns = ours(server, "m1").get(0).columns().size();
    assertRow(
        "two measurements of one field each, in one query",
        nulls + " values that nobody wrote (null)",
        columns + " field each");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void anErrorInCsv(InfluxServer server) throws Exception {
    HttpResponse<byte[]> csv =
        naive(server, server.url(), "src_no_such", "application/csv", "", "SELECT v FROM m");
    assertThat(new String(csv.body(), StandardCharsets.UTF_8)).doesNotContain("not found");
    InfluxException refused =
        catchThrowableOfType(
            InfluxException.class,
            () -> reader(server, server.url(), "src_no_such").fieldKeys("m"));
    assertRow(
        "a database that does not exist, in CSV",
        "HTTP " + csv.statusCode() + " and no error",
        "`" + refused.getMessage() + "`");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void anAnswerThatEndsBetweenTwoDocuments(InfluxServer server) throws Exception {
    write(server, many());
    String chunked = "&chunked=true&chunk_size=10000";
    String q = "SELECT *::field FROM m GROUP BY *";
    String pack = "application/x-msgpack";
    byte[] whole = naive(server, server.url(), BUCKET, pack, chunked, q).body();
    long first;
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(whole)) {
      unpacker.unpackValue();
      first = unpacker.getTotalReadBytes();
    }
    try (InfluxFaultProxy proxy = InfluxFaultProxy.before(server.url())) {
      WindowReader reader = reader(server, proxy.url(), BUCKET);
      Measurement measurement = new Measurement("m");
      measurement.fields(reader.fieldKeys("m"));
      proxy.inject(InfluxFault.truncateAfter(first));
      HttpResponse<byte[]> cut = naive(server, proxy.url(), BUCKET, pack, chunked, q);
      assertThat(cut.body()).hasSize((int) first);
      assertThatThrownBy(() -> reader.read(measurement, new Window(0, Long.MAX_VALUE), 64 << 20))
          .hasMessageContaining("it ended after a document that says more follows");
      assertRow(
          "an answer of 15,000 points cut short between two documents",
          "10,000 points, HTTP " + cut.statusCode(),
          "read again");
    }
    assertThat(rows(ours(server, "m"))).isEqualTo(MANY);
  }

  @Test
  void moreRowsThanTheServerLetsThrough() throws Exception {
    Optional<InfluxServer> limited = Servers.startInfluxd1(Map.of("http.max-row-limit", "1000"));
    Assumptions.assumeTrue(limited.isPresent(), "needs influxd 1.x on the PATH");
    try (InfluxServer server = limited.get()) {
      write(server, many());
      int came = json(server, "SELECT *::field FROM m").path(0).path("values").size();
      assertRow(
          "15,000 points where the server has `max-row-limit = 1000`",
          came + " points, HTTP 200",
          rows(ours(server, "m")) + " points");
    }
  }

  /** The server looks once a second how much a query has read, so the answer must take longer. */
  @Test
  void moreThanTheServerLetsAQueryRead() throws Exception {
    Optional<InfluxServer> limited =
        Servers.startInfluxd1(Map.of("coordinator.max-select-point", "1000"));
    Assumptions.assumeTrue(limited.isPresent(), "needs influxd 1.x on the PATH");
    String text = "x".repeat(400);
    try (InfluxServer server = limited.get();
        FaultProxy proxy = FaultProxy.before(server.url())) {
      write(
          server,
          IntStream.range(0, BIG).mapToObj(i -> "m s=\"" + text + "\" " + (MONDAY + i)).toList());
      proxy.inject(Fault.slow(4_000_000));
      HttpResponse<byte[]> csv =
          naive(
              server,
              proxy.url(),
              BUCKET,
              "application/csv",
              "&chunked=true&chunk_size=1000",
              "SELECT *::field FROM m");
      String body = new String(csv.body(), StandardCharsets.UTF_8);
      assertThat(body.lines().count()).isLessThan(BIG);
      assertThat(body).doesNotContain("max-select-point");
      WindowReader reader = reader(server, proxy.url(), BUCKET);
      InfluxException refused =
          catchThrowableOfType(
              InfluxException.class,
              () -> reader.read(new Measurement("m"), new Window(0, Long.MAX_VALUE), 64 << 20));
      assertThat(refused.kind()).isEqualTo(InfluxException.Kind.LIMIT);
      assertRow(
          "40,000 points of 400 bytes where the server has `max-select-point = 1000`, in CSV",
          "fewer points, HTTP " + csv.statusCode() + " and no error",
          "halved and read again");
    }
  }
}
