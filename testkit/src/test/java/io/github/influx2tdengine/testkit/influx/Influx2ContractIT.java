package io.github.influx2tdengine.testkit.influx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.Servers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens, buckets, organisations and mappings of InfluxDB 2.x, real where one is, and stand-in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Influx2ContractIT {
  private static final String BUCKET = "stand_two";
  private static final String PAIR = "stand_two/other";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<InfluxServer> servers = new ArrayList<>();

  @BeforeAll
  void findServers() {
    Servers.realInflux()
        .forEach(
            server -> {
              if (server.version() == 2) {
                servers.add(server);
              } else {
                server.close();
              }
            });
    InfluxStandIn two = InfluxStandIn.start2("org", "token");
    servers.add(InfluxServer.version2(two.url(), "org", "token", "stand-in 2.x", two::close));
    for (InfluxServer server : servers) {
      server.createBucket(BUCKET);
      server.createBucket(PAIR);
      server.write(BUCKET, "m v=1 1");
      server.write(PAIR, "other v=2 1");
    }
  }

  @AfterAll
  void stop() {
    for (InfluxServer server : servers) {
      server.dropBucket(BUCKET);
      server.dropBucket(PAIR);
      server.close();
    }
  }

  Stream<InfluxServer> servers() {
    return servers.stream();
  }

  private static Wire query(InfluxServer server, String bucket, String query) {
    return Wire.to(server).in(bucket).with("q", query);
  }

  private static JsonNode json(Wire.Answer answer) throws IOException {
    return JSON.readTree(answer.text());
  }

  private static InfluxServer restricted(InfluxServer server) {
    return InfluxServer.version2(
        server.url(),
        server.organisation(),
        server.createReadToken(BUCKET),
        server + " with a token for one bucket",
        () -> {});
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void tokenAndBasicWorkOnQueryAndBearerDoesNot(InfluxServer server) {
    String query = "SELECT v FROM m";
    assertThat(query(server, BUCKET, query).get().status()).isEqualTo(200);
    assertThat(
            query(server, BUCKET, query)
                .header("Authorization", Wire.basic("anyone", server.token()))
                .get()
                .status())
        .isEqualTo(200);
    for (String wrong : List.of("Bearer " + server.token(), "Token wrong")) {
      assertThat(query(server, BUCKET, query).header("Authorization", wrong).get().status())
          .isEqualTo(401);
    }
    assertThat(query(server, BUCKET, query).anonymous().get().status()).isEqualTo(401);
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void aTokenForOneBucketReadsItAndSeesNothingElse(InfluxServer server) throws IOException {
    InfluxServer reader = restricted(server);
    assertThat(reader.query(BUCKET, "SELECT v FROM m").toString()).contains("[[1,1");
    assertThat(reader.query(BUCKET, "SHOW DATABASES").path(0).path("series").path(0).path("values"))
        .hasToString("[[\"" + BUCKET + "\"]]");
    for (String listing :
        List.of("SHOW MEASUREMENTS", "SHOW FIELD KEYS FROM m", "SHOW SERIES EXACT CARDINALITY")) {
      assertThat(reader.query(BUCKET, listing).path(0).has("series")).isTrue();
    }
    Wire.Answer other = query(reader, PAIR, "SELECT v FROM other").get();
    assertThat(json(other).at("/results/0/error").asText())
        .isEqualTo("retention policy not found: other");
    assertThat(
            Wire.to(reader)
                .with("bucket", BUCKET)
                .with("org", server.organisation())
                .post("/api/v2/write", "m v=2 2")
                .status())
        .isEqualTo(403);
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void aTokenForOneBucketFindsItsOrganisationThroughTheBucketOnly(InfluxServer server)
      throws IOException {
    InfluxServer reader = restricted(server);
    assertThat(json(Wire.to(reader).get("/api/v2/orgs")).path("orgs")).isEmpty();
    assertThat(
            json(Wire.to(reader).with("org", server.organisation()).get("/api/v2/orgs"))
                .path("orgs"))
        .isEmpty();
    JsonNode bucket = json(Wire.to(reader).with("name", BUCKET).get("/api/v2/buckets"));
    String organisation = bucket.at("/buckets/0/orgID").asText();
    assertThat(organisation).matches("[0-9a-f]{16}");
    assertThat(
            Wire.to(reader)
                .with("name", BUCKET)
                .with("orgID", "0123456789abcdef")
                .get("/api/v2/buckets")
                .status())
        .isEqualTo(404);
    JsonNode mappings = json(Wire.to(reader).with("orgID", organisation).get("/api/v2/dbrps"));
    assertThat(mappings.path("content")).hasSize(1);
    assertThat(mappings.at("/content/0/database").asText()).isEqualTo(BUCKET);
    assertThat(mappings.at("/content/0/virtual").asBoolean()).isTrue();
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void anUnknownBucketIsAnEmptyListOrWithAnOrganisationNotFound(InfluxServer server)
      throws IOException {
    Wire.Answer without = Wire.to(server).with("name", "stand_none").get("/api/v2/buckets");
    assertThat(without.status()).isEqualTo(200);
    assertThat(json(without).path("buckets")).isEmpty();
    Wire.Answer with =
        Wire.to(server)
            .with("name", "stand_none")
            .with("org", server.organisation())
            .get("/api/v2/buckets");
    assertThat(with.status()).isEqualTo(404);
    assertThat(json(with).path("message").asText()).isEqualTo("bucket \"stand_none\" not found");
    assertThat(Wire.to(server).get("/api/v2/dbrps").status()).isEqualTo(400);
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void aBucketNamedLikeAPairIsMappedToItAndNotAsDefault(InfluxServer server) throws IOException {
    assertThat(server.query(PAIR, "SELECT v FROM other").toString()).contains("[[1,2");
    assertThat(server.query(BUCKET, "SHOW RETENTION POLICIES").path(0).at("/series/0/values"))
        .hasToString(
            "[[\"autogen\",\"0s\",\"168h0m0s\",1,true],[\"other\",\"0s\",\"168h0m0s\",1,false]]");
    server.createBucket("stand_alone/pair");
    Wire.Answer answer = query(server, "stand_alone", "SELECT v FROM m").get();
    assertThat(json(answer).at("/results/0/error").asText())
        .isEqualTo("default retention policy not set for: stand_alone");
    server.dropBucket("stand_alone/pair");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void showMeasurementsListsTheDefaultPolicyWhateverTheRequestNames(InfluxServer server) {
    assertThat(server.query(PAIR, "SHOW MEASUREMENTS").toString())
        .contains("\"m\"")
        .doesNotContain("other");
    // These do look where the request points.
    assertThat(server.query(PAIR, "SHOW FIELD KEYS").toString())
        .contains("other")
        .doesNotContain("\"m\"");
    assertThat(server.query(BUCKET, "SHOW MEASUREMENTS ON \"stand_two\".\"other\"").toString())
        .contains("[\"other\",\"stand_two\",\"other\"]");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void shardsAndEstimatesAreNotImplemented(InfluxServer server) throws IOException {
    for (String statement :
        List.of(
            "SHOW SHARD GROUPS", "SHOW SHARDS", "SHOW SERIES CARDINALITY", "CREATE DATABASE x")) {
      String name = statement.replace(" x", "");
      assertThat(json(query(server, BUCKET, statement).get()).at("/results/0/error").asText())
          .isEqualTo("not implemented: " + name);
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void oneUnreadableLineRefusesAll(InfluxServer server) {
    Wire.Answer answer =
        Wire.to(server)
            .with("bucket", BUCKET)
            .with("org", server.organisation())
            .post("/api/v2/write", "bad v=1 1\nno fields\nbad v=2 2");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("unable to parse");
    assertThat(server.query(BUCKET, "SELECT v FROM bad").path(0).has("series")).isFalse();
  }
}
