package io.github.influx2tdengine.console;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.apache.kafka.connect.converters.ByteArrayConverter;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.distributed.DistributedHerder;
import org.apache.kafka.connect.storage.StringConverter;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.EligibleLeaderReplicasVersion;

/**
 * A real broker and a real Connect worker in this JVM, with the console and, from the class path,
 * both connectors. The worker can go away and come back at the same address.
 */
public final class TestWorker implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final KafkaRaftServer broker;
  private final Map<String, String> settings;
  private final int rest;
  private Connect<DistributedHerder> connect;

  private TestWorker(KafkaRaftServer broker, Map<String, String> settings, int rest) {
    this.broker = broker;
    this.settings = settings;
    this.rest = rest;
  }

  /**
   * @param more settings of the worker; an empty value takes one away
   */
  public static TestWorker start(Path directory, Map<String, String> more) throws Exception {
    int[] ports = freePorts(3);
    Path logs = directory.resolve("kafka");
    Files.createDirectories(logs);
    format(logs);
    KafkaRaftServer broker =
        new KafkaRaftServer(new KafkaConfig(broker(logs, ports[0], ports[1])), Time.SYSTEM);
    broker.startup();
    Map<String, String> settings =
        worker(
            HOST + ":" + ports[0],
            ports[2],
            Files.createDirectories(directory.resolve("secrets")).resolve("console.properties"));
    more.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            settings.remove(name);
          } else {
            settings.put(name, value);
          }
        });
    TestWorker worker = new TestWorker(broker, settings, ports[2]);
    worker.startConnect();
    return worker;
  }

  public URI url() {
    return URI.create("http://" + HOST + ":" + rest + "/");
  }

  public String bootstrapServers() {
    return settings.get("bootstrap.servers");
  }

  public void startConnect() {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try {
      connect = new ConnectDistributed().startConnect(settings);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  public void stopConnect() {
    connect.stop();
    connect.awaitStop();
    connect = null;
  }

  @Override
  public void close() {
    if (connect != null) {
      stopConnect();
    }
    broker.shutdown();
    broker.awaitShutdown();
  }

  private static int[] freePorts(int count) throws IOException {
    ServerSocket[] sockets = new ServerSocket[count];
    int[] ports = new int[count];
    for (int i = 0; i < count; i++) {
      sockets[i] = new ServerSocket(0, 1, InetAddress.getByName(HOST));
      ports[i] = sockets[i].getLocalPort();
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }

  private static void format(Path logs) throws Exception {
    try (PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(silent)
          .setNodeId(1)
          .setClusterId(Uuid.randomUuid().toString())
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(logs.toString())
          .setDirectories(List.of(logs.toString()))
          .setFeatureLevel(EligibleLeaderReplicasVersion.FEATURE_NAME, (short) 0)
          .setIgnoreFormatted(true)
          .run();
    }
  }

  private static Properties broker(Path logs, int port, int controller) {
    Properties settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@" + HOST + ":" + controller);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("inter.broker.listener.name", "BROKER");
    settings.put(
        "listeners", "BROKER://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controller);
    settings.put("advertised.listeners", "BROKER://" + HOST + ":" + port);
    settings.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("log.dirs", logs.toString());
    settings.put("auto.create.topics.enable", "false");
    settings.put("default.replication.factor", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("message.max.bytes", String.valueOf(32 << 20));
    settings.put("replica.fetch.max.bytes", String.valueOf(32 << 20));
    settings.put("log.cleaner.enable", "false");
    return settings;
  }

  private static Map<String, String> worker(String bootstrap, int rest, Path secrets) {
    Map<String, String> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrap);
    settings.put("group.id", "console-test");
    settings.put("plugin.discovery", "service_load");
    settings.put("key.converter", StringConverter.class.getName());
    settings.put("value.converter", ByteArrayConverter.class.getName());
    settings.put("listeners", "http://" + HOST + ":" + rest);
    settings.put("rest.advertised.host.name", HOST);
    settings.put("rest.advertised.port", String.valueOf(rest));
    for (String storage : new String[] {"config", "offset", "status"}) {
      settings.put(storage + ".storage.topic", "connect-" + storage + "s");
      settings.put(storage + ".storage.replication.factor", "1");
    }
    settings.put("offset.storage.partitions", "1");
    settings.put("status.storage.partitions", "1");
    settings.put("exactly.once.source.support", "enabled");
    settings.put("offset.flush.interval.ms", "1000");
    settings.put("scheduled.rebalance.max.delay.ms", "0");
    settings.put("task.shutdown.graceful.timeout.ms", "3000");
    settings.put("consumer.isolation.level", "read_committed");
    settings.put("producer.max.request.size", String.valueOf(32 << 20));
    settings.put("rest.extension.classes", ConsoleExtension.class.getName());
    settings.put("console.secrets.file", secrets.toString());
    settings.put("config.providers", "file");
    settings.put("config.providers.file.class", FileConfigProvider.class.getName());
    settings.put("config.providers.file.param.allowed.paths", secrets.getParent().toString());
    return settings;
  }

  /** Serves the console until the process is ended: to look at it by hand. */
  public static void main(String[] args) throws Exception {
    TestWorker worker = start(Files.createTempDirectory("console"), Map.of());
    System.out.println("Console at " + worker.url().resolve("console/"));
    Thread.currentThread().join();
  }
}
