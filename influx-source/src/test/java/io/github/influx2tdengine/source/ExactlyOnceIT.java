package io.github.influx2tdengine.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.testkit.data.DemoData;
import io.github.influx2tdengine.testkit.data.TsbsCpu;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What reading, stopping and going on looks like to whoever stores the offsets. */
class ExactlyOnceIT {
  @ParameterizedTest(autoCloseArguments = false)
  @EnumSource
  void everyPollIsWholeWindowsAndOneTransaction(WholeBucketIT.Version version) {
    InfluxServer server = version.server();
    String bucket = "src_windows";
    TsbsCpu data = new TsbsCpu(20_000, 10, 3);
    server.createBucket(bucket);
    server.write(bucket, data.lines());
    try (SourceRun run =
        SourceRun.on(server, bucket)
            .with(
                "end.time", "2026-02-01T00:00:00Z",
                "record.format", "line",
                "window.points", "1000",
                "read.concurrency", "2")
            .start()) {
      run.untilFinished();
      assertThat(run.points().all()).isEqualTo(Points.ofLines(data.lines()).all());
      assertThat(run.points().repeated()).isZero();
      List<SourceRecord> lastOfPolls = new ArrayList<>();
      int end = 0;
      for (int polled : run.polls) {
        end += polled;
        lastOfPolls.add(run.records.get(end - 1));
      }
      assertThat(run.committed).isEqualTo(lastOfPolls);
      assertOffsetsAdvanceOnlyAtTheEndsOfWindows(run.records);
      assertThat(run.offsets.values())
          .as("the stored offset says that the run has finished")
          .containsExactly(Map.of("timestamp", "2026-02-01T00:00:00.000000000Z"));
    } finally {
      server.dropBucket(bucket);
    }
  }

  private static void assertOffsetsAdvanceOnlyAtTheEndsOfWindows(List<SourceRecord> records) {
    Map<Map<String, ?>, String> windowBegins = new HashMap<>();
    String latest = "";
    int windows = 0;
    for (SourceRecord record : records) {
      String offset = (String) record.sourceOffset().get("timestamp");
      String begin = windowBegins.get(record.sourcePartition());
      Instant time = Instant.ofEpochSecond(0, pointTime(record));
      if (begin == null || offset.equals(begin)) {
        windowBegins.put(record.sourcePartition(), offset);
        assertThat(time).isAfterOrEqualTo(Instant.parse(offset));
      } else {
        // The last record of a window: it carries the end, and a new window begins behind it.
        assertThat(time).isBefore(Instant.parse(offset));
        assertThat(offset).isGreaterThan(latest);
        latest = offset;
        windowBegins.remove(record.sourcePartition());
        windows++;
      }
    }
    assertThat(windowBegins).isEmpty();
    assertThat(windows).isGreaterThan(5);
  }

  private static long pointTime(SourceRecord record) {
    String line = (String) record.value();
    return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
  }

  @ParameterizedTest(autoCloseArguments = false)
  @EnumSource
  void stoppedAndStartedAgainWithOtherTasksEveryPointComesOnce(WholeBucketIT.Version version) {
    InfluxServer server = version.server();
    String bucket = "src_restarts";
    DemoData data = new DemoData(Instant.parse("2026-01-01T00:00:00Z"), 300);
    server.createBucket(bucket);
    server.write(bucket, data.lines());
    Points points = new Points();
    Map<Map<String, Object>, Map<String, Object>> offsets = new HashMap<>();
    boolean finished = false;
    try {
      for (int attempt = 0; !finished; attempt++) {
        assertThat(attempt).as("restarts").isLessThan(100);
        try (SourceRun run =
            SourceRun.on(server, bucket)
                .with(
                    "end.time", data.end().toString(),
                    "record.format", "struct",
                    "record.points.max", "7",
                    "window.points", "100",
                    "window.bytes", "1048576")) {
          run.offsets.putAll(offsets);
          run.start(1 + attempt % 3);
          for (int i = 0; i < 3; i++) {
            run.pollOnce();
          }
          finished =
              IntStream.range(0, run.taskCount())
                  .allMatch(task -> run.task(task).status().isFinished());
          run.records.forEach(record -> points.add(record.value()));
          offsets.putAll(run.offsets);
        }
      }
      assertThat(points.all()).isEqualTo(Points.ofLines(data.lines()).all());
      assertThat(points.repeated()).isZero();
    } finally {
      server.dropBucket(bucket);
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @EnumSource
  void aNanosecondThatMemoryCannotHoldGoesOutInParts(WholeBucketIT.Version version) {
    InfluxServer server = version.server();
    String bucket = "src_dense";
    long time = 1_767_225_600_000_000_000L;
    List<String> lines =
        IntStream.range(0, 6_000)
            .mapToObj(i -> "dense,id=series_number_" + i + " v=" + i + "i " + time)
            .toList();
    server.createBucket(bucket);
    server.write(bucket, lines);
    server.write(bucket, "dense,id=after v=1i " + (time + 1));
    try (SourceRun run =
        SourceRun.on(server, bucket)
            .with(
                "end.time", "2026-02-01T00:00:00Z",
                "record.format", "block",
                "record.points.max", "1000",
                "window.bytes", "1048576")
            .start()) {
      run.untilFinished();
      assertThat(run.points().size()).isEqualTo(6_001);
      assertThat(run.points().repeated()).isZero();
      assertThat(run.task(0).status().getWindowsInParts()).isEqualTo(1);
      assertThat(run.polls.size()).as("several transactions").isGreaterThan(5);
      assertThat(run.records.get(5_998).sourceOffset().get("timestamp"))
          .as("within the nanosecond the offset stays where it begins")
          .isEqualTo("2026-01-01T00:00:00.000000000Z");
      assertThat(run.records.get(5_999).sourceOffset().get("timestamp"))
          .isEqualTo("2026-01-01T00:00:00.000000001Z");
    } finally {
      server.dropBucket(bucket);
    }
  }
}
