package io.github.influx2tdengine.console.figures;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/**
 * Reads the MBeans that the pair's tasks in this JVM publish, {@code
 * io.github.influx2tdengine:type=source|sink,connector=NAME,task=N}. Used by one thread.
 */
public final class TaskBeans {
  static final String[] OF_SOURCE = {
    "Finished", "LagMs", "Waiting", "Watermarks", "PointsByMeasurement", "AcknowledgedOffsets"
  };
  static final String[] OF_SINK = {"Rows", "Refused", "Waiting"};

  private final MBeanServer server;

  /** By connector. */
  private final Map<String, Totals> totals = new HashMap<>();

  public TaskBeans(MBeanServer server) {
    this.server = server;
  }

  /**
   * Forgets what was counted of connectors that are gone: another of the same name begins anew.
   *
   * @param connectors the names of those that there are, with tasks here or without
   */
  public void keep(Collection<String> connectors) {
    totals.keySet().retainAll(connectors);
  }

  private Totals totals(String connector) {
    return totals.computeIfAbsent(connector, name -> new Totals());
  }

  /** Figures by connector, of every source with tasks here. */
  public Map<String, SourceFigures> sources() {
    Map<String, SourceFigures> sources = new HashMap<>();
    tasks("source")
        .forEach(
            (connector, tasks) -> {
              boolean finished = true;
              Optional<Long> lag = Optional.empty();
              Optional<Waiting> waiting = Optional.empty();
              Map<String, SourceFigures.MeasurementFigures> measurements = new TreeMap<>();
              Map<String, Long> acknowledged = new HashMap<>();
              for (ObjectName task : tasks) {
                Map<String, Object> values = attributes(task, OF_SOURCE);
                finished &= Boolean.TRUE.equals(values.get("Finished"));
                // Without a measurement there is nothing yet to be behind with.
                if (values.get("LagMs") instanceof Number its
                    && !map(values.get("Watermarks")).isEmpty()) {
                  lag = Optional.of(Math.max(lag.orElse(0L), its.longValue()));
                }
                waiting = waiting.or(() -> Waiting.parse(text(values.get("Waiting"))));
                measurements(connector, task, values, measurements);
                map(values.get("AcknowledgedOffsets"))
                    .forEach((part, offset) -> acknowledged.merge(part, number(offset), Math::max));
              }
              sources.put(
                  connector,
                  new SourceFigures(
                      tasks.size(), finished, lag, waiting, measurements, acknowledged));
            });
    return sources;
  }

  private void measurements(
      String connector,
      ObjectName task,
      Map<String, Object> values,
      Map<String, SourceFigures.MeasurementFigures> measurements) {
    boolean counted = values.get("PointsByMeasurement") != null;
    Map<String, Object> points = map(values.get("PointsByMeasurement"));
    map(values.get("Watermarks"))
        .forEach(
            (measurement, mark) -> {
              Optional<Long> count = Optional.empty();
              if (counted) {
                String sum = "points/" + measurement;
                totals(connector).add(sum, task.toString(), number(points.get(measurement)));
                count = Optional.of(totals(connector).sum(sum));
              }
              measurements.put(
                  measurement, new SourceFigures.MeasurementFigures(count, time(mark)));
            });
  }

  /** Figures by connector, of every sink with tasks here. */
  public Map<String, SinkFigures> sinks() {
    Map<String, SinkFigures> sinks = new HashMap<>();
    tasks("sink")
        .forEach(
            (connector, tasks) -> {
              Optional<Waiting> waiting = Optional.empty();
              Totals its = totals(connector);
              for (ObjectName task : tasks) {
                Map<String, Object> values = attributes(task, OF_SINK);
                waiting = waiting.or(() -> Waiting.parse(text(values.get("Waiting"))));
                its.add("rows", task.toString(), number(values.get("Rows")));
                its.add("refused", task.toString(), number(values.get("Refused")));
              }
              sinks.put(
                  connector,
                  new SinkFigures(tasks.size(), its.sum("rows"), its.sum("refused"), waiting));
            });
    return sinks;
  }

  private Map<String, List<ObjectName>> tasks(String type) {
    try {
      Map<String, List<ObjectName>> tasks = new LinkedHashMap<>();
      for (ObjectName name :
          server.queryNames(
              new ObjectName("io.github.influx2tdengine:type=" + type + ",*"), null)) {
        String connector = name.getKeyProperty("connector");
        if (connector != null && name.getKeyProperty("task") != null) {
          tasks.merge(
              connector.startsWith("\"") ? ObjectName.unquote(connector) : connector,
              List.of(name),
              (some, more) -> Stream.concat(some.stream(), more.stream()).sorted().toList());
        }
      }
      return tasks;
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException("type " + type, e);
    }
  }

  private Map<String, Object> attributes(ObjectName task, String[] names) {
    Map<String, Object> values = new HashMap<>();
    try {
      for (Attribute attribute : server.getAttributes(task, names).asList()) {
        values.put(attribute.getName(), attribute.getValue());
      }
    } catch (InstanceNotFoundException e) {
      // The task ended between the question for names and now.
      return values;
    } catch (JMException e) {
      throw new IllegalStateException(task + " does not answer", e);
    }
    return values;
  }

  /** A map as it is, or as MXBeans hand it out: a table of key and value. */
  private static Map<String, Object> map(Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (value instanceof TabularData table) {
      for (Object row : table.values()) {
        CompositeData entry = (CompositeData) row;
        map.put(String.valueOf(entry.get("key")), entry.get("value"));
      }
    } else if (value instanceof Map<?, ?> plain) {
      plain.forEach((key, entry) -> map.put(String.valueOf(key), entry));
    }
    return map;
  }

  private static long number(Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  private static String text(Object value) {
    return value == null ? "" : String.valueOf(value);
  }

  /** RFC 3339 text, or nanoseconds since 1970. */
  private static Optional<Instant> time(Object value) {
    if (value instanceof Number nanos) {
      return Optional.of(
          Instant.ofEpochSecond(
              Math.floorDiv(nanos.longValue(), 1_000_000_000L),
              Math.floorMod(nanos.longValue(), 1_000_000_000L)));
    }
    try {
      return text(value).isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text(value)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
