package io.github.influx2tdengine.console.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.sink.metrics.SinkMetricsMXBean;
import io.github.influx2tdengine.source.metrics.SourceStatusMBean;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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

    Map<String, Long> getPointsByMeasurement();

    Map<String, Long> getAcknowledgedOffsets();

    String getWaiting();
  }

  /** As the sink publishes: an MXBean. */
  public interface SinkMXBean {
    long getRows();

    long getRefused();

    String getWaiting();
  }

  private record ASource(
      boolean isFinished,
      long getLagMs,
      Map<String, String> getWatermarks,
      Map<String, Long> getPointsByMeasurement,
      Map<String, Long> getAcknowledgedOffsets,
      String getWaiting)
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
        "a, \"quoted\" source",
        0,
        new ASource(
            true,
            10,
            Map.of("cpu", "2026-01-01T00:00:00.5Z"),
            Map.of("cpu", 40L),
            Map.of("t-0", 7L, "t-1", 9L),
            ""));
    register(
        "a, \"quoted\" source",
        1,
        new ASource(
            false,
            70,
            Map.of("mem", "2026-01-02T00:00:00Z"),
            Map.of(),
            Map.of("t-0", 8L),
            "since 2026-01-01T10:14:00Z: measurement 'mem': connection refused"));

    SourceFigures figures = beans.sources().get("a, \"quoted\" source");

    assertThat(figures.tasks()).isEqualTo(2);
    assertThat(figures.finished()).isFalse();
    assertThat(figures.lagMs()).contains(70L);
    assertThat(figures.watermark()).contains(Instant.parse("2026-01-01T00:00:00.5Z"));
    assertThat(figures.measurements()).containsOnlyKeys("cpu", "mem");
    assertThat(figures.measurements().get("cpu").points()).contains(40L);
    assertThat(figures.measurements().get("mem").points()).contains(0L);
    assertThat(figures.acknowledged()).isEqualTo(Map.of("t-0", 8L, "t-1", 9L));
    assertThat(figures.waiting().orElseThrow().reason()).contains("connection refused");
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
  void beginsAnewWithAConnectorThatWasDeletedAndMadeAgain() throws Exception {
    ASink task = new ASink();
    ObjectName name =
        new ObjectName("io.github.influx2tdengine:type=sink,connector=plain-sink,task=0");
    server.registerMBean(task, name);
    task.rows = 100;
    beans.keep(List.of("plain-sink"));
    assertThat(beans.sinks().get("plain-sink").rows()).isEqualTo(100);

    server.unregisterMBean(name);
    beans.keep(List.of("another"));
    task.rows = 30;
    server.registerMBean(task, name);
    beans.keep(List.of("another", "plain-sink"));

    assertThat(beans.sinks().get("plain-sink").rows()).isEqualTo(30);
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

  /** They are not on each other's class path, so no compiler sees that a name is wrong. */
  @Test
  void asksForNothingButWhatTheConnectorsPublish() {
    assertThat(attributes(SourceStatusMBean.class)).contains(TaskBeans.OF_SOURCE);
    assertThat(attributes(SinkMetricsMXBean.class)).contains(TaskBeans.OF_SINK);
  }

  private static List<String> attributes(Class<?> bean) {
    return Stream.of(bean.getMethods())
        .map(method -> method.getName().replaceFirst("^(get|is)", ""))
        .toList();
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
