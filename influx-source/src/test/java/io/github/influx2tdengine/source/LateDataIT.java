package io.github.influx2tdengine.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.testkit.servers.InfluxServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Points that come behind the watermark are found, and what has not changed is not emitted again.
 */
class LateDataIT {
  private static final long MINUTE = 60_000_000_000L;

  @ParameterizedTest(autoCloseArguments = false)
  @EnumSource
  void lateAndOverwrittenPointsAreEmittedAndNothingElse(WholeBucketIT.Version version) {
    InfluxServer server = version.server();
    String bucket = "src_late";
    long now = Instant.now().getEpochSecond() * 1_000_000_000L;
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      lines.add("late,host=a v=" + i + " " + (now - i * MINUTE / 2 - MINUTE));
    }
    server.createBucket(bucket);
    server.write(bucket, lines);
    try (SourceRun run =
        SourceRun.on(server, bucket)
            .with(
                "begin.time", "earliest",
                "delay.ms", "100",
                "poll.interval.ms", "100",
                "load.max", "1",
                "lookback.ms", "7200000",
                "lookback.interval.ms", "1000")
            .start()) {
      run.until(() -> run.records.size() == 60);
      long windows = run.task(0).status().getWindows();
      run.until(() -> run.task(0).status().getWindows() > windows + 20);
      assertThat(run.records).as("nothing has changed").hasSize(60);

      server.write(bucket, "late,host=b v=1 " + (now - 20 * MINUTE));
      run.until(() -> run.task(0).status().getLateWindows() > 0);
      String newest = "late,host=a v=0.5 " + (now - MINUTE);
      server.write(bucket, newest);
      run.until(() -> run.records.stream().anyMatch(record -> record.value().equals(newest)));

      lines.set(0, newest);
      lines.add("late,host=b v=1 " + (now - 20 * MINUTE));
      assertThat(run.points().all()).isEqualTo(Points.ofLines(lines.stream()).all());
      String offset = run.offsets.values().iterator().next().get("timestamp").toString();
      assertThat(Instant.parse(offset))
          .as("late points do not move the offset back")
          .isAfter(Instant.ofEpochSecond(0, now - MINUTE));
      long found = run.task(0).status().getLateWindows();
      long after = run.task(0).status().getWindows();
      run.until(() -> run.task(0).status().getWindows() > after + 20);
      assertThat(run.task(0).status().getLateWindows()).as("emitted once").isEqualTo(found);
    } finally {
      server.dropBucket(bucket);
    }
  }
}
