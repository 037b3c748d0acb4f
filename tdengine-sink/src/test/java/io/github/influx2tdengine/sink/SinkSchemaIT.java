package io.github.influx2tdengine.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.influx2tdengine.sink.config.SinkConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinkSchemaIT {
  /** A value of each type in line protocol, and as TDengine shows it. */
  private static final Map<String, List<String>> VALUES =
      Map.of(
          "float", List.of("1.5", "1.5"),
          "integer", List.of("-7i", "-7"),
          "unsigned", List.of("18446744073709551615u", "18446744073709551615"),
          "boolean", List.of("true", "true"),
          "string", List.of("\"x\"", "x"));

  private static Harness sink() {
    return new Harness(TestTdengine.jdbcUrl());
  }

  static Stream<Arguments> pairs() {
    return VALUES.keySet().stream()
        .sorted()
        .flatMap(
            first ->
                VALUES.keySet().stream()
                    .sorted()
                    .filter(second -> !second.equals(first))
                    .map(second -> Arguments.of(first, second)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aFieldThatChangesItsTypeKeepsEveryValue(String first, String second) {
    try (Harness sink = sink().with(SinkConfig.DATABASE_OPTIONS, "VGROUPS 1").start()) {
      sink.lines("m,t=1 f=" + VALUES.get(first).get(0) + " 1");
      sink.lines("m,t=1 f=" + VALUES.get(second).get(0) + " 2");
      assertThat(sink.query("SELECT f, f_" + second + " FROM m ORDER BY _ts"))
          .containsExactly(
              Arrays.asList(VALUES.get(first).get(1), null),
              Arrays.asList(null, VALUES.get(second).get(1)));
    }
  }

  @Test
  void widenWritesIntegersToADoubleColumnWhereThatIsExact() {
    try (Harness sink = sink().with(SinkConfig.TYPE_CONFLICT, "widen").start()) {
      sink.lines("m,t=1 f=1.5 1", "m,t=1 f=7i 2", "m,t=1 f=9007199254740993i 3");
      assertThat(sink.query("SELECT f, f_integer FROM m ORDER BY _ts"))
          .containsExactly(
              Arrays.asList("1.5", null),
              Arrays.asList("7.0", null),
              Arrays.asList(null, "9007199254740993"));
    }
  }

  @Test
  void failRefusesTheRow() {
    try (Harness sink = sink().with(SinkConfig.TYPE_CONFLICT, "fail").start()) {
      sink.lines("m,t=1 f=1.5 1", "m,t=1 f=7i 2", "m,t=1 f=2 3");
      assertThat(sink.query("SELECT f FROM m ORDER BY _ts"))
          .containsExactly(List.of("1.5"), List.of("2.0"));
      assertThat(sink.context.deadLetters)
          .extracting(SinkRecord::value)
          .containsExactly("m,t=1 f=7i 2");
    }
  }

  /** Under a template without {hash} subtables are made before the rows are sent. */
  @Test
  void aSubtableOfAnotherSupertableCostsOnlyItsOwnRows() {
    try (Harness sink =
        sink().with(SinkConfig.WRITERS, "1").with(SinkConfig.SUBTABLE_NAME, "m_{tag.t}").start()) {
      String database = "`" + sink.database + "`.";
      sink.execute(
          "CREATE STABLE " + database + "theirs (ts TIMESTAMP, v DOUBLE) TAGS (t NCHAR(8))",
          "CREATE TABLE " + database + "m_2 USING " + database + "theirs TAGS ('2')");
      sink.lines("m,t=1 v=1 1", "m,t=2 v=2 1", "m,t=3 v=3 1", "m,t=2 v=4 2");
      assertThat(sink.query("SELECT v FROM m ORDER BY v"))
          .containsExactly(List.of("1.0"), List.of("3.0"));
      assertThat(sink.query("SELECT v FROM theirs")).isEmpty();
      assertThat(sink.context.deadLetters)
          .extracting(SinkRecord::value)
          .containsExactlyInAnyOrder("m,t=2 v=2.0 1", "m,t=2 v=4.0 2");
      assertThat(sink.context.deadLetters.get(0).headers().lastWithName("influx2tdengine.reason"))
          .extracting(Header::value)
          .isEqualTo("taken");
    }
  }

  @Test
  void severalTasksEvolveOneTableAtTheSameTime() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Harness first = sink()) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int task = 0; task < 4; task++) {
        int id = task;
        tasks.add(
            () -> {
              try (Harness sink = sink().with(SinkConfig.DATABASE, first.database).start()) {
                for (int i = 0; i < 8; i++) {
                  sink.lines(
                      "m,task=%d,tag%d=x same%d=1,own%d_%d=2i,s=\"%s\" %d"
                          .formatted(id, i, i, id, i, "y".repeat(1 << i), i + 1));
                }
                assertThat(sink.context.deadLetters).isEmpty();
              }
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
      // Time, 8 shared, 4 × 8 own and the text; 8 tags and the task's.
      assertThat(first.query("DESCRIBE m")).hasSize(1 + 8 + 32 + 1 + 9);
      assertThat(first.query("SELECT COUNT(*), COUNT(s) FROM m"))
          .containsExactly(List.of("32", "32"));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void withoutEvolutionTheErrorIsTheSqlToRun() {
    try (Harness sink = sink().with(SinkConfig.AUTO_EVOLVE, "false").start()) {
      sink.lines("m,t=1 f=1.5 1");
      sink.task.put(List.of(sink.line("m,t=1 g=1i 1")));
      assertThatThrownBy(sink::awaitCommitted)
          .hasStackTraceContaining(
              "auto.evolve: supertable 'm' must be changed; run: ALTER STABLE `"
                  + sink.database
                  + "`.`m` ADD COLUMN `g` BIGINT");
    }
  }

  /** Whether a bad row comes in the batch that makes the table or in a later one. */
  @ParameterizedTest
  @ValueSource(ints = {10_000, 700})
  void ofTenThousandRowsOnlyTheHundredBadOnesAreRefused(int batchRows) {
    try (Harness sink =
        sink()
            .with(SinkConfig.BATCH_ROWS, Integer.toString(batchRows))
            .with(SinkConfig.LINGER, "60000")
            .start()) {
      sink.lines(TenKinds.lines(10_000).toArray(new String[0]));
      assertThat(sink.query("SELECT COUNT(*) FROM m")).containsExactly(List.of("9900"));
      Map<Object, Integer> reasons = new HashMap<>();
      for (SinkRecord letter : sink.context.deadLetters) {
        reasons.merge(
            letter.headers().lastWithName("influx2tdengine.reason").value(), 1, Integer::sum);
      }
      assertThat(reasons)
          .containsOnly(
              Map.entry("format", 60),
              Map.entry("text", 10),
              Map.entry("tags", 10),
              Map.entry("time", 10),
              Map.entry("expired", 10));
    }
  }

  @Test
  void whatTheTaskDidIsShownThroughJmxAndAsPluginMetrics() {
    try (Harness sink = sink().start()) {
      sink.lines("m,t=1 v=1 1", "m,t=1 v=2 2", "nonsense");
      assertThat(sink.metric("Rows")).isEqualTo(2L);
      assertThat(sink.metric("Refused")).isEqualTo(1L);
      assertThat(sink.metric("Waiting")).isEqualTo("");
      assertThat((Long) sink.metric("LagMs")).isPositive();
      assertThat(sink.metric("SchemaChanges")).isEqualTo(1L);
      assertThat(sink.context.pluginMetric("records-total")).isEqualTo(3);
      assertThat(sink.context.pluginMetric("rows-total")).isEqualTo(2);
      assertThat(sink.context.pluginMetric("refused-rows-total")).isEqualTo(1);
      assertThat(sink.context.pluginMetric("schema-changes-total")).isEqualTo(1);
      assertThat(sink.context.pluginMetric("waiting")).isZero();
    }
  }
}
