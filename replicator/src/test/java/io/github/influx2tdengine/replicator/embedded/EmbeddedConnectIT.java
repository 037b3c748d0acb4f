package io.github.influx2tdengine.replicator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.secret.Secrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedConnectIT {
  @TempDir Path temp;

  @Test
  void startsOnAnEmptyDirectoryAndAgainWithTheSameClusterId() throws Exception {
    Path plugins = Files.createDirectory(temp.resolve("plugins"));
    String first = clusterId(plugins);
    assertThat(clusterId(plugins)).isEqualTo(first);
  }

  private String clusterId(Path plugins) throws Exception {
    long begin = System.nanoTime();
    try (DataDirectory directory = DataDirectory.open(temp.resolve("data"));
        Secrets secrets = new Secrets();
        EmbeddedConnect connect = EmbeddedConnect.start(directory, plugins, secrets)) {
      System.out.printf("started in %.1f s%n", (System.nanoTime() - begin) / 1e9);
      return connect.admin().describeCluster().clusterId().get(300, TimeUnit.SECONDS);
    }
  }

  /** A kill leaves one behind; the worker, which reads all offsets first, must not wait for it. */
  @Test
  void aTransactionThatWasLeftOpenHoldsNobodyUp() throws Exception {
    Path plugins = Files.createDirectory(temp.resolve("plugins"));
    try (DataDirectory directory = DataDirectory.open(temp.resolve("data"));
        Secrets secrets = new Secrets();
        EmbeddedConnect connect = EmbeddedConnect.start(directory, plugins, secrets)) {
      awaitConnectors(connect);
      leaveTransactionOpen(connect);
    }
    try (DataDirectory directory = DataDirectory.open(temp.resolve("data"));
        Secrets secrets = new Secrets();
        EmbeddedConnect connect = EmbeddedConnect.start(directory, plugins, secrets)) {
      awaitConnectors(connect);
    }
  }

  private static void awaitConnectors(EmbeddedConnect connect) throws Exception {
    CompletableFuture<Collection<String>> connectors = new CompletableFuture<>();
    connect.herder().connectors((error, names) -> connectors.complete(names));
    assertThat(connectors.get(300, TimeUnit.SECONDS)).isEmpty();
  }

  private static void leaveTransactionOpen(EmbeddedConnect connect) throws Exception {
    Map<String, Object> settings = new HashMap<>(connect.clientSettings());
    settings.put("transactional.id", "killed");
    settings.put("transaction.timeout.ms", 600_000);
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    producer.beginTransaction();
    byte[] key = "[\"killed\",{}]".getBytes(StandardCharsets.UTF_8);
    producer.send(new ProducerRecord<>("connect-offsets", key, null)).get();
    producer.close(Duration.ZERO);
  }

  @Test
  void aDirectoryServesOneRunAtATime() {
    try (DataDirectory first = DataDirectory.open(temp.resolve("data"))) {
      assertThatThrownBy(() -> DataDirectory.open(first.path()))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("used by another run")
          .hasMessageContaining("--data-dir");
    }
    DataDirectory.open(temp.resolve("data")).close();
  }
}
