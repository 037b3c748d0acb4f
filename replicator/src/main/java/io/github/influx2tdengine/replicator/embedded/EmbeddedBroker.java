package io.github.influx2tdengine.replicator.embedded;

import io.github.influx2tdengine.replicator.CommandFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.EligibleLeaderReplicasVersion;

/**
 * A real Kafka broker and its KRaft controller in this process, on loopback only, with its data in
 * a directory. Formatted at the first start; later starts keep the cluster id.
 */
final class EmbeddedBroker implements AutoCloseable {
  private static final int NODE_ID = 1;
  private static final String CONTROLLER = "CONTROLLER";
  private static final String BROKER = "BROKER";

  private final KafkaRaftServer server;

  private final LoopbackPorts ports;

  private EmbeddedBroker(KafkaRaftServer server, LoopbackPorts ports) {
    this.server = server;
    this.ports = ports;
  }

  /** Of this process: classes are loaded once, whatever is started how often. */
  static Sessions sessions() {
    return Loading.SESSIONS;
  }

  private static final class Loading {
    private static final Sessions SESSIONS = measure();

    private static Sessions measure() {
      long begun = System.nanoTime();
      LoopbackPorts any = LoopbackPorts.free();
      new KafkaConfig(settings(Path.of("any"), any, Sessions.after(Duration.ZERO)));
      return Sessions.after(Duration.ofNanos(System.nanoTime() - begun));
    }
  }

  static EmbeddedBroker start(Path logs, LoopbackPorts ports) {
    KafkaConfig config = new KafkaConfig(settings(logs, ports, sessions()));
    KafkaRaftServer server = null;
    try {
      format(logs);
      server = new KafkaRaftServer(config, Time.SYSTEM);
      server.startup();
      return new EmbeddedBroker(server, ports);
    } catch (Exception e) {
      if (server != null) {
        server.shutdown();
      }
      throw CommandFailure.failed(
          "the embedded broker did not start from " + logs + ": " + e.getMessage(), e);
    }
  }

  /** Idempotent: a formatted directory is left as it is, one half formatted is finished. */
  private static void format(Path logs) throws Exception {
    if (Files.exists(logs.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(logs);
    try (PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(silent)
          .setNodeId(NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .setControllerListenerName(CONTROLLER)
          .setMetadataLogDirectory(logs.toString())
          .setDirectories(List.of(logs.toString()))
          // Its bookkeeping of replicas that may become leader has no use where there is one.
          .setFeatureLevel(EligibleLeaderReplicasVersion.FEATURE_NAME, (short) 0)
          .setIgnoreFormatted(true)
          .run();
    } catch (IOException e) {
      throw new IOException("formatting " + logs + " failed: " + e.getMessage(), e);
    }
  }

  private static Properties settings(Path logs, LoopbackPorts ports, Sessions sessions) {
    long session = sessions.broker();
    Map<String, String> settings =
        Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", String.valueOf(NODE_ID)),
            Map.entry(
                "controller.quorum.voters",
                NODE_ID + "@" + LoopbackPorts.HOST + ":" + ports.controller()),
            Map.entry("controller.listener.names", CONTROLLER),
            Map.entry("inter.broker.listener.name", BROKER),
            Map.entry(
                "listeners",
                "%s://%s:%d,%s://%s:%d"
                    .formatted(
                        BROKER,
                        LoopbackPorts.HOST,
                        ports.broker(),
                        CONTROLLER,
                        LoopbackPorts.HOST,
                        ports.controller())),
            Map.entry(
                "advertised.listeners",
                "%s://%s:%d".formatted(BROKER, LoopbackPorts.HOST, ports.broker())),
            Map.entry(
                "listener.security.protocol.map",
                BROKER + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT"),
            Map.entry("log.dirs", logs.toString()),
            Map.entry("auto.create.topics.enable", "false"),
            // One broker: every internal topic has one replica. One partition each is enough for
            // three groups and a handful of producers, and starts faster than the default of 50.
            Map.entry("default.replication.factor", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("offsets.topic.segment.bytes", "8388608"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "1"),
            Map.entry("transaction.state.log.segment.bytes", "8388608"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            // Committed offsets are the memory of what TDengine has: they must outlive a pause of
            // any length between two runs.
            Map.entry("offsets.retention.minutes", String.valueOf(Integer.MAX_VALUE)),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("group.min.session.timeout.ms", "1000"),
            Map.entry("log.retention.ms", "-1"),
            // Records deleted behind the sink free their disk space soon.
            Map.entry("log.retention.check.interval.ms", "10000"),
            Map.entry("log.segment.delete.delay.ms", "1000"),
            // Compacting a few thousand offsets: the default of 128 MB would be an eighth of our
            // heap.
            Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
            // After a SIGKILL the controller waits this long for the old incarnation.
            Map.entry("broker.session.timeout.ms", String.valueOf(session)),
            Map.entry("broker.heartbeat.interval.ms", String.valueOf(session / 4)),
            Map.entry(
                "initial.broker.registration.timeout.ms", String.valueOf(60_000 + 2 * session)),
            // Without a second node, nobody needs to be told twice a second that nothing happened.
            Map.entry("metadata.max.idle.interval.ms", "10000"),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"),
            Map.entry("num.recovery.threads.per.data.dir", "2"),
            // A row of InfluxDB has no size limit of its own; one that TDengine cannot take must
            // reach the sink to be refused there with its reason.
            Map.entry("message.max.bytes", String.valueOf(RecordLimits.MAX_BYTES)),
            Map.entry("controlled.shutdown.enable", "false"));
    Properties properties = new Properties();
    properties.putAll(settings);
    return properties;
  }

  String bootstrapServers() {
    return ports.bootstrapServers();
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
