package io.github.influx2tdengine.replicator.run;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Figures of the connectors' tasks, which run in this JVM under class loaders of their own and
 * publish them as MBeans. Counters begin at zero when a task is restarted; {@link #sum} goes on
 * from where they were.
 */
public final class ConnectorMetrics {
  private static final String DOMAIN = "io.github.influx2tdengine";

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final Map<String, Long> last = new HashMap<>();
  private final Map<String, Long> total = new HashMap<>();

  /** The MBeans of a connector's tasks. */
  public List<ObjectName> tasks(String type, String connector) {
    try {
      return server
          .queryNames(new ObjectName(DOMAIN + ":type=" + type + ",connector=*,task=*"), null)
          .stream()
          .filter(task -> connector.equals(unquoted(task.getKeyProperty("connector"))))
          .toList();
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException("type " + type, e);
    }
  }

  private static String unquoted(String value) {
    return value.startsWith("\"") ? ObjectName.unquote(value) : value;
  }

  /** Attributes of a task by name; empty when the task just went away. */
  Map<String, Object> attributes(ObjectName task, String... names) {
    Map<String, Object> values = new HashMap<>();
    try {
      for (Attribute attribute : server.getAttributes(task, names).asList()) {
        values.put(attribute.getName(), attribute.getValue());
      }
    } catch (JMException e) {
      // Unregistered between the question for names and now.
      return Map.of();
    }
    return values;
  }

  public Optional<Object> attribute(ObjectName task, String name) {
    return Optional.ofNullable(attributes(task, name).get(name));
  }

  /** What a counter of all tasks has come to since this object was made. */
  public long sum(String type, String connector, String counter) {
    String all = type + "/" + connector + "/" + counter;
    for (ObjectName task : tasks(type, connector)) {
      Optional<Object> value = attribute(task, counter);
      if (value.isPresent() && value.get() instanceof Number number) {
        String key = task.getCanonicalName() + "/" + counter;
        long now = number.longValue();
        long before = last.getOrDefault(key, 0L);
        total.merge(all, now >= before ? now - before : now, Long::sum);
        last.put(key, now);
      }
    }
    return total.getOrDefault(all, 0L);
  }
}
