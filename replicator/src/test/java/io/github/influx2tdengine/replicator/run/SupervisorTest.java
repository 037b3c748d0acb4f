package io.github.influx2tdengine.replicator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.replicator.run.Supervisor.Advice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo.ConnectorState;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo.TaskState;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorType;
import org.junit.jupiter.api.Test;

class SupervisorTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final String FAILURE =
      "org.apache.kafka.connect.errors.ConnectException: InfluxDB went away\n\tat x.Y.z(Y.java:1)";

  private final Supervisor supervisor = new Supervisor();

  @Test
  void aRunningConnectorIsLeftAlone() {
    assertThat(supervisor.look(running(), 0)).isInstanceOf(Advice.Go.class);
  }

  @Test
  void aFailedTaskIsRestartedLaterEachTime() {
    List<Long> waits = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < 8; i++) {
      long failed = now;
      assertThat(supervisor.look(failed(FAILURE), now)).isInstanceOf(Advice.Go.class);
      Advice advice;
      do {
        now += SECOND / 2;
        advice = supervisor.look(failed(FAILURE), now);
      } while (advice instanceof Advice.Go);
      assertThat(advice).isEqualTo(new Advice.Restart(i + 1, "InfluxDB went away"));
      waits.add((now - failed) / SECOND);
      supervisor.look(running(), now);
    }
    assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
  }

  @Test
  void aCalmMinuteMakesTheNextRestartQuickAgain() {
    supervisor.look(failed(FAILURE), 0);
    supervisor.look(failed(FAILURE), 2 * SECOND);
    supervisor.look(running(), 70 * SECOND);
    supervisor.look(failed(FAILURE), 71 * SECOND);
    assertThat(supervisor.look(failed(FAILURE), 72 * SECOND))
        .isEqualTo(new Advice.Restart(1, "InfluxDB went away"));
  }

  @Test
  void aWrongSettingEndsTheRunAtOnce() {
    String trace =
        "org.apache.kafka.common.config.ConfigException: measurements: 'nope' does not exist\n\tat a.B.c(B.java:2)";
    assertThat(supervisor.look(failed(trace), 0))
        .isEqualTo(new Advice.GiveUp("measurements: 'nope' does not exist"));
  }

  private static ConnectorStateInfo running() {
    return state("RUNNING", null);
  }

  private static ConnectorStateInfo failed(String trace) {
    return state("FAILED", trace);
  }

  private static ConnectorStateInfo state(String task, String trace) {
    return new ConnectorStateInfo(
        "x-source",
        new ConnectorState("RUNNING", "127.0.0.1:1", null, null),
        List.of(new TaskState(0, task, "127.0.0.1:1", trace, null)),
        ConnectorType.SOURCE);
  }
}
