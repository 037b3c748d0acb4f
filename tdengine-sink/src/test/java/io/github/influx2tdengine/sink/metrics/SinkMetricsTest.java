package io.github.influx2tdengine.sink.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class SinkMetricsTest {
  private static SinkMetrics metrics() {
    return new SinkMetrics(() -> 0, () -> 0, () -> "");
  }

  @Test
  void aTaskThatClosesLateLeavesTheBeanOfTheOneThatReplacedIt() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name =
        new ObjectName("io.github.influx2tdengine:type=sink,connector=replaced,task=0");
    SinkMetrics old = metrics();
    old.register("replaced", "0");
    old.record();
    try (SinkMetrics replacement = metrics()) {
      replacement.register("replaced", "0");
      old.close();
      assertThat(server.isRegistered(name)).isTrue();
      assertThat(server.getAttribute(name, "Records")).isEqualTo(0L);
    }
    assertThat(server.isRegistered(name)).isFalse();
    // Once more does no harm.
    old.close();
  }
}
