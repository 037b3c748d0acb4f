package io.github.influx2tdengine.replicator.embedded;

import io.github.influx2tdengine.replicator.secret.Secrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.connect.runtime.Herder;

/** Broker and worker in this process, started in that order and stopped in the reverse one. */
public final class EmbeddedConnect implements AutoCloseable {
  private final LoopbackPorts ports;
  private final EmbeddedBroker broker;
  private final EmbeddedWorker worker;
  private final Admin admin;

  private EmbeddedConnect(
      LoopbackPorts ports, EmbeddedBroker broker, EmbeddedWorker worker, Admin admin) {
    this.ports = ports;
    this.broker = broker;
    this.worker = worker;
    this.admin = admin;
  }

  /**
   * @param plugins the directory that holds a directory for each plugin
   */
  public static EmbeddedConnect start(DataDirectory directory, Path plugins, Secrets secrets) {
    return start(directory, plugins, secrets, ConsolePages.ofReplication());
  }

  /**
   * @param plugins the directory that holds a directory for each plugin
   * @param pages what the worker serves to browsers beside its own interface
   */
  public static EmbeddedConnect start(
      DataDirectory directory, Path plugins, Secrets secrets, ConsolePages pages) {
    LoopbackPorts ports = LoopbackPorts.free().withRest(pages.port());
    EmbeddedBroker broker = EmbeddedBroker.start(directory.brokerLogs(), ports);
    Admin admin = null;
    try {
      admin = Admin.create(clientSettings(ports));
      LeftTransactions.abort(admin);
      return new EmbeddedConnect(
          ports, broker, EmbeddedWorker.start(plugins, ports, secrets, pages), admin);
    } catch (RuntimeException e) {
      if (admin != null) {
        admin.close(Duration.ZERO);
      }
      broker.close();
      throw e;
    }
  }

  private static Map<String, Object> clientSettings(LoopbackPorts ports) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", ports.bootstrapServers());
    return settings;
  }

  public Herder herder() {
    return worker.herder();
  }

  /** Address of the console. */
  public String consoleUrl() {
    return "http://" + LoopbackPorts.HOST + ":" + ports.rest() + "/console/";
  }

  public Admin admin() {
    return admin;
  }

  /** Settings that any Kafka client needs to reach the broker. */
  public Map<String, Object> clientSettings() {
    return clientSettings(ports);
  }

  @Override
  public void close() {
    try {
      worker.close();
    } finally {
      admin.close();
      broker.close();
    }
  }
}
