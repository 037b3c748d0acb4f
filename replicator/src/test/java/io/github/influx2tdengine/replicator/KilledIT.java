package io.github.influx2tdengine.replicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.influx2tdengine.points.PackedBlock;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.replicator.embedded.KeptRecords;
import io.github.influx2tdengine.testkit.data.TsbsCpu;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.Pace;
import io.github.influx2tdengine.testkit.servers.Servers;
import io.github.influx2tdengine.testkit.servers.TdengineServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is killed while rows arrive, and run again, copies each point exactly once. */
class KilledIT {
  private static final String BUCKET = "replicator_killed";

  /** {@code -Dsoak=50} kills so often. */
  private static final int KILLS = Integer.getInteger("soak", 3);

  /** More than is read until a kill, so that each is in the middle. */
  private static final long POINTS_PER_KILL = Long.getLong("soak.points", 80_000);

  /** Points a second: slow enough to be killed in the middle, on a slow machine too. */
  private static final int SLOWLY = 6_000;

  private static final int QUICKLY = 100_000;

  /** {@code -Dversion=2} reads from InfluxDB 2.x. */
  private final InfluxServer influx =
      "2".equals(System.getProperty("version")) ? Servers.influx2() : Servers.influx1();

  private final TdengineServer tdengine = Servers.tdengine();
  private final TsbsCpu data = new TsbsCpu(KILLS * POINTS_PER_KILL, 100, 7);

  @TempDir Path temp;

  @BeforeEach
  void write() {
    influx.createBucket(BUCKET);
    influx.write(BUCKET, data.lines());
    tdengine.sql("DROP DATABASE IF EXISTS " + BUCKET);
  }

  @AfterEach
  void clean() {
    influx.dropBucket(BUCKET);
    tdengine.sql("DROP DATABASE IF EXISTS " + BUCKET);
  }

  @Test
  void everyPointArrivesOnceThoughTheProcessIsKilled() throws Exception {
    Assumptions.assumeFalse(Pace.overloaded(), () -> Pace.leftOut("KilledIT"));
    System.out.println(KILLS + " kills; -Dsoak=N makes them N");
    for (int i = 0; i < KILLS; i++) {
      try (Launched run = start(SLOWLY)) {
        long before = rows();
        await()
            .atMost(Duration.ofMinutes(10))
            .pollInterval(Duration.ofMillis(100))
            .failFast("the run lives until it is killed", run::assertAlive)
            .until(() -> rows() > before);
        run.kill();
      }
      assertThat(rows()).as("killed in the middle").isLessThan(data.points());
    }
    try (Launched run = start(QUICKLY)) {
      assertThat(run.exitCode(900)).as(run.err()).isZero();
      assertThat(run.lastLine()).contains("\"refused\":0");
    }
    assertThat(rows()).isEqualTo(data.points());
    assertThat(sum("usage_user")).isCloseTo(expectedSum(0), rounding());
    assertThat(sum("usage_guest_nice")).isCloseTo(expectedSum(9), rounding());
    assertEqualByVerify();
    assertEachPointOnceInTheTopic();
  }

  /** The server adds up in another order. */
  private static Percentage rounding() {
    return Percentage.withPercentage(1e-9);
  }

  private Launched start(int pointsPerSecond) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("replicate"));
    arguments.addAll(Launched.connection(influx, BUCKET, tdengine, BUCKET));
    arguments.addAll(List.of("--begin", data.begin().toString(), "--end", data.end().toString()));
    arguments.addAll(List.of("--data-dir", temp.resolve("data").toString()));
    arguments.addAll(List.of("--keep-records", "--json", "--min-free-mb", "64"));
    arguments.addAll(List.of("--source", "points.per.second.max=" + pointsPerSecond));
    // Short enough to be many.
    arguments.addAll(List.of("--source", "window.points=5000"));
    return Launched.start(temp, Launched.secrets(influx, tdengine), arguments);
  }

  private long rows() {
    try {
      return ((Number) tdengine.sql("SELECT COUNT(*) FROM " + BUCKET + ".`cpu`").single())
          .longValue();
    } catch (IllegalStateException notYetMade) {
      return 0;
    }
  }

  private double sum(String field) {
    return ((Number) tdengine.sql("SELECT SUM(`" + field + "`) FROM " + BUCKET + ".`cpu`").single())
        .doubleValue();
  }

  private double expectedSum(int field) {
    double sum = 0;
    for (long point = 0; point < data.points(); point++) {
      sum += data.value((int) (point % data.series()), point / data.series(), field);
    }
    return sum;
  }

  private void assertEqualByVerify() throws Exception {
    List<String> arguments = new ArrayList<>(List.of("verify"));
    arguments.addAll(Launched.connection(influx, BUCKET, tdengine, BUCKET));
    arguments.addAll(List.of("--begin", data.begin().toString(), "--end", data.end().toString()));
    try (Launched verify = Launched.start(temp, Launched.secrets(influx, tdengine), arguments)) {
      assertThat(verify.exitCode(600)).as(verify.out() + verify.err()).isZero();
    }
  }

  private void assertEachPointOnceInTheTopic() throws Exception {
    Map<String, Set<Long>> times = new HashMap<>();
    long[] points = {0};
    KeptRecords.readCommitted(
        temp.resolve("data"),
        "influx." + BUCKET,
        value -> {
          SeriesBlock block = PackedBlock.fromMessage(value).unpack();
          Set<Long> seen = times.computeIfAbsent(block.series().toString(), key -> new HashSet<>());
          for (int row = 0; row < block.rows(); row++) {
            assertThat(seen.add(block.time(row))).as("%s twice", block.series()).isTrue();
            points[0]++;
          }
        });
    assertThat(points[0]).isEqualTo(data.points());
  }
}
