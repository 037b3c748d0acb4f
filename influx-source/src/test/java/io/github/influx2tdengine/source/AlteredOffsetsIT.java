package io.github.influx2tdengine.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.influx2tdengine.testkit.servers.InfluxServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a user sets as offsets is what the tasks begin at; what none would find is refused. */
class AlteredOffsetsIT {
  private static final String BUCKET = "src_altered";
  private static final List<String> LINES =
      List.of(
          "cpu,host=a usage=1 1767225600000000000",
          "cpu,host=a usage=2 1767225660000000000",
          "cpu,host=a usage=3 1767225720000000000");

  private static boolean alter(
      SourceRun run, Map<String, Object> partition, Map<String, ?> offset) {
    Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
    offsets.put(partition, offset);
    return new InfluxSourceConnector().alterOffsets(run.settings, offsets);
  }

  @ParameterizedTest(autoCloseArguments = false)
  @EnumSource
  void readingBeginsWhereTheUserSaysAndNoOffsetGoesWhereNoneWouldBeFound(
      WholeBucketIT.Version version) {
    InfluxServer server = version.server();
    server.createBucket(BUCKET);
    server.write(BUCKET, LINES);
    try (SourceRun run =
        SourceRun.on(server, BUCKET).with("end.time", "2026-02-01T00:00:00Z").start()) {
      run.untilFinished();
      assertThat(run.records).hasSize(3);
      run.stop();

      Map<String, Object> partition = run.offsets.keySet().iterator().next();
      Map<String, Object> offset = Map.of("timestamp", "2026-01-01T00:01:00Z");
      assertThat(alter(run, partition, offset)).isTrue();
      run.offsets.put(partition, new HashMap<>(offset));
      run.start().untilFinished();
      assertThat(run.points().repeated()).isEqualTo(2);
      assertThat(run.records).hasSize(5);

      for (String key : List.of("server", "bucket")) {
        Map<String, Object> foreign = new HashMap<>(partition);
        foreign.put(key, "another");
        assertThatThrownBy(() -> alter(run, foreign, offset))
            .isInstanceOf(ConnectException.class)
            .hasMessageContaining("of another " + key)
            .hasMessageContaining((String) partition.get(key));
        assertThat(alter(run, foreign, null)).as("what was left behind can be forgotten").isTrue();
      }
      assertThatThrownBy(() -> alter(run, partition, Map.of("timestamp", "yesterday")))
          .hasMessageContaining("RFC 3339");
    } finally {
      server.dropBucket(BUCKET);
    }
  }
}
