package io.github.influx2tdengine.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.testkit.data.HardData;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.Servers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A bucket comes out as it went in: every point, every value in its own type. */
class WholeBucketIT {
  enum Version {
    V1,
    V2;

    InfluxServer server() {
      return this == V1 ? Servers.influx1() : Servers.influx2();
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @EnumSource
  void hardDataComesOutAsItWentIn(Version version) {
    InfluxServer server = version.server();
    String bucket = "src_hard";
    // InfluxDB reads the field key \" as ", which line protocol's description does not say.
    List<String> lines =
        new HardData(1, version == Version.V2)
            .lines()
            .filter(line -> !line.contains(" \\\"="))
            .toList();
    server.createBucket(bucket);
    server.write(bucket, lines);
    try (SourceRun run =
        SourceRun.on(server, bucket)
            .with(
                "end.time",
                "2262-01-01T00:00:00Z",
                "record.format",
                "block",
                "record.points.max",
                "100")
            .start(2)) {
      run.untilFinished();
      assertEqual(run.points(), Points.ofLines(lines.stream()));
      assertThat(run.points().repeated()).as("points that came twice").isZero();
    } finally {
      server.dropBucket(bucket);
    }
  }

  private static void assertEqual(Points actual, Points expected) {
    Map<String, Map<String, Object>> missing = new java.util.TreeMap<>(expected.all());
    missing.entrySet().removeAll(actual.all().entrySet());
    Map<String, Map<String, Object>> extra = new java.util.TreeMap<>(actual.all());
    extra.entrySet().removeAll(expected.all().entrySet());
    assertThat(missing.entrySet().stream().limit(20)).as("missing or different").isEmpty();
    assertThat(extra.entrySet().stream().limit(20)).as("made up").isEmpty();
  }
}
