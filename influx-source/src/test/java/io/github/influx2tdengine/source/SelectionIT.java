package io.github.influx2tdengine.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.Servers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is read, and who may read it. */
class SelectionIT {
  private static final String T = " 1767225600000000000";

  private static SourceRun finished(SourceRun run) {
    return run.with("end.time", "2026-02-01T00:00:00Z").start().untilFinished();
  }

  /** A task takes the place, and the memory, of those that have no measurement. */
  @Test
  void fewMeasurementsAreReadByAsManyWindowsAsThereMayBeTasks() {
    InfluxServer server = Servers.influx1();
    String bucket = "src_windows";
    server.createBucket(bucket);
    server.write(bucket, "a,host=a v=1" + T, "b,host=a v=1" + T, "b,host=b v=1" + T);
    try (SourceRun run = SourceRun.on(server, bucket).with("window.bytes", "3000000")) {
      finished(run);
      List<Map<String, String>> tasks = run.connector.taskConfigs(3);
      assertThat(tasks).extracting(task -> task.get("read.concurrency")).containsExactly("2", "1");
      assertThat(tasks)
          .extracting(task -> task.get("window.bytes"))
          .containsExactly("6000000", "3000000");
      assertThat(tasks.get(0).get("task.measurements")).as("the larger one").contains("b");
    }
    try (SourceRun chosen = SourceRun.on(server, bucket).with("read.concurrency", "3")) {
      finished(chosen);
      assertThat(chosen.connector.taskConfigs(4))
          .extracting(task -> task.get("read.concurrency"))
          .containsExactly("3", "3");
    } finally {
      server.dropBucket(bucket);
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @EnumSource
  void measurementsFieldsAndTagsAreSelected(WholeBucketIT.Version version) {
    InfluxServer server = version.server();
    String bucket = "src_selection";
    server.createBucket(bucket);
    server.write(
        bucket,
        "cpu,host=a user=1,idle=2" + T,
        "disk\\ one,host=a used=1i" + T,
        "disk_two,host=a used=2i" + T,
        "mem,host=a used=3i" + T,
        "a\\,b,host=a used=4i" + T);
    try (SourceRun run =
        SourceRun.on(server, bucket)
            .with(
                "measurements", "cpu,a\\,b",
                "measurements.regex", "disk.*",
                "measurements.exclude", "disk_two",
                "fields.exclude", "cpu\\.idle",
                "tags.add", "site=plant7,host=renamed",
                "topic", "t.{bucket}.{measurement}")) {
      finished(run);
      assertThat(run.records)
          .extracting(SourceRecord::value)
          .containsExactlyInAnyOrder(
              "cpu,host=renamed,site=plant7 user=1.0" + T,
              "disk\\ one,host=renamed,site=plant7 used=1i" + T,
              "a\\,b,host=renamed,site=plant7 used=4i" + T);
      assertThat(run.records)
          .allSatisfy(
              record -> {
                assertThat(record.key())
                    .isEqualTo(record.value().toString().split(" (?=user|used)")[0]);
                assertThat(record.topic()).startsWith("t." + bucket).doesNotContain(" ", ",");
                assertThat(record.timestamp()).isNull();
                assertThat(record.headers().lastWithName("influxdb.server").value())
                    .isEqualTo(server.url());
              });
    } finally {
      server.dropBucket(bucket);
    }
  }

  @Test
  void aBucketOfVersion1IsADatabaseAndItsPolicy() {
    InfluxServer server = Servers.influx1();
    server.createBucket("src_policies/of its own");
    server.write("src_policies", "cpu,host=a v=1" + T);
    server.write("src_policies/of its own", "cpu,host=a v=\"other\"" + T);
    try (SourceRun byDefault = SourceRun.on(server, "src_policies");
        SourceRun named =
            SourceRun.on(server, "src_policies/of its own").with("server.name", "s")) {
      finished(byDefault);
      finished(named);
      assertThat(byDefault.records)
          .extracting(SourceRecord::value)
          .containsExactly("cpu,host=a v=1.0" + T);
      assertThat(byDefault.offsets)
          .containsOnlyKeys(
              Map.of(
                  "server", server.url(), "bucket", "src_policies/autogen", "measurement", "cpu"));
      assertThat(named.records)
          .extracting(SourceRecord::value)
          .containsExactly("cpu,host=a v=\"other\"" + T);
      assertThat(named.offsets)
          .containsOnlyKeys(
              Map.of("server", "s", "bucket", "src_policies/of its own", "measurement", "cpu"));
    } finally {
      server.dropBucket("src_policies");
    }
  }

  @Test
  void aBucketOfVersion2MayHaveASlashInItsName() {
    InfluxServer server = Servers.influx2();
    server.createBucket("src_slash/one");
    server.write("src_slash/one", "cpu,host=a v=1" + T);
    try (SourceRun run = SourceRun.on(server, "src_slash/one")) {
      finished(run);
      assertThat(run.records).hasSize(1);
      assertThat(run.offsets.keySet().iterator().next()).containsEntry("bucket", "src_slash/one");
    } finally {
      server.dropBucket("src_slash/one");
    }
  }

  @Test
  void aTokenThatMayReadTheBucketAndNothingElseIsEnough() throws Exception {
    InfluxServer server = Servers.influx2();
    String bucket = "src_restricted";
    server.createBucket(bucket);
    server.write(bucket, "cpu,host=a v=1" + T);
    ObjectMapper json = new ObjectMapper();
    var found =
        json.readTree(send(server, "GET", "/api/v2/buckets?name=" + bucket, "")).at("/buckets/0");
    String org = found.at("/orgID").asText();
    var permission =
        Map.of(
            "action",
            "read",
            "resource",
            Map.of("type", "buckets", "id", found.at("/id").asText(), "orgID", org));
    String token =
        json.readTree(
                send(
                    server,
                    "POST",
                    "/api/v2/authorizations",
                    json.writeValueAsString(
                        Map.of("orgID", org, "permissions", List.of(permission)))))
            .at("/token")
            .asText();
    for (String organisation : List.of(org, server.organisation(), "")) {
      try (SourceRun run =
          SourceRun.on(server, bucket)
              .with("influxdb.token", token, "influxdb.org", organisation)) {
        assertThat(new InfluxSourceConnector().validate(run.settings).configValues())
            .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
        finished(run);
        assertThat(run.records).as("organisation '" + organisation + "'").hasSize(1);
      }
    }
    server.dropBucket(bucket);
  }

  private static String send(InfluxServer server, String method, String path, String body)
      throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(server.url() + path))
                    .header("Authorization", "Token " + server.token())
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
    return response.body();
  }
}
