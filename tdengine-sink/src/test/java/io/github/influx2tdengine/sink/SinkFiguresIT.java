package io.github.influx2tdengine.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.sink.config.SinkConfig;
import io.github.influx2tdengine.sink.write.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What docs/performance.md claims of the sink, measured against the driver itself in the same run.
 *
 * <p>{@code -Dfigures=1000000} with {@code TDENGINE_URL} measures that many rows and holds the sink
 * to its figures. Without them a few rows show that the measuring works; figures mean nothing then.
 */
class SinkFiguresIT {
  private static final int ROWS = Integer.getInteger("figures", 0);
  private static final int ROUNDS = Integer.getInteger("figures.rounds", 3);
  private static final int FEW_ROWS = 20_000;

  private final String url = TestTdengine.jdbcUrl();
  private final String database = "figures_" + ProcessHandle.current().pid();
  private final DriverWriting driver = new DriverWriting(url, database);
  private final SinkWriting sink = new SinkWriting(url, database);
  private final Map<String, List<Double>> seconds = new TreeMap<>();

  @BeforeEach
  void create() throws Exception {
    if (ROWS == 0) {
      say("only %d rows; -Dfigures=1000000 measures".formatted(FEW_ROWS));
    }
    driver.create(2);
  }

  @AfterEach
  void drop() throws Exception {
    driver.drop();
  }

  private static void say(String line) {
    System.out.println("figures: " + line);
  }

  private static int rows() {
    return ROWS == 0 ? FEW_ROWS : ROWS;
  }

  private void took(String what, double time) {
    took(what, time, rows());
  }

  private void took(String what, double time, int rows) {
    seconds.computeIfAbsent(what, key -> new ArrayList<>()).add(time);
    say(String.format(Locale.ROOT, "%-28s %6.2f s %9.0f rows/s", what, time, rows / time));
  }

  /** How many times as fast as the other: the median of the rounds. */
  private double speed(String what, String other) {
    List<Double> times = seconds.get(what);
    List<Double> others = seconds.get(other);
    double[] ratios = new double[times.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = others.get(i) / times.get(i);
    }
    Arrays.sort(ratios);
    double median = ratios[ratios.length / 2];
    say(
        String.format(
            Locale.ROOT,
            "%s is %.2f times as fast as %s (%.2f to %.2f)",
            what,
            median,
            other,
            ratios[0],
            ratios[ratios.length - 1]));
    return median;
  }

  private long count(String table) throws Exception {
    SinkConfig config =
        new SinkConfig(
            Map.of(
                "name",
                "count",
                SinkConfig.URL,
                url,
                SinkConfig.USER,
                "root",
                SinkConfig.PASSWORD,
                "taosdata",
                SinkConfig.DATABASE,
                database));
    try (Session session = Session.openDatabase(config)) {
      return Long.parseLong(session.query("SELECT COUNT(*) FROM " + table).get(0).get(0));
    }
  }

  @Test
  void rowsPerSecond() throws Exception {
    Load load = new Load(100, rows(), ROWS == 0 ? 100 : 1_000);
    for (int round = 0; round < ROUNDS; round++) {
      for (int writers = 1; writers <= 2; writers++) {
        driver.create(2);
        took("driver, " + writers, driver.columnar(load, writers));
        took(
            "block, " + writers,
            sink.seconds(load, SinkWriting.Layout.BLOCK, "block", writers, rows()));
        took(
            "lines, " + writers,
            sink.seconds(load, SinkWriting.Layout.LINES, "lines", writers, rows()));
        took(
            "line, " + writers,
            sink.seconds(load, SinkWriting.Layout.LINE, "line", writers, rows()));
        if (round == 0) {
          took("writeRaw, " + writers, driver.raw(load, writers));
          assertThat(count("raw")).isEqualTo(rows());
        }
        for (String table : List.of("driver", "block", "lines", "line")) {
          assertThat(count(table)).as(table).isEqualTo(rows());
        }
      }
    }
    for (int writers = 1; writers <= 2; writers++) {
      double block = speed("block, " + writers, "driver, " + writers);
      double lines = speed("lines, " + writers, "driver, " + writers);
      speed("line, " + writers, "driver, " + writers);
      if (ROWS > 0) {
        assertThat(block).isGreaterThan(0.8);
        assertThat(lines).isGreaterThan(0.5);
      }
    }
  }

  /** 10,000 rows, a record each, of which a hundred are refused in ten ways. */
  @Test
  void aBatchWithBadRows() {
    for (int round = 0; round < Math.max(5, ROUNDS); round++) {
      took("clean", written(TenKinds.clean(10_000), 0), 10_000);
      took("with bad rows", written(TenKinds.lines(10_000), 100), 10_000);
    }
    double slower = speed("clean", "with bad rows");
    if (ROWS > 0) {
      assertThat(slower).isLessThan(2);
    }
  }

  private double written(List<String> lines, int bad) {
    try (Harness harness =
        new Harness(url).with(SinkConfig.BATCH_ROWS, "10000").with(SinkConfig.LINGER, "100")) {
      harness.start();
      // The connection and the table are there before the clock runs.
      harness.lines("m,t=1 v=1,s=\"first\" 1");
      long begun = System.nanoTime();
      harness.lines(lines.toArray(new String[0]));
      double seconds = (System.nanoTime() - begun) / 1e9;
      assertThat(harness.context.deadLetters).hasSize(bad);
      return seconds;
    }
  }

  /** As many subtables as rows, and 1,000 subtables; the JVM's own -Xmx is the limit of memory. */
  @Test
  void manySubtables() throws Exception {
    int slice = Math.min(rows(), 50_000);
    for (int round = 0; round < Math.max(1, ROUNDS / 3); round++) {
      driver.create(2);
      took("driver, 1,000 subtables", driver.columnar(new Load(1_000, rows(), 10), 1));
      Load few = new Load(1_000, rows(), 1);
      took("sink, 1,000 subtables", sink.seconds(few, SinkWriting.Layout.BLOCK, "few", 1, slice));
      assertThat(count("few")).isEqualTo(rows());
      driver.create(2);
      Load many = new Load(rows(), rows(), 1);
      took("driver, a subtable a row", driver.columnar(many, 1));
      driver.create(2);
      took(
          "sink, a subtable a row", sink.seconds(many, SinkWriting.Layout.BLOCK, "many", 1, slice));
      assertThat(count("many")).isEqualTo(rows());
    }
    double few = speed("sink, 1,000 subtables", "driver, 1,000 subtables");
    double many = speed("sink, a subtable a row", "driver, a subtable a row");
    Runtime runtime = Runtime.getRuntime();
    say(
        String.format(
            Locale.ROOT,
            "for a row of its own subtable the sink costs %.2f times what it costs for one of"
                + " 1,000, both in terms of the driver; heap of %d MB",
            few / many,
            runtime.maxMemory() >> 20));
    if (ROWS > 0) {
      assertThat(few / many).isLessThan(2);
    }
  }
}
