package io.github.influx2tdengine.replicator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.influx2tdengine.testkit.data.DemoData;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.Servers;
import io.github.influx2tdengine.testkit.servers.TdengineServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.isolation.PluginClassLoader;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an operator does: unzips both plugin archives into the plugin.path of a worker that runs
 * with config/connect-distributed.properties, and posts config/*.json.
 */
class PluginArchiveIT {
  private static final String NAME = "replicator_archive";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private final InfluxServer influx = Servers.influx1();
  private final TdengineServer tdengine = Servers.tdengine();
  private final DemoData data = new DemoData();
  private final HttpClient http = HttpClient.newHttpClient();
  private final LoopbackPorts ports = LoopbackPorts.free();

  @TempDir Path temp;

  @BeforeEach
  void write() {
    influx.createBucket(NAME);
    influx.write(NAME, data.lines());
    tdengine.sql("DROP DATABASE IF EXISTS " + NAME);
  }

  @AfterEach
  void clean() {
    influx.dropBucket(NAME);
    tdengine.sql("DROP DATABASE IF EXISTS " + NAME);
  }

  @Test
  void postedConfigurationsMoveDataUnderPluginIsolation() throws Exception {
    Path plugins = Files.createDirectory(temp.resolve("plugins"));
    unzip("influx-source", plugins);
    unzip("tdengine-sink", plugins);
    try (EmbeddedBroker broker = EmbeddedBroker.start(temp.resolve("kafka"), ports)) {
      Connect<?> connect =
          new ConnectDistributed().startConnect(worker(plugins, broker.bootstrapServers()));
      try {
        assertIsolated(connect.herder().plugins(), plugins);
        post("influx-source.json", sourceChanges());
        post("tdengine-sink.json", sinkChanges());
        long points = count(data.lines());
        await()
            .atMost(Duration.ofMinutes(10))
            .pollInterval(Duration.ofMillis(500))
            .untilAsserted(() -> assertThat(rows()).isEqualTo(points));
      } finally {
        connect.stop();
        connect.awaitStop();
      }
    }
  }

  private static long count(Stream<String> lines) {
    try (lines) {
      return lines.count();
    }
  }

  private Map<String, String> worker(Path plugins, String bootstrap) throws IOException {
    Properties file = new Properties();
    try (Reader reader =
        Files.newBufferedReader(ROOT.resolve("config/connect-distributed.properties"))) {
      file.load(reader);
    }
    Map<String, String> settings = new HashMap<>();
    file.forEach((key, value) -> settings.put((String) key, (String) value));
    settings.put("bootstrap.servers", bootstrap);
    settings.put("plugin.path", plugins.toString());
    settings.put("listeners", "http://127.0.0.1:" + ports.rest());
    return settings;
  }

  private static void assertIsolated(Plugins plugins, Path directory) throws Exception {
    for (String connector :
        List.of(
            "io.github.influx2tdengine.source.InfluxSourceConnector",
            "io.github.influx2tdengine.sink.TdengineSinkConnector")) {
      ClassLoader loader = plugins.connectorClass(connector).getClassLoader();
      assertThat(loader).isInstanceOf(PluginClassLoader.class);
      assertThat(((PluginClassLoader) loader).location()).contains(directory.toString());
    }
  }

  private Map<String, String> sourceChanges() {
    Map<String, String> changes = new HashMap<>();
    changes.put("influxdb.url", influx.url());
    changes.put("influxdb.org", null);
    changes.put("influxdb.token", null);
    changes.put("bucket", NAME);
    changes.put("topic", "influx." + NAME);
    changes.put("begin.time", data.begin().toString());
    changes.put("end.time", data.end().toString());
    return changes;
  }

  private Map<String, String> sinkChanges() {
    return Map.of(
        "topics",
        "influx." + NAME,
        "tdengine.url",
        tdengine.jdbcUrl(),
        "tdengine.user",
        tdengine.user(),
        "tdengine.password",
        tdengine.password(),
        "database",
        NAME,
        "errors.deadletterqueue.topic.name",
        "influx." + NAME + ".refused");
  }

  private void post(String file, Map<String, String> changes) throws Exception {
    JsonNode body = JSON.readTree(ROOT.resolve("config").resolve(file).toFile());
    ObjectNode config = (ObjectNode) body.get("config");
    changes.forEach(
        (key, value) -> {
          if (value == null) {
            config.remove(key);
          } else {
            config.put(key, value);
          }
        });
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.rest() + "/connectors"))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofMinutes(10))
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              HttpResponse<String> response =
                  http.send(request, HttpResponse.BodyHandlers.ofString());
              assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
            });
  }

  private long rows() {
    long rows = 0;
    for (String measurement : data.measurements()) {
      try {
        rows +=
            ((Number)
                    tdengine
                        .sql("SELECT COUNT(*) FROM " + NAME + ".`" + measurement + "`")
                        .single())
                .longValue();
      } catch (IllegalStateException notYetMade) {
        return rows;
      }
    }
    return rows;
  }

  private static void unzip(String module, Path into) throws IOException {
    Path archive;
    try (Stream<Path> files = Files.list(ROOT.resolve(module).resolve("target"))) {
      archive =
          files
              .filter(file -> file.getFileName().toString().matches("influx2tdengine-.*\\.zip"))
              .findFirst()
              .orElseThrow();
    }
    try (InputStream in = Files.newInputStream(archive);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = into.resolve(entry.getName()).normalize();
        assertThat(file).startsWithRaw(into);
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(zip, file);
        }
      }
    }
  }
}
