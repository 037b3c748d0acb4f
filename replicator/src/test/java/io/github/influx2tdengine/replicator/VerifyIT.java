package io.github.influx2tdengine.replicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.influx2tdengine.testkit.data.HardData;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.Servers;
import io.github.influx2tdengine.testkit.servers.TdengineServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy is corrupted in every way there is; verify finds it all, and repair puts it right. */
class VerifyIT {
  private static final String NAME = "replicator_verify";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long BEGIN = 1_767_225_600_000_000_000L;
  private static final long SEED = Long.getLong("seed", 6);

  /** Of each of six kinds; {@code -Dcorruptions=100} makes more. */
  private static final int EACH = (Integer.getInteger("corruptions", 30) + 5) / 6;

  private InfluxServer influx = Servers.influx1();
  private final TdengineServer tdengine = Servers.tdengine();

  @TempDir Path temp;

  @BeforeEach
  void drop() {
    influx.dropBucket(NAME);
    tdengine.sql("DROP DATABASE IF EXISTS " + NAME);
  }

  private void write() {
    influx.createBucket(NAME);
    influx.write(
        NAME,
        IntStream.range(0, 2_000)
            .mapToObj(
                i ->
                    "m,host=h%d,dc=x f=%s,n=%di,s=\"text %d\" %d"
                        .formatted(i % 20, i / 7.0, i, i, BEGIN + (i / 20) * 1_000_000_000L)));
  }

  private void copy() {
    write();
    InProcess run = run("replicate", "--min-free-mb", "64");
    assertThat(run.code()).as(run.out() + run.err()).isZero();
  }

  @AfterEach
  void clean() {
    drop();
  }

  @Test
  void everyCorruptionIsFoundAndRepaired() throws IOException {
    copy();
    assertThat(run("verify", "--settle", "0").code()).isZero();
    List<List<Object>> rows = new ArrayList<>(rows());
    Collections.shuffle(rows, new Random(SEED));
    countsTellWhatIsMissingAndNothingOfValues(rows.remove(0), rows.remove(0));
    corrupt(rows);

    InProcess found = run("verify", "--settle", "0");
    assertThat(found.code()).as(found.err()).isEqualTo(1);
    JsonNode kinds = JSON.readTree(found.lastLine()).path("by_kind");
    assertThat(kinds.path("missing").asInt()).isEqualTo(EACH + 1);
    assertThat(kinds.path("value").asInt()).isEqualTo(4 * EACH + 1);
    assertThat(kinds.path("extra").asInt()).isEqualTo(EACH);
    assertThat(JSON.readTree(found.lastLine()).path("listed")).hasSize(20);

    InProcess repaired = run("verify", "--settle", "0", "--repair", "--min-free-mb", "64");
    assertThat(repaired.code()).as(repaired.out() + repaired.err()).isEqualTo(1);
    JsonNode result = JSON.readTree(repaired.lastLine());
    // Rows that InfluxDB does not have, and values in rows that it has.
    assertThat(result.path("repair").path("differences_left").asInt())
        .as(repaired.out() + repaired.err())
        .isEqualTo(2 * EACH);

    InProcess removed = run("verify", "--settle", "0", "--delete-extra");
    assertThat(removed.code()).as(removed.out() + removed.err()).isZero();
    result = JSON.readTree(removed.lastLine()).path("repair");
    assertThat(result.path("rows_removed").asInt()).isEqualTo(EACH);
    assertThat(result.path("values_removed").asInt()).isEqualTo(EACH);

    InProcess again = run("verify", "--settle", "0");
    assertThat(again.code()).as(again.out() + again.err()).isZero();
    JsonNode measurement = JSON.readTree(again.lastLine()).path("by_measurement").path(0);
    assertThat(measurement.path("points").asInt()).isEqualTo(2_000);
    assertThat(measurement.path("series").asInt()).isEqualTo(20);
    assertThat(measurement.path("subtables").asInt()).isEqualTo(20);
  }

  @Test
  void hardDataHasNoFalseDifferenceAndNoOtherTableCounts() throws IOException {
    influx = Servers.influx2();
    influx.createBucket(NAME);
    influx.write(NAME, new HardData(SEED, true).lines());
    tdengine.sql("CREATE DATABASE " + NAME + " PRECISION 'ns' KEEP 106580");
    tdengine.sql("CREATE TABLE " + NAME + ".`plain` (`ts` TIMESTAMP, `v` DOUBLE)");
    tdengine.sql("CREATE STABLE " + NAME + ".`s` (`ts` TIMESTAMP, `v` DOUBLE) TAGS (`t` INT)");
    tdengine.sql("INSERT INTO " + NAME + ".`x` USING " + NAME + ".`s` TAGS (1) VALUES (1, 1)");
    InProcess copied = run("replicate", "--min-free-mb", "64");
    assertThat(copied.code()).as(copied.out() + copied.err()).isZero();
    for (String[] how : new String[][] {{"--settle", "0"}, {"--settle", "0", "--quick"}}) {
      InProcess compared = run("verify", how);
      assertThat(compared.code()).as(compared.out() + compared.err()).isZero();
      assertThat(JSON.readTree(compared.lastLine()).path("points").asLong()).isPositive();
    }
  }

