package io.github.influx2tdengine.source.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourcePositionTest {
  private static Map<String, Object> partition() {
    return SourcePosition.partition("http://influx:8086", "db/rp", "cpu");
  }

  @Test
  void partitionsArePlainHashMaps() {
    // Connect finds offsets by the serialised bytes, and reads maps back as HashMap.
    assertThat(partition().getClass()).isEqualTo(HashMap.class);
    assertThat(partition())
        .containsOnly(
            Map.entry("server", "http://influx:8086"),
            Map.entry("bucket", "db/rp"),
            Map.entry("measurement", "cpu"));
  }

  @Test
  void offsetsAreTimesWithNanoseconds() {
    assertThat(SourcePosition.offset(1))
        .containsOnly(Map.entry("timestamp", "1970-01-01T00:00:00.000000001Z"));
    assertThat(SourcePosition.time(SourcePosition.offset(1))).hasValue(1);
    assertThat(SourcePosition.time(Map.of("timestamp", 17L))).hasValue(17);
    assertThat(SourcePosition.time(null)).isEmpty();
  }

  @Test
  void keysMayComeInAnyOrder() {
    Map<String, Object> swapped = new LinkedHashMap<>();
    swapped.put("measurement", "cpu");
    swapped.put("server", "s");
    swapped.put("bucket", "b");
    SourcePosition.check(swapped, Map.of("timestamp", "2026-01-01T00:00:00Z"));
    SourcePosition.check(swapped, Map.of("timestamp", 0L));
    SourcePosition.check(swapped, null);
  }

  @Test
  void whatNoTaskWouldFindIsRefused() {
    assertThatThrownBy(() -> SourcePosition.check(Map.of("bucket", "b"), null))
        .hasMessageContaining("exactly server, bucket and measurement");
    assertThatThrownBy(
            () -> SourcePosition.check(partition(), Map.of("timestamp", "2026-01-01T00:00:00")))
        .hasMessageContaining("with a zone");
    assertThatThrownBy(() -> SourcePosition.check(partition(), Map.of("time", 1L)))
        .hasMessageContaining("timestamp and nothing else");
    assertThatThrownBy(() -> SourcePosition.check(partition(), Map.of("timestamp", 1.5)))
        .hasMessageContaining("neither");
  }
}
