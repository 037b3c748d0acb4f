package io.github.influx2tdengine.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.source.config.ReadRange;
import io.github.influx2tdengine.source.plan.Window;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With {@code ranges} the points named are read, once, and no others. */
class RangesIT {
  private static final long T = 1_767_225_600_000_000_000L;

  @ParameterizedTest(autoCloseArguments = false)
  @EnumSource
  void onlyTheSeriesAndTimesNamedAreRead(WholeBucketIT.Version version) {
    InfluxServer server = version.server();
    String bucket = "src_ranges";
    server.createBucket(bucket);
    for (int i = 0; i < 10; i++) {
      server.write(
          bucket,
          "m,host=a v=%d %d".formatted(i, T + i),
          "m,host=it's\\ \"b\"\\x,v=t v=%d %d".formatted(i, T + i),
          "m v=%d %d".formatted(i, T + i),
          "n,host=a v=%d %d".formatted(i, T + i),
          "other,host=a v=%d %d".formatted(i, T + i));
    }
    List<ReadRange> ranges =
        List.of(
            range("m", 3, 4, Tags.of("host", "a")),
            range("m", 5, 7, Tags.of("host", "it's \"b\"\\x", "v", "t")),
            range("m", 9, 10, Tags.none()),
            new ReadRange("n", new Window(T, T + 2), Optional.empty()));
    try (SourceRun run =
        SourceRun.on(server, bucket)
            .with("ranges", ReadRange.format(ranges), "end.time", "2026-02-01T00:00:00Z")) {
      run.start().untilFinished();
      assertThat(run.records)
          .extracting(SourceRecord::value)
          .containsExactlyInAnyOrder(
              "m,host=a v=3.0 " + (T + 3),
              "m,host=it's\\ \"b\"\\x,v=t v=5.0 " + (T + 5),
              "m,host=it's\\ \"b\"\\x,v=t v=6.0 " + (T + 6),
              // No condition picks the series without tags alone.
              "m v=9.0 " + (T + 9),
              "m,host=a v=9.0 " + (T + 9),
              "m,host=it's\\ \"b\"\\x,v=t v=9.0 " + (T + 9),
              "n,host=a v=0.0 " + T,
              "n,host=a v=1.0 " + (T + 1));
    } finally {
      server.dropBucket(bucket);
    }
  }

  private static ReadRange range(String measurement, long from, long to, Tags series) {
    return new ReadRange(measurement, new Window(T + from, T + to), Optional.of(series));
  }
}