  @Test
  void aRunningClusterIsComparedAndRepaired() throws Exception {
    write();
    List<String> follow = new ArrayList<>(List.of("replicate"));
    follow.addAll(Launched.connection(influx, NAME, tdengine, NAME));
    follow.addAll(List.of("--begin", "earliest", "--min-free-mb", "64"));
    follow.addAll(List.of("--data-dir", temp.resolve("data").toString()));
    follow.addAll(List.of("--source", "delay.ms=0", "--source", "poll.interval.ms=200"));
    try (Launched following = Launched.start(temp, Launched.secrets(influx, tdengine), follow)) {
      await()
          .atMost(Duration.ofMinutes(10))
          .ignoreException(IllegalStateException.class)
          .until(() -> rows().size() == 2_000);
      Matcher address = Pattern.compile("(http://[^ ]*)/console/").matcher(following.out());
      assertThat(address.find()).as(following.out()).isTrue();
      String cluster = address.group(1);
      String before = get(cluster + "/connectors?expand=info");
      List<List<Object>> rows = rows();
      delete(rows.get(3));
      set(rows.get(1_500), "s", "'changed'");

      InProcess repaired = run("verify", "--connect-url", cluster, "--settle", "1", "--repair");
      assertThat(repaired.code()).as(repaired.out() + repaired.err()).isZero();
      JsonNode result = JSON.readTree(repaired.lastLine());
      assertThat(result.path("differences").asInt()).isEqualTo(2);
      assertThat(result.path("repair").path("sent_again").asInt()).isEqualTo(2);
      assertThat(result.path("points").asInt()).isEqualTo(2_000);
      assertThat(get(cluster + "/connectors?expand=info"))
          .as("the connectors are those that were there")
          .isEqualTo(before);
      following.terminate();
      assertThat(following.exitCode(600)).as(following.out() + following.err()).isZero();
    }
  }

  private static String get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private void countsTellWhatIsMissingAndNothingOfValues(List<Object> one, List<Object> other)
      throws IOException {
    set(one, "f", "1e300");
    InProcess blind = run("verify", "--quick", "--settle", "0");
    assertThat(blind.code()).as(blind.out() + blind.err()).isZero();
    assertThat(JSON.readTree(blind.lastLine()).path("quick").asBoolean()).isTrue();
    delete(other);
    InProcess counted = run("verify", "--quick", "--settle", "0");
    assertThat(counted.code()).isEqualTo(1);
    // The stretch that differs is looked at value by value, and both are found.
    assertThat(JSON.readTree(counted.lastLine()).path("differences").asInt()).isEqualTo(2);
  }

  /**
   * As many of each kind: deleted, one bit of a float, NULL, another text, a value too many, added.
   */
  private void corrupt(List<List<Object>> rows) {
    // A field that no point has, so that its values are TDengine's alone.
    tdengine.sql("ALTER STABLE " + NAME + ".`m` ADD COLUMN `more` BIGINT");
    for (int i = 0; i < EACH; i++) {
      delete(rows.get(i));
      List<Object> float1 = rows.get(EACH + i);
      set(float1, "f", Double.toString(Math.nextUp(((Number) float1.get(2)).doubleValue())));
      set(rows.get(2 * EACH + i), "n", "NULL");
      set(rows.get(3 * EACH + i), "s", "'changed'");
      set(rows.get(4 * EACH + i), "more", "7");
      List<Object> beside = rows.get(5 * EACH + i);
      tdengine.sql(
          "INSERT INTO %s.`%s` (`_ts`, `f`) VALUES (%d, 1.5)"
              .formatted(NAME, beside.get(0), (Long) beside.get(1) + 1));
    }
  }

  private List<List<Object>> rows() {
    return tdengine.sql("SELECT tbname, CAST(`_ts` AS BIGINT), `f` FROM " + NAME + ".`m`").rows();
  }

  private void delete(List<Object> row) {
    tdengine.sql(
        "DELETE FROM %s.`%s` WHERE `_ts` = %d".formatted(NAME, row.get(0), (Long) row.get(1)));
  }

  private void set(List<Object> row, String column, String value) {
    tdengine.sql(
        "INSERT INTO %s.`%s` (`_ts`, `%s`) VALUES (%d, %s)"
            .formatted(NAME, row.get(0), column, (Long) row.get(1), value));
  }

  private InProcess run(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(Launched.connection(influx, NAME, tdengine, NAME));
    arguments.addAll(List.of("--begin", "earliest", "--end", "2261-01-01T00:00:00Z"));
    arguments.addAll(List.of("--data-dir", temp.resolve("data").toString(), "--json"));
    // A machine that is overloaded may keep a server from answering for a while.
    arguments.addAll(List.of("--source", "influxdb.read.timeout.ms=180000"));
    arguments.addAll(List.of("--sink", "connect.timeout.ms=30000"));
    arguments.addAll(List.of(more));
    return InProcess.run(Launched.secrets(influx, tdengine), arguments);
  }
}
