package io.github.influx2tdengine.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.Servers;
import io.github.influx2tdengine.testkit.servers.TdengineServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
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
  private static final long SEED = 6;

  private final InfluxServer influx = Servers.influx1();
  private final TdengineServer tdengine = Servers.tdengine();

  @TempDir Path temp;

  @BeforeEach
  void copy() throws IOException {
    influx.createBucket(NAME);
    influx.write(
        NAME,
        IntStream.range(0, 2_000)
            .mapToObj(
                i ->
                    "m,host=h%d,dc=x f=%s,n=%di,s=\"text %d\" %d"
                        .formatted(i % 20, i / 7.0, i, i, BEGIN + (i / 20) * 1_000_000_000L)));
    tdengine.sql("DROP DATABASE IF EXISTS " + NAME);
    InProcess run = run("replicate", "--min-free-mb", "64");
    assertThat(run.code()).as(run.out() + run.err()).isZero();
  }

  @AfterEach
  void drop() {
    influx.dropBucket(NAME);
    tdengine.sql("DROP DATABASE IF EXISTS " + NAME);
  }

  @Test
  void everyCorruptionIsFoundAndRepaired() throws IOException {
    assertThat(run("verify", "--settle", "0").code()).isZero();
    corrupt();

    InProcess found = run("verify", "--settle", "0");
    assertThat(found.code()).as(found.err()).isEqualTo(1);
    JsonNode kinds = JSON.readTree(found.lastLine()).path("by_kind");
    assertThat(kinds.path("missing").asInt()).isEqualTo(5);
    assertThat(kinds.path("value").asInt()).isEqualTo(20);
    assertThat(kinds.path("extra").asInt()).isEqualTo(5);
    assertThat(JSON.readTree(found.lastLine()).path("listed")).hasSize(20);

    InProcess repaired = run("verify", "--settle", "0", "--repair", "--min-free-mb", "64");
    assertThat(repaired.code()).as("rows that InfluxDB does not have stay").isEqualTo(1);
    JsonNode result = JSON.readTree(repaired.lastLine());
    // Five rows and the values of the five that have one InfluxDB does not have.
    assertThat(result.path("repair").path("differences_left").asInt()).isEqualTo(10);

    InProcess removed = run("verify", "--settle", "0", "--delete-extra");
    assertThat(removed.code()).as(removed.out() + removed.err()).isZero();
    result = JSON.readTree(removed.lastLine()).path("repair");
    assertThat(result.path("rows_removed").asInt()).isEqualTo(5);
    assertThat(result.path("values_removed").asInt()).isEqualTo(5);

    InProcess again = run("verify", "--settle", "0");
    assertThat(again.code()).as(again.out() + again.err()).isZero();
    JsonNode measurement = JSON.readTree(again.lastLine()).path("by_measurement").path(0);
    assertThat(measurement.path("points").asInt()).isEqualTo(2_000);
    assertThat(measurement.path("series").asInt()).isEqualTo(20);
    assertThat(measurement.path("subtables").asInt()).isEqualTo(20);
  }

  @Test
  void countsTellWhatIsMissingAndNothingOfValues() throws IOException {
    List<List<Object>> rows = rows();
    set(rows.get(0), "f", "1e300");
    InProcess blind = run("verify", "--quick", "--settle", "0");
    assertThat(blind.code()).as(blind.out() + blind.err()).isZero();
    assertThat(JSON.readTree(blind.lastLine()).path("quick").asBoolean()).isTrue();
    delete(rows.get(1));
    InProcess counted = run("verify", "--quick", "--settle", "0");
    assertThat(counted.code()).isEqualTo(1);
    // The stretch that differs is looked at value by value, and both are found.
    assertThat(JSON.readTree(counted.lastLine()).path("differences").asInt()).isEqualTo(2);
  }

  /**
   * Five of each kind: deleted, one bit of a float, NULL, another text, a value too many, added.
   */
  private void corrupt() {
    List<List<Object>> rows = new ArrayList<>(rows());
    Collections.shuffle(rows, new Random(SEED));
    // A field that no point has, so that its values are TDengine's alone.
    tdengine.sql("ALTER STABLE " + NAME + ".`m` ADD COLUMN `more` BIGINT");
    for (int i = 0; i < 5; i++) {
      delete(rows.get(i));
      List<Object> float1 = rows.get(10 + i);
      set(float1, "f", Double.toString(Math.nextUp((Double) float1.get(2))));
      set(rows.get(20 + i), "n", "NULL");
      set(rows.get(30 + i), "s", "'changed'");
      set(rows.get(40 + i), "more", "7");
      List<Object> beside = rows.get(50 + i);
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
    arguments.addAll(List.of("--begin", "earliest", "--end", "2026-02-01T00:00:00Z"));
    arguments.addAll(List.of("--data-dir", temp.resolve("data").toString(), "--json"));
    arguments.addAll(List.of(more));
    return InProcess.run(Launched.secrets(influx, tdengine), arguments);
  }
}
