package io.github.influx2tdengine.testkit.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.influx2tdengine.testkit.data.HardData;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.Servers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The stand-ins answer like the real servers that are here, statement by statement and byte by byte
 * where bytes matter. Without a real server there is nothing to compare, and no test runs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InfluxComparisonIT {
  private static final String BUCKET = "stand_compare";

  /** Formats and chunkings, see {@link #answer}. */
  private static final int WAYS = 6;

  /**
   * The order of points of several series at one time is nobody's business: it comes from a heap.
   */
  private static final String ONE_SERIES =
      "host = 'a' OR host = 'h1' OR s = '0' OR id = 'one' OR kind = 'float' OR \"in\" = 'field'";

  private record Pair(InfluxServer real, InfluxServer standIn) {
    @Override
    public String toString() {
      return real.description();
    }
  }

  private final List<Pair> pairs = new ArrayList<>();

  @BeforeAll
  void fill() {
    for (InfluxServer real : Servers.realInflux()) {
      Pair pair = new Pair(real, standIn(real.version()));
      pairs.add(pair);
      for (InfluxServer server : List.of(pair.real, pair.standIn)) {
        server.createBucket(BUCKET);
        server.write(BUCKET, new HardData(7, server.version() == 2).lines());
        server.write(BUCKET, small());
      }
    }
    assumeTrue(
        !pairs.isEmpty(), "SKIPPED: no real InfluxDB here to compare the stand-in with (influxd)");
  }

  private static InfluxServer standIn(int version) {
    if (version == 2) {
      InfluxStandIn two = InfluxStandIn.start2("org", "token");
      return InfluxServer.version2(two.url(), "org", "token", "stand-in 2.x", two::close);
    }
    InfluxStandIn one = InfluxStandIn.start1();
    return InfluxServer.version1(one.url(), "", "", "stand-in 1.x", one::close);
  }

  private static Stream<String> small() {
    long week = 604_800_000_000_000L;
    return Stream.of(
        "m,a=1 f=1i,g=2.5 1000",
        "m,a=1 f=2i 2000",
        "m,a=2,b=x f=3i,s=\"hi\" 1000",
        "m f=9i 1500",
        "m,a=1 f=1i,g=2.5 3000",
        "m,a=3 f=8i 6000",
        "m,a=1 f=1.5 " + (week + 1000),
        "m,a=1 f=3 " + (week + 2000),
        "m,a=1 f=\"str\" " + (2 * week + 1000),
        "m,a=1 f=true " + (3 * week + 1000),
        "m,a=1 f=false,g=7,s=\"x\" " + (3 * week + 4000));
  }

  @AfterAll
  void stop() {
    for (Pair pair : pairs) {
      pair.real.dropBucket(BUCKET);
      pair.real.close();
      pair.standIn.close();
    }
  }

  Stream<Pair> pairs() {
    return pairs.stream();
  }

  private static List<String> listings() {
    return List.of(
        "SHOW MEASUREMENTS",
        "SHOW MEASUREMENTS LIMIT 3",
        "SHOW FIELD KEYS FROM \"m\"",
        "SHOW FIELD KEYS FROM \"autogen\".\"m\"",
        "SHOW FIELD KEYS FROM nope",
        "SHOW FIELD KEYS",
        "SHOW TAG KEYS FROM \"m\"",
        "SHOW TAG KEYS FROM nope",
        "SHOW TAG VALUES FROM m WITH KEY = a",
        "SHOW SERIES",
        "SHOW SERIES FROM \"m\"",
        "SHOW SERIES FROM \"m\" WHERE a = '1'",
        "SHOW SERIES FROM \"m\" LIMIT 2",
        "SHOW SERIES EXACT CARDINALITY",
        "SHOW SERIES EXACT CARDINALITY FROM \"m\"",
        "SHOW SERIES EXACT CARDINALITY FROM nope",
        "SHOW RETENTION POLICIES",
        "SHOW RETENTION POLICIES ON " + BUCKET,
        "SHOW RETENTION POLICIES ON nope",
        "SHOW MEASUREMENTS ON nope",
        "SHOW FIELD KEYS ON nope",
        "SHOW SERIES ON nope",
        "SHOW SERIES EXACT CARDINALITY ON nope",
        "SHOW FIELD KEYS FROM nope.m",
        "SHOW SERIES FROM nope.m",
        "SELEKT",
        "DELETE FROM nope");
  }

  private static List<String> selections() {
    return List.of(
        "SELECT *::field FROM m",
        "SELECT *::field FROM m GROUP BY *",
        "SELECT *::field FROM m ORDER BY time DESC",
        "SELECT *::field FROM m GROUP BY * ORDER BY time DESC LIMIT 1",
        "SELECT *::field FROM m WHERE time >= 0 AND time < 3000",
        "SELECT *::field FROM m WHERE time >= 0 AND time < 3000 GROUP BY *",
        "SELECT *::field FROM m WHERE time >= 0 AND time < 3000 AND a = '1' GROUP BY *",
        "SELECT *::field FROM m WHERE time >= 0 AND time < 3000 AND a != '1' GROUP BY *",
        "SELECT *::field FROM m WHERE time >= '1970-01-08T00:00:00Z' LIMIT 1",
        "SELECT *::field FROM \"" + BUCKET + "\".\"autogen\".\"m\" GROUP BY *",
        "SELECT * FROM m",
        "SELECT * FROM m GROUP BY a",
        "SELECT f FROM m GROUP BY *",
        "SELECT f, a, b, nope FROM m WHERE time < 3000",
        "SELECT a FROM m",
        "SELECT nope FROM m",
        "SELECT nope FROM m GROUP BY *",
        "SELECT nope, f FROM m GROUP BY *",
        "SELECT f FROM nope",
        "SELECT f FROM \"x\".\"m\"",
        "SELECT f::float, f::integer, f::string, f::boolean FROM m GROUP BY *",
        "SELECT f::integer, f::string FROM m WHERE time < 3000 GROUP BY *",
        "SELECT g::float, f::string, f::boolean FROM m WHERE time > 3000 GROUP BY *",
        "SELECT f::unsigned FROM m GROUP BY *",
        "SELECT f AS x, f AS y FROM m LIMIT 2",
        "SELECT count(f) FROM m",
        "SELECT count(f), first(g) FROM m",
        "SELECT count(*) FROM m",
        "SELECT count(*::field) FROM m",
        "SELECT count(*) FROM m GROUP BY *",
        "SELECT count(f::integer), count(f::string) FROM m GROUP BY *",
        "SELECT first(f) FROM m",
        "SELECT first(f) FROM m WHERE time >= 1200",
        "SELECT last(f) FROM m",
        "SELECT last(f) FROM m GROUP BY *",
        "SELECT first(*) FROM m",
        "SELECT last(*::field) FROM m WHERE time >= 1200",
        "SELECT min(f), max(f) FROM m GROUP BY *",
        "SELECT min(f) FROM m",
        "SELECT sum(f), mean(f) FROM m GROUP BY *",
        "SELECT sum(*) FROM m",
        "SELECT sum(s) FROM m",
        "SELECT count(f) FROM m WHERE time >= 0 AND time < 8000 GROUP BY time(2u)",
        "SELECT count(f), sum(g) FROM m WHERE time >= 0 AND time < 8000 GROUP BY time(2u) fill(none)",
        "SELECT mean(g) FROM m WHERE time >= 0 AND time < 8000 GROUP BY time(2u), * fill(none)",
        "SELECT max(f) FROM m WHERE time >= 0 AND time < 8000 GROUP BY time(2u), a fill(0)",
        "SELECT f FROM m GROUP BY * LIMIT 1 OFFSET 1",
        "SELECT f FROM m WHERE f > 2",
        "SELECT s FROM m WHERE s = 'hi'",
        "SELECT f FROM m WHERE a = '1' OR a = '2'",
        "SELECT f::integer FROM m; SHOW MEASUREMENTS",
        "SELECT f FROM nope; SELECT f FROM \"x\".\"m\"; SHOW MEASUREMENTS",
        "SELECT *::field FROM hard_changed",
        "SELECT f::float, f::integer, f::string, f::boolean, steady::float FROM hard_changed GROUP BY *",
        "SELECT f::float, f_1::float, f::integer FROM hard_alike",
        "SELECT * FROM hard_alike",
        "SELECT value FROM hard_alike",
        "SELECT value::tag, value::field FROM hard_alike",
        "SELECT \"value\"::field FROM hard_alike GROUP BY \"value\"");
  }

  private static Stream<String> everyMeasurement(InfluxServer server) {
    List<String> names = new ArrayList<>();
    server
        .query(BUCKET, "SHOW MEASUREMENTS")
        .path(0)
        .path("series")
        .path(0)
        .path("values")
        .forEach(row -> names.add(row.path(0).asText()));
    return names.stream()
        .map(name -> '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .flatMap(
            name ->
                Stream.of(
                    "SHOW FIELD KEYS FROM " + name,
                    "SHOW TAG KEYS FROM " + name,
                    "SHOW SERIES FROM " + name,
                    "SELECT *::field FROM " + name + " GROUP BY *",
                    "SELECT *::field FROM " + name + " WHERE " + ONE_SERIES,
                    "SELECT * FROM " + name + " WHERE " + ONE_SERIES,
                    "SELECT count(*) FROM " + name));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void listingsAreTheSame(Pair pair) {
    compare(pair, listings().stream(), WAYS, 2);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void selectionsAreTheSame(Pair pair) {
    compare(pair, selections().stream(), WAYS, 2);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void hardDataComesBackTheSame(Pair pair) {
    compare(pair, everyMeasurement(pair.real), 3, 100);
  }

  private static void compare(Pair pair, Stream<String> queries, int ways, int chunkSize) {
    List<String> differences = new ArrayList<>();
    queries.forEach(
        query -> {
          for (int way = 0; way < ways; way++) {
            String real = answer(pair.real, query, way, chunkSize);
            String standIn = answer(pair.standIn, query, way, chunkSize);
            if (!real.equals(standIn)) {
              differences.add(difference("way " + way + ": " + query, real, standIn));
            }
          }
        });
    assertThat(differences).isEmpty();
  }

  /** Both answers from a little before the first character that differs. */
  private static String difference(String query, String real, String standIn) {
    int at = 0;
    while (at < Math.min(real.length(), standIn.length())
        && real.charAt(at) == standIn.charAt(at)) {
      at++;
    }
    int from = Math.max(0, at - 100);
    return "%s%n  real:     %s%n  stand-in: %s"
        .formatted(
            query,
            real.substring(from, Math.min(real.length(), at + 200)),
            standIn.substring(from, Math.min(standIn.length(), at + 200)));
  }

  private static String answer(InfluxServer server, String query, int way, int chunkSize) {
    Wire wire = Wire.to(server).in(BUCKET).with("q", query);
    switch (way) {
      case 0 ->
          wire.with("chunked", "true")
              .with("chunk_size", "" + chunkSize)
              .with("epoch", "ns")
              .header("Accept", Wire.MESSAGE_PACK);
      case 1 ->
          wire.with("chunked", "true").with("chunk_size", "" + (chunkSize + 1)).with("epoch", "ns");
      case 3 -> wire.with("epoch", "ms");
      case 2 -> wire.header("Accept", "application/csv").with("epoch", "ns");
      case 4 -> wire.header("Accept", Wire.MESSAGE_PACK);
      default -> wire.header("Accept", Wire.MESSAGE_PACK + ", application/json");
    }
    Wire.Answer answer = wire.get();
    try {
      String body =
          answer.header("Content-Type").equals(Wire.MESSAGE_PACK)
              ? answer.documents().stream().map(Wire::show).collect(Collectors.joining("\n"))
              : answer.text();
      return answer.status() + " " + answer.header("Content-Type") + "\n" + body;
    } catch (java.io.IOException e) {
      return answer.status() + " broken: " + e;
    }
  }
}
