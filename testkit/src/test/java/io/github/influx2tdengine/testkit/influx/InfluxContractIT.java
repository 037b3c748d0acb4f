package io.github.influx2tdengine.testkit.influx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.Servers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.msgpack.value.Value;
import org.msgpack.value.ValueFactory;

/**
 * What the source relies on, and what it has to work around, of every InfluxDB that is here and of
 * the stand-ins. A claim that fails on a real server is an error in our picture of it; one that
 * fails on a stand-in is an error in the stand-in.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InfluxContractIT {
  private static final String BUCKET = "stand_contract";
  private static final long WEEK = 604_800_000_000_000L;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<InfluxServer> servers = new ArrayList<>();

  @BeforeAll
  void findServers() {
    servers.addAll(Servers.realInflux());
    InfluxStandIn one = InfluxStandIn.start1();
    servers.add(InfluxServer.version1(one.url(), "", "", "stand-in 1.x", one::close));
    InfluxStandIn two = InfluxStandIn.start2("org", "token");
    servers.add(InfluxServer.version2(two.url(), "org", "token", "stand-in 2.x", two::close));
    for (InfluxServer server : servers) {
      server.createBucket(BUCKET);
      server.write(
          BUCKET,
          "chunks,host=a v=1i 1\nchunks,host=a v=2i 2\nchunks,host=a v=3i 3\nchunks,host=b v=4i 1",
          "numbers f=3,i=3i 1",
          "changed f=9007199254740993i 1",
          "changed f=1.75 " + (WEEK + 1),
          "changed f=-0.0 " + (WEEK + 2),
          "changed f=\"text\" " + (2 * WEEK + 1),
          "changed f=true " + (3 * WEEK + 1),
          "alike,key=tag key=1,f=2,f_1=3 1",
          "tags,a=1 v=1 1\ntags,b=2 v=2 2");
      server.write(
          BUCKET,
          IntStream.range(0, 3_000)
              .mapToObj(
                  i -> "spread,s=%d v=%di %d".formatted(i % 7, i, (3_000 - i) * (WEEK / 100))));
    }
  }

  @AfterAll
  void stop() {
    servers.forEach(server -> server.dropBucket(BUCKET));
    servers.forEach(InfluxServer::close);
  }

  Stream<InfluxServer> servers() {
    return servers.stream();
  }

  Stream<InfluxServer> servers1() {
    return servers.stream().filter(server -> server.version() == 1);
  }

  Stream<InfluxServer> servers2() {
    return servers.stream().filter(server -> server.version() == 2);
  }

  private static List<Value> read(InfluxServer server, String query, int chunkSize)
      throws IOException {
    Wire.Answer answer =
        Wire.source(server, BUCKET, query).with("chunk_size", "" + chunkSize).get();
    assertThat(answer.status()).isEqualTo(200);
    return answer.documents();
  }

  private static Value in(Value map, String... path) {
    Value at = map;
    for (String step : path) {
      at =
          step.matches("\\d+")
              ? at.asArrayValue().get(Integer.parseInt(step))
              : at.asMapValue()
                  .map()
                  .getOrDefault(ValueFactory.newString(step), ValueFactory.newNil());
    }
    return at;
  }

  private static Value series(Value document) {
    return in(document, "results", "0", "series", "0");
  }

  /** Rows of the first series of the only document. */
  private static String rows(InfluxServer server, String query) throws IOException {
    List<Value> documents = read(server, query, 1_000);
    assertThat(documents).hasSize(1);
    return Wire.show(in(series(documents.get(0)), "values"));
  }

  private static String error(Wire.Answer answer) throws IOException {
    return JSON.readTree(answer.text()).path("results").path(0).path("error").asText();
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void aChunkIsOneDocumentAndAllButTheLastArePartial(InfluxServer server) throws IOException {
    List<Value> documents = read(server, "SELECT *::field FROM chunks GROUP BY *", 2);
    assertThat(documents).hasSize(3);
    assertThat(documents.stream().map(d -> Wire.show(in(d, "results", "0", "partial"))))
        .containsExactly("true", "true", "null");
    // A series that goes on says so, one that ends does not.
    assertThat(documents.stream().map(d -> Wire.show(in(series(d), "partial"))))
        .containsExactly("true", "null", "null");
    assertThat(documents.stream().map(d -> Wire.show(in(series(d), "tags"))))
        .containsExactly("{\"host\"=\"a\"}", "{\"host\"=\"a\"}", "{\"host\"=\"b\"}");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void anAcceptHeaderThatIsAListMeansJson(InfluxServer server) {
    for (String accept :
        List.of(Wire.MESSAGE_PACK + ", */*", Wire.MESSAGE_PACK + "; charset=utf-8", "*/*")) {
      Wire.Answer answer =
          Wire.source(server, BUCKET, "SELECT v FROM chunks").header("Accept", accept).get();
      assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void messagePackKeepsFloatsAndIntegersApartAndJsonDoesNot(InfluxServer server)
      throws IOException {
    assertThat(rows(server, "SELECT f, i FROM numbers")).isEqualTo("[[1, float 0x1.8p1, 3]]");
    assertThat(Wire.to(server).in(BUCKET).with("q", "SELECT f, i FROM numbers").get().text())
        .contains(",3,3]");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void withoutEpochATimeIsAnExtensionOfTypeFive(InfluxServer server) throws IOException {
    Wire.Answer answer =
        Wire.to(server)
            .in(BUCKET)
            .header("Accept", Wire.MESSAGE_PACK)
            .with("q", "SELECT f FROM numbers")
            .get();
    assertThat(Wire.show(in(series(answer.documents().get(0)), "values", "0", "0")))
        .isEqualTo("ext 5 000000000000000000000001");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void anUnknownEpochMeansNanoseconds(InfluxServer server) throws IOException {
    String query = "SELECT f FROM changed WHERE time > " + WEEK + " LIMIT 1";
    for (String epoch : List.of("us", "x", "ns")) {
      assertThat(Wire.to(server).in(BUCKET).with("q", query).with("epoch", epoch).get().text())
          .contains("[[" + (WEEK + 1) + ",");
    }
    assertThat(Wire.to(server).in(BUCKET).with("q", query).with("epoch", "u").get().text())
        .contains("[[" + WEEK / 1_000 + ",");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void errorsComeWithStatus200InsideTheResult(InfluxServer server) throws IOException {
    Wire.Answer database = Wire.to(server).in("stand_none").with("q", "SELECT v FROM x").get();
    assertThat(database.status()).isEqualTo(200);
    assertThat(error(database)).isEqualTo("database not found: stand_none");
    Wire.Answer policy = Wire.to(server).in(BUCKET + "/none").with("q", "SELECT v FROM x").get();
    assertThat(error(policy)).isEqualTo("retention policy not found: none");
    Wire.Answer type =
        Wire.to(server).in(BUCKET).with("q", "SELECT sum(f::string) FROM changed").get();
    assertThat(error(type)).startsWith("unsupported sum iterator type");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void csvHidesErrors(InfluxServer server) {
    Wire.Answer answer =
        Wire.to(server)
            .in("stand_none")
            .with("q", "SELECT v FROM x")
            .with("chunked", "true")
            .header("Accept", "application/csv")
            .get();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text().strip()).isEmpty();
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void theMeasurementsOfAnUnknownDatabaseAreNoneAndNoError(InfluxServer server) throws IOException {
    Wire.Answer answer = Wire.to(server).in("stand_none").with("q", "SHOW MEASUREMENTS").get();
    JsonNode result = JSON.readTree(answer.text()).path("results").path(0);
    assertThat(result.has("error")).isFalse();
    assertThat(result.has("series")).isFalse();
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void aFieldOfSeveralTypesLosesStringsAndBooleansWithoutTypes(InfluxServer server)
      throws IOException {
    assertThat(rows(server, "SELECT *::field FROM changed GROUP BY *"))
        .isEqualTo(
            "[[1, float 0x1.0p53], [%d, float 0x1.cp0], [%d, float -0x0.0p0]]"
                .formatted(WEEK + 1, WEEK + 2));
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void aFieldOfSeveralTypesIsWholeWhenEachTypeIsNamed(InfluxServer server) throws IOException {
    assertThat(rows(server, "SHOW FIELD KEYS FROM changed"))
        .isEqualTo(
            "[[\"f\", \"boolean\"], [\"f\", \"float\"], [\"f\", \"integer\"], [\"f\", \"string\"]]");
    // Integers are widened into f::float and floats truncated into f::integer.
    assertThat(
            rows(
                server,
                "SELECT f::float, f::integer, f::string, f::boolean FROM changed GROUP BY *"))
        .isEqualTo(
            """
            [[1, float 0x1.0p53, 9007199254740993, null, null], \
            [%d, float 0x1.cp0, 1, null, null], \
            [%d, float -0x0.0p0, 0, null, null], \
            [%d, null, null, "text", null], \
            [%d, null, null, null, true]]"""
                .formatted(WEEK + 1, WEEK + 2, 2 * WEEK + 1, 3 * WEEK + 1));
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void aSecondColumnOfANameGetsASuffixAndARealOneIsMoved(InfluxServer server) throws IOException {
    List<Value> documents =
        read(server, "SELECT f::float, f::integer, f_1::float FROM alike GROUP BY *", 10);
    assertThat(Wire.show(in(series(documents.get(0)), "columns")))
        .isEqualTo("[\"time\", \"f\", \"f_1\", \"f_1_1\"]");
    assertThat(Wire.show(in(series(documents.get(0)), "values")))
        .isEqualTo("[[1, float 0x1.0p1, 2, float 0x1.8p1]]");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers2")
  void unsignedMixedWithIntegerIsReadAsInteger(InfluxServer server) throws IOException {
    server.write(BUCKET, "mixed f=5i 1", "mixed f=18446744073709551615u " + (WEEK + 1));
    assertThat(rows(server, "SELECT *::field FROM mixed"))
        .isEqualTo("[[1, 5], [%d, -1]]".formatted(WEEK + 1));
    assertThat(rows(server, "SELECT f::integer, f::unsigned FROM mixed"))
        .isEqualTo("[[1, 5, 5], [%d, -1, 18446744073709551615]]".formatted(WEEK + 1));
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers1")
  void unsignedIsRefused(InfluxServer server) {
    Wire.Answer answer = Wire.to(server).in(BUCKET).post("/write", "u f=1u 1");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("invalid number");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers1")
  void aLongerShardOverlapsOlderOnesAndHidesTheirTypes(InfluxServer server) {
    String bucket = "stand_overlap";
    server.createBucket(bucket);
    server.query(bucket, "ALTER RETENTION POLICY autogen ON stand_overlap SHARD DURATION 1d");
    long day = WEEK / 7;
    // 1970-01-06 and -08 lie in the week that begins on Monday, 1970-01-05.
    server.write(bucket, "m f=\"text\" " + (5 * day + 1));
    server.query(bucket, "ALTER RETENTION POLICY autogen ON stand_overlap SHARD DURATION 7d");
    server.write(bucket, "m f=1.5 " + (7 * day + 1));
    assertThat(server.query(bucket, "SHOW RETENTION POLICIES").toString())
        .contains("168h0m0s")
        .doesNotContain("24h0m0s");
    String window = " FROM m WHERE time >= %d AND time < %d".formatted(5 * day, 6 * day);
    assertThat(server.query(bucket, "SELECT *::field" + window).path(0).has("series")).isFalse();
    assertThat(server.query(bucket, "SELECT f::string" + window).toString()).contains("text");
    server.dropBucket(bucket);
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void inAShardAFieldHasOneType(InfluxServer server) {
    Wire write = Wire.to(server).in(BUCKET);
    Wire.Answer answer = write.post("/write", "numbers f=\"text\" 2");
    assertThat(answer.status()).isEqualTo(server.version() == 1 ? 400 : 422);
    assertThat(answer.text())
        .contains("partial write: field type conflict")
        .contains("is type string, already exists as type float dropped=1");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void aTagAndAFieldOfOneNameAreKeptApart(InfluxServer server) throws IOException {
    Value series = series(read(server, "SELECT *::field FROM alike GROUP BY *", 10).get(0));
    assertThat(Wire.show(in(series, "tags"))).isEqualTo("{\"key\"=\"tag\"}");
    assertThat(Wire.show(in(series, "columns"))).isEqualTo("[\"time\", \"f\", \"f_1\", \"key\"]");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void anAbsentTagIsAnEmptyString(InfluxServer server) throws IOException {
    assertThat(
            read(server, "SELECT *::field FROM tags GROUP BY *", 10).stream()
                .map(document -> Wire.show(in(series(document), "tags"))))
        .containsExactly("{\"a\"=\"\", \"b\"=\"2\"}", "{\"a\"=\"1\", \"b\"=\"\"}");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void seriesAreContiguousAndTheirTimesAscendAcrossChunksAndShards(InfluxServer server)
      throws IOException {
    List<String> order = new ArrayList<>();
    long rows = 0;
    long last = Long.MIN_VALUE;
    for (Value document : read(server, "SELECT *::field FROM spread GROUP BY *", 50)) {
      String tags = Wire.show(in(series(document), "tags"));
      if (order.isEmpty() || !order.get(order.size() - 1).equals(tags)) {
        order.add(tags);
        last = Long.MIN_VALUE;
      }
      for (Value row : in(series(document), "values").asArrayValue()) {
        long time = row.asArrayValue().get(0).asIntegerValue().toLong();
        assertThat(time).isGreaterThan(last);
        last = time;
        rows++;
      }
    }
    assertThat(rows).isEqualTo(3_000);
    assertThat(order).hasSize(7).doesNotHaveDuplicates();
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void aFormPostIsTheSameAsAGet(InfluxServer server) {
    String query = "SELECT *::field FROM chunks GROUP BY *";
    assertThat(Wire.source(server, BUCKET, query).postForm().bytes())
        .isEqualTo(Wire.source(server, BUCKET, query).get().bytes());
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void answersAreCompressedOnRequest(InfluxServer server) throws IOException {
    Wire.Answer answer =
        Wire.source(server, BUCKET, "SELECT *::field FROM spread")
            .header("Accept-Encoding", "gzip")
            .get();
    assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
    try (java.io.InputStream unzipped =
        new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(answer.bytes()))) {
      assertThat(unzipped.readAllBytes()).isNotEmpty();
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void pingTellsVersionAndTimeWithoutCredentials(InfluxServer server) {
    Wire.Answer answer = Wire.to(server).anonymous().get("/ping");
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("X-Influxdb-Version"))
        .matches(server.version() == 1 ? "1\\..*" : "v2\\..*");
    assertThat(answer.header("Date")).endsWith(" GMT");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void anUnknownStatementIsRefusedWithStatus400(InfluxServer server) {
    Wire.Answer answer = Wire.to(server).in(BUCKET).with("q", "SELEKT 1").get();
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("found SELEKT, expected SELECT, DELETE, SHOW");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers1")
  void aPolicyOf1HasItsOwnPointsAndAllPoliciesAreListed(InfluxServer server) {
    String bucket = "stand_policies/two";
    server.createBucket(bucket);
    server.write("stand_policies", "first v=1 1");
    server.write(bucket, "second v=2 1");
    assertThat(server.query(bucket, "SHOW MEASUREMENTS").toString()).contains("first", "second");
    assertThat(server.query(bucket, "SHOW FIELD KEYS").toString())
        .contains("second")
        .doesNotContain("first");
    assertThat(server.query(bucket, "SELECT v FROM second").path(0).has("series")).isTrue();
    assertThat(server.query("stand_policies", "SELECT v FROM second").path(0).has("series"))
        .isFalse();
    server.dropBucket(bucket);
  }
}
