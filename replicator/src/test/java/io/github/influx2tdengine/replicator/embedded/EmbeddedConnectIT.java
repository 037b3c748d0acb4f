package io.github.influx2tdengine.replicator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.secret.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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
