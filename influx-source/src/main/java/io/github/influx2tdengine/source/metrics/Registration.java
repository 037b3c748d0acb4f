package io.github.influx2tdengine.source.metrics;

import java.lang.management.ManagementFactory;
import java.util.regex.Pattern;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task's status in JMX, until it is closed. */
public final class Registration implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9 ._-]+");

  private final ObjectName name;

  /** A restarted task takes the place of one that did not end properly. */
  public Registration(String connector, int task, SourceStatus status) {
    try {
      name =
          new ObjectName(
              "io.github.influx2tdengine:type=source,connector="
                  + (PLAIN.matcher(connector).matches() ? connector : ObjectName.quote(connector))
                  + ",task="
                  + task);
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      if (server.isRegistered(name)) {
        server.unregisterMBean(name);
      }
      server.registerMBean(new StandardMBean(status, SourceStatusMBean.class), name);
    } catch (JMException e) {
      throw new IllegalStateException("JMX does not take the task's status", e);
    }
  }

  @Override
  public void close() {
    try {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      LOG.debug("{} was not registered any more", name);
    } catch (JMException e) {
      LOG.warn("{} stays in JMX", name, e);
    }
  }
}
