package io.github.influx2tdengine.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.testkit.servers.InfluxServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reading goes on behind the writers. */
class FollowingIT {
  private static SourceRun following(InfluxServer server, String bucket) {
    return SourceRun.on(server, bucket)
        .with(
            "begin.time", Instant.now().minusSeconds(3_600).toString(),
            "delay.ms", "100",
            "poll.interval.ms", "100",
            "load.max", "1",
            "lookback.ms", "0",
            "discovery.interval.ms", "1000");
  }

  private static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  @ParameterizedTest(autoCloseArguments = false)
  @EnumSource
  void newPointsArriveAndIdleMeasurementsKeepTheirPlace(WholeBucketIT.Version version) {
    InfluxServer server = version.server();
    String bucket = "src_following";
    server.createBucket(bucket);
    server.write(bucket, "idle,host=a v=1 " + (now() - 1_000_000_000_000L));
    server.write(bucket, "busy,host=a v=1 " + (now() - 1_000_000_000L));
    try (SourceRun run = following(server, bucket).start()) {
      run.until(() -> run.records.size() == 2);
      for (int i = 3; i < 6; i++) {
        int expected = i;
        server.write(bucket, "busy,host=a v=" + i + " " + now());
        run.until(() -> run.records.size() == expected);
      }
      assertThat(run.task(0).status().isFinished()).isFalse();
      Map<String, String> watermarks = run.task(0).status().getWatermarks();
      assertThat(Instant.parse(watermarks.get("idle"))).isAfter(Instant.now().minusSeconds(20));
      assertThat(run.task(0).status().getLagMs()).isLessThan(20_000);
    } finally {
      server.dropBucket(bucket);
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @EnumSource
  void aMeasurementThatAppearsGetsATask(WholeBucketIT.Version version) {
    InfluxServer server = version.server();
    String bucket = "src_discovery";
    server.createBucket(bucket);
    server.write(bucket, "first,host=a v=1 " + (now() - 1_000_000_000L));
    try (SourceRun run = following(server, bucket).start()) {
      assertThat(run.reconfigurations).isZero();
      server.write(bucket, "second,host=a v=1 " + (now() - 1_000_000_000L));
      Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> run.reconfigurations > 0);
    } finally {
      server.dropBucket(bucket);
    }
  }
}
