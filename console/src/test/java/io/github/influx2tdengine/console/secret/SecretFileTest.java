package io.github.influx2tdengine.console.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
  private static final String HARD = "pä$s=w:o#rd} \\ ${file:x:y}\n'\"";

  @TempDir Path directory;

  @Test
  void keepsWhatKafkasOwnProviderReadsBack() throws Exception {
    Path file = directory.resolve("secrets.properties");
    SecretFile secrets = new SecretFile(file, "file");

    Map<String, String> references =
        secrets.keep("plant 7 {é}-source", Map.of("influxdb.password", HARD));

    assertThat(resolve(references)).containsEntry("influxdb.password", HARD);
    assertThat(references.get("influxdb.password")).doesNotContain("w:o#rd");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.list(directory)).hasSize(1);
  }

  @Test
  void leavesAReferenceItsValueWhenTheSameSettingIsKeptAgain() throws Exception {
    SecretFile secrets = new SecretFile(directory.resolve("secrets.properties"), "file");
    Map<String, String> first = secrets.keep("a", Map.of("token", "one"));
    Map<String, String> second = secrets.keep("a", Map.of("token", "two"));

    assertThat(resolve(first)).containsEntry("token", "one");
    assertThat(resolve(second)).containsEntry("token", "two");
  }

  @Test
  void forgetsOneConnectorsSecretsAndNotThoseStillReferredTo() throws Exception {
    Path file = directory.resolve("secrets.properties");
    SecretFile secrets = new SecretFile(file, "file");
    String gone = secrets.keep("a", Map.of("token", "gone-secret")).get("token");
    String used = secrets.keep("a", Map.of("token", "used-secret")).get("token");
    secrets.keep("a-b", Map.of("token", "other-secret"));

    secrets.forget("a", used::equals);

    assertThat(Files.readString(file))
        .contains("used-secret", "other-secret")
        .doesNotContain("gone-secret");
    assertThat(gone).isNotEqualTo(used);
  }

  private static Map<String, String> resolve(Map<String, String> settings) throws Exception {
    try (FileConfigProvider provider = new FileConfigProvider()) {
      provider.configure(Map.of());
      return new ConfigTransformer(Map.of("file", provider)).transform(settings).data();
    }
  }
}
