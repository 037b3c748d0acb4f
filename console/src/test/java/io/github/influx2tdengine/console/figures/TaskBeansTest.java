package io.github.influx2tdengine.console.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskBeansTest {
  private MBeanServer server;
  private TaskBeans beans;

  /** As the source publishes: maps as they are. */
  public interface Source {
    boolean isFinished();

    long getLagMs();

    Map<String, String> getWatermarks();
  }

  /** As the sink publishes: an MXBean. */
  public interface SinkMXBean {
    long getRows();

    long getRefused();

    String getWaiting();
  }

  private record ASource(boolean isFinished, long getLagMs, Map<String, String> getWatermarks)
      implements Source {}

  private static final class ASink implements SinkMXBean {
    private long rows;
    private String waiting = "";

    @Override
    public long getRows() {
      return rows;
    }

    @Override
    public long getRefused() {
      return 1;
    }

    @Override
    public String getWaiting() {
      return waiting;
    }
  }

  @BeforeEach
  void start() {
    server = MBeanServerFactory.newMBeanServer();
    beans = new TaskBeans(server);
  }

  @Test
  void putsTheTasksOfASourceTogether() throws Exception {
    register(
        "a, \"quoted\" source", 0, new ASource(true, 10, Map.of("cpu", "2026-01-01T00:00:00.5Z")));
    register(
        "a, \"quoted\" source", 1, new ASource(false, 70, Map.of("mem", "2026-01-02T00:00:00Z")));

    SourceFigures figures = beans.sources().get("a, \"quoted\" source");

    assertThat(figures.tasks()).isEqualTo(2);
    assertThat(figures.finished()).isFalse();
    assertThat(figures.lagMs()).contains(70L);
    assertThat(figures.watermark()).contains(Instant.parse("2026-01-01T00:00:00.5Z"));
    assertThat(figures.measurements()).containsOnlyKeys("cpu", "mem");
  }

  @Test
  void goesOnCountingWhenATaskIsRestarted() throws Exception {
    ASink task = new ASink();
    ObjectName name =
        new ObjectName("io.github.influx2tdengine:type=sink,connector=plain-sink,task=0");
    server.registerMBean(task, name);
    task.rows = 100;
    assertThat(beans.sinks().get("plain-sink").rows()).isEqualTo(100);

    server.unregisterMBean(name);
    assertThat(beans.sinks()).isEmpty();
    task.rows = 30;
    server.registerMBean(task, name);

    assertThat(beans.sinks().get("plain-sink").rows()).isEqualTo(130);
    assertThat(beans.sinks().get("plain-sink").rows()).isEqualTo(130);
  }

  @Test
  void readsWhatATaskWaitsFor() throws Exception {
    ASink task = new ASink();
    task.waiting = "since 2026-01-01T10:14:00Z: connection: refused";
    server.registerMBean(
        task, new ObjectName("io.github.influx2tdengine:type=sink,connector=x,task=0"));

    assertThat(beans.sinks().get("x").waiting())
        .contains(
            new Waiting(Optional.of(Instant.parse("2026-01-01T10:14:00Z")), "connection: refused"));
  }

  private void register(String connector, int task, Source source) throws Exception {
    server.registerMBean(
        new StandardMBean(source, Source.class),
        new ObjectName(
            "io.github.influx2tdengine:type=source,connector="
                + ObjectName.quote(connector)
                + ",task="
                + task));
  }
}
