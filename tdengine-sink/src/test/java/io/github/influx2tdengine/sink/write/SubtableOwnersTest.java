package io.github.influx2tdengine.sink.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.sink.batch.Pending;
import io.github.influx2tdengine.sink.batch.Reason;
import io.github.influx2tdengine.sink.batch.Refusal;
import io.github.influx2tdengine.sink.schema.Sql;
import io.github.influx2tdengine.sink.schema.TableColumn;
import io.github.influx2tdengine.sink.schema.TableComment;
import io.github.influx2tdengine.sink.schema.TableModel;
import io.github.influx2tdengine.sink.schema.TdType;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SubtableOwnersTest {
  private static final Pattern CHILD =
      Pattern.compile("EXISTS `db`\\.`([^`]+)` USING \\S+ \\(`a`,`b`\\) TAGS \\(([^)]*)\\)");

  private final TableModel table =
      new TableModel(
          "m",
          List.of(
              new TableColumn("_ts", TdType.TIMESTAMP, 8), new TableColumn("v", TdType.DOUBLE, 8)),
          List.of(new TableColumn("a", TdType.NCHAR, 8), new TableColumn("b", TdType.NCHAR, 8)),
          TableComment.of("m"));
  private final FakeServer server = new FakeServer();

  /** Keeps the tags of subtables, the first that come. */
  private static final class FakeServer implements Sql {
    final Map<String, List<String>> tags = new LinkedHashMap<>();
    final List<String> creates = new ArrayList<>();
    final Set<String> others = new HashSet<>();
    int queries;

    @Override
    public void execute(String sql) throws SQLException {
      creates.add(sql);
      assertThat(sql.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1 << 20);
      for (String name : others) {
        if (sql.contains("`" + name + "`")) {
          throw new SQLException("(0x61d):Table already exists in other stables");
        }
      }
      Matcher child = CHILD.matcher(sql);
      while (child.find()) {
        String[] values = child.group(2).split(",");
        tags.putIfAbsent(
            child.group(1),
            Arrays.stream(values)
                .map(value -> value.equals("NULL") ? null : value.substring(1, value.length() - 1))
                .toList());
      }
    }

    @Override
    public List<List<String>> query(String sql) {
      queries++;
      List<List<String>> rows = new ArrayList<>();
      tags.forEach(
          (name, values) -> {
            if (sql.contains("'" + name + "'")) {
              rows.add(Arrays.asList(name, values.get(0), values.get(1)));
            }
          });
      return rows;
    }
  }

  private static Pending pending(String subtable, String... tags) {
    SeriesBlock block =
        new SeriesBlock.Builder(new SeriesKey("m", Tags.of(tags))).row(7).set("v", 1.5).build();
    return new Pending(block, "m", subtable, () -> false, 100);
  }

  @Test
  void tagSetsWithOneHashCodeAreTwoOwners() throws SQLException {
    // ("a" xor "1") + ("b" xor "4") = ("a" xor "2") + ("b" xor "1"): 80 + 86 = 83 + 83.
    assertThat(Map.of("a", "1", "b", "4")).hasSameHashCodeAs(Map.of("a", "2", "b", "1"));
    Pending first = pending("s", "a", "1", "b", "4");
    Pending second = pending("s", "a", "2", "b", "1");
    List<Refusal> refusals = new SubtableOwners("db").check(List.of(first, second), table, server);
    assertThat(refusals).extracting(Refusal::pending).containsExactly(second);
    assertThat(refusals.get(0).problem().reason()).isEqualTo(Reason.TAKEN);
  }

  @Test
  void digestsDoNotLetNamesAndValuesRunTogether() {
    assertThat(SubtableOwners.digest(Map.of("a", "1b", "c", "2")))
        .isNotEqualTo(SubtableOwners.digest(Map.of("a", "1", "bc", "2")))
        .isEqualTo(SubtableOwners.digest(new LinkedHashMap<>(Map.of("c", "2", "a", "1b"))));
  }

  @Test
  void whatIsForgottenInTheMiddleOfABatchIsCheckedNevertheless() throws SQLException {
    SubtableOwners owners = new SubtableOwners("db", 1);
    List<Pending> blocks =
        List.of(
            pending("s", "a", "1"),
            pending("t", "a", "2"),
            pending("u", "a", "3"),
            pending("s", "a", "4"),
            pending("t", "a", "2"),
            pending("u", "a", "5"));
    assertThat(owners.check(blocks, table, server))
        .extracting(Refusal::pending)
        .containsExactly(blocks.get(3), blocks.get(5));
    assertThat(owners.check(List.of(pending("s", "a", "4")), table, server)).hasSize(1);
    assertThat(owners.check(List.of(pending("s", "a", "1")), table, server)).isEmpty();
  }

  @Test
  void whatIsRememberedIsNotAskedForAgain() throws SQLException {
    SubtableOwners owners = new SubtableOwners("db");
    owners.check(List.of(pending("s", "a", "1"), pending("t", "b", "1")), table, server);
    owners.check(List.of(pending("t", "b", "1"), pending("s", "a", "1")), table, server);
    assertThat(server.creates).hasSize(1);
    assertThat(server.queries).isEqualTo(1);
  }

  @Test
  void aNameThatIsAnotherSupertablesCostsNoOtherSeries() throws SQLException {
    server.others.add("s2");
    List<Pending> blocks = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      blocks.add(pending("s" + i, "a", "" + i));
    }
    List<Refusal> refusals = new SubtableOwners("db").check(blocks, table, server);
    assertThat(refusals).extracting(Refusal::pending).containsExactly(blocks.get(2));
    assertThat(refusals.get(0).problem().reason()).isEqualTo(Reason.TAKEN);
    assertThat(refusals.get(0).problem().message()).contains("subtable 's2'", "'m'");
    assertThat(server.tags).containsOnlyKeys("s0", "s1", "s3", "s4");
  }

  /** 100 subtables of 10,000 bytes of tags, three bytes a character. */
  @Test
  void tagsThatAreLongMakeNoSqlThatIsTooLong() throws SQLException {
    TableModel wide = table.withTag(new TableColumn("a", TdType.VARCHAR, 10_000));
    List<Pending> blocks = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      blocks.add(pending("s" + i, "a", "€".repeat(3_333), "b", "" + i));
    }
    assertThat(new SubtableOwners("db").check(blocks, wide, server)).isEmpty();
    // A clause has 9,999 bytes and some; 50 of them are more than 500,000.
    assertThat(server.creates).hasSize(3);
  }

  /** A subtable that the server does not show has no known owner: nothing may pass. */
  @Test
  void withoutAnAnswerNothingIsWritten() {
    Sql silent =
        new Sql() {
          @Override
          public List<List<String>> query(String sql) {
            return List.of();
          }

          @Override
          public void execute(String sql) {}
        };
    SubtableOwners owners = new SubtableOwners("db");
    assertThatThrownBy(() -> owners.check(List.of(pending("s", "a", "1")), table, silent))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("subtable 's' of 'm' is not there");
  }
}
