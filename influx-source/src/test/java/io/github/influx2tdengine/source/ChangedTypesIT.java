package io.github.influx2tdengine.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.Servers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A field whose type changed comes out with every value in its own type. */
class ChangedTypesIT {
  private static final long DAY = 86_400_000_000_000L;
  private static final long WEEK = 7 * DAY;

  /** 2026-01-05, a Monday. */
  private static final long MONDAY = 1_767_571_200_000_000_000L;

  private static final Map<String, List<String>> VALUES =
      Map.of(
          "float", List.of("1.5", "2", "0", "-0", "9007199254740992", "1e300"),
          "integer", List.of("3i", "0i", "9007199254740993i", "-9223372036854775808i", "-4i"),
          "unsigned", List.of("3u", "0u", "18446744073709551615u", "9223372036854775808u"),
          "boolean", List.of("true", "false"),
          "string", List.of("\"text\"", "\"\"", "\"3\""));

  static Stream<Arguments> pairs() {
    List<Arguments> pairs = new ArrayList<>();
    for (InfluxServer server : List.of(Servers.influx1(), Servers.influx2())) {
      for (String one : VALUES.keySet()) {
        for (String other : VALUES.keySet()) {
          boolean unsigned = one.equals("unsigned") || other.equals("unsigned");
          // Telling these apart takes arithmetic in the server, which the stand-in has not.
          boolean both = unsigned && (one.equals("integer") || other.equals("integer"));
          boolean possible =
              !(server.version() == 1 && unsigned)
                  && !(both && server.description().contains("stand-in"));
          if (!one.equals(other) && possible) {
            pairs.add(Arguments.of(server, one, other));
          }
        }
      }
    }
    return pairs.stream();
  }

  /** Weeks of one type, then of the other, then of the first again; a field {@code f_1} beside. */
  // Not closed after each test, as JUnit would with arguments that can be: all tests share it.
  @ParameterizedTest(name = "{0}: {1}, {2}", autoCloseArguments = false)
  @MethodSource("pairs")
  void anyPairOfTypes(InfluxServer server, String one, String other) {
    List<String> lines = new ArrayList<>();
    List<String> types = List.of(one, other, one);
    for (int week = 0; week < types.size(); week++) {
      long time = MONDAY + week * WEEK;
      for (String value : VALUES.get(types.get(week))) {
        lines.add("changed,host=a f=" + value + ",f_1=" + week + ",steady=1i " + time);
        lines.add("changed,host=b f=" + value + " " + time);
        time += DAY / 2 + 1;
      }
    }
    assertComeOutAsTheyWentIn(server, "src_pair", lines);
  }

  @Test
  void allTypesInShardsOfSeveralDurations() {
    InfluxServer server = Servers.influx1();
    String bucket = "src_durations";
    List<String> early = new ArrayList<>();
    List<String> late = new ArrayList<>();
    // Days of their own shards, and a week's shard over them that came later.
    early.add("m f=\"text\" " + (MONDAY + DAY));
    early.add("m f=7i " + (MONDAY + 2 * DAY));
    early.add("m f=9007199254740993i " + (MONDAY + 2 * DAY + 1));
    early.add("m f=true " + (MONDAY + 3 * DAY));
    late.add("m f=1.25 " + (MONDAY + 5 * DAY));
    late.add("m f=0.5 " + (MONDAY + 6 * DAY));
    server.createBucket(bucket);
    server.query(bucket, "ALTER RETENTION POLICY autogen ON " + bucket + " SHARD DURATION 1d");
    server.write(bucket, early);
    server.query(bucket, "ALTER RETENTION POLICY autogen ON " + bucket + " SHARD DURATION 7d");
    server.write(bucket, late);
    List<String> lines = new ArrayList<>(early);
    lines.addAll(late);
    assertRead(server, bucket, lines);
  }

  private static void assertComeOutAsTheyWentIn(
      InfluxServer server, String bucket, List<String> lines) {
    server.createBucket(bucket);
    server.write(bucket, lines);
    assertRead(server, bucket, lines);
  }

  private static void assertRead(InfluxServer server, String bucket, List<String> lines) {
    try (SourceRun run =
        SourceRun.on(server, bucket)
            .with(
                "end.time", "2026-03-01T00:00:00Z",
                "record.format", "block",
                "record.points.max", "1000")
            .start()) {
      run.untilFinished();
      assertThat(run.points().all()).isEqualTo(Points.ofLines(lines.stream()).all());
      assertThat(run.points().repeated()).isZero();
    } finally {
      server.dropBucket(bucket);
    }
  }
}
