package io.github.influx2tdengine.replicator.embedded;

import io.github.influx2tdengine.replicator.secret.Secrets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.apache.kafka.connect.converters.ByteArrayConverter;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.Herder;
import org.apache.kafka.connect.runtime.distributed.DistributedHerder;
import org.apache.kafka.connect.storage.StringConverter;

/**
 * A real distributed Connect worker in this process, its REST interface on loopback only. It loads
 * the connectors from their plugin directories, each with its own libraries.
 */
final class EmbeddedWorker implements AutoCloseable {
  /**
   * The worker's group; transactional ids of the source tasks begin with it, so it never changes.
   */
  private static final String GROUP = "influx2tdengine";

  private final Connect<DistributedHerder> connect;

  private EmbeddedWorker(Connect<DistributedHerder> connect) {
    this.connect = connect;
  }

  static EmbeddedWorker start(
      Path plugins, LoopbackPorts ports, Secrets secrets, ConsolePages pages) {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try {
      return new EmbeddedWorker(
          new ConnectDistributed().startConnect(settings(plugins, ports, secrets, pages)));
    } finally {
      // Starting leaves the plugins' class loader on this thread, which is not the worker's.
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static Map<String, String> settings(
      Path plugins, LoopbackPorts ports, Secrets secrets, ConsolePages pages) {
    Map<String, String> settings = pages.with(secrets.workerSettings());
    settings.put("bootstrap.servers", ports.bootstrapServers());
    settings.put("group.id", GROUP);
    settings.put("plugin.path", plugins.toString());
    settings.put("plugin.discovery", "service_load");
    settings.put("key.converter", StringConverter.class.getName());
    settings.put("value.converter", ByteArrayConverter.class.getName());
    settings.put("listeners", "http://" + LoopbackPorts.HOST + ":" + ports.rest());
    settings.put("rest.advertised.host.name", LoopbackPorts.HOST);
    settings.put("rest.advertised.port", String.valueOf(ports.rest()));
    for (String storage : new String[] {"config", "offset", "status"}) {
      settings.put(storage + ".storage.topic", "connect-" + storage + "s");
      settings.put(storage + ".storage.replication.factor", "1");
      settings.put(storage + ".storage.segment.bytes", "8388608");
    }
    settings.put("offset.storage.partitions", "1");
    settings.put("status.storage.partitions", "1");
    settings.put("exactly.once.source.support", "enabled");
    // The sink's offsets are committed this often, and records are deleted and a bounded run ends
    // behind them. The source does not care: its offsets are in its transactions.
    settings.put("offset.flush.interval.ms", "1000");
    // After a SIGKILL the group waits for the dead member's session to end.
    long millis = EmbeddedBroker.sessions().worker();
    String session = String.valueOf(millis);
    String heartbeat = String.valueOf(millis / 5);
    settings.put("session.timeout.ms", session);
    settings.put("heartbeat.interval.ms", heartbeat);
    settings.put("scheduled.rebalance.max.delay.ms", "0");
    settings.put("task.shutdown.graceful.timeout.ms", session);
    settings.put("worker.sync.timeout.ms", session);
    settings.put("offset.flush.timeout.ms", session);
    settings.put("topic.creation.enable", "false");
    settings.put("topic.tracking.enable", "false");
    settings.put("consumer.isolation.level", "read_committed");
    settings.put("consumer.session.timeout.ms", session);
    settings.put("consumer.heartbeat.interval.ms", heartbeat);
    // What one sink task may have in its consumer: two fetches of this size. Records have up to
    // 512 KiB; the default of 50 MB would be a tenth of a 1 GB heap for each task.
    settings.put("consumer.fetch.max.bytes", "8388608");
    settings.put("consumer.max.partition.fetch.bytes", "4194304");
    settings.put("producer.max.request.size", String.valueOf(RecordLimits.MAX_BYTES));
    settings.put("producer.buffer.memory", String.valueOf(RecordLimits.MAX_BYTES));
    // Records are far larger than the default batch of 16 KiB: each would be a request of its own.
    settings.put("producer.batch.size", "1048576");
    settings.put("producer.linger.ms", "5");
    // A window's: one that a killed run left behind is ended by the next run, not by this.
    settings.put("producer.transaction.timeout.ms", "600000");
    return settings;
  }

  Herder herder() {
    return connect.herder();
  }

  @Override
  public void close() {
    connect.stop();
    connect.awaitStop();
  }
}
