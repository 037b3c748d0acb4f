package io.github.influx2tdengine.console.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.junit.jupiter.api.Test;

class SecretStoreTest {
  private static final String CLASS = FileConfigProvider.class.getName();

  @Test
  void takesAFileThatAProviderOfTheWorkerMayRead() {
    SecretStore store =
        SecretStore.of(
            Map.of(
                "console.secrets.file",
                "/run/secrets/console.properties",
                "config.providers.env.class",
                EnvVarConfigProvider.class.getName(),
                "config.providers.file.class",
                CLASS,
                "config.providers.file.param.allowed.paths",
                "/etc/other,/run/secrets"));

    assertThat(store.file()).isPresent();
    assertThat(store.hint()).isEmpty();
  }

  @Test
  void saysWhatToSetWhereThereIsNoFile() {
    SecretStore store = SecretStore.of(Map.of("config.providers.file.class", CLASS));

    assertThat(store.file()).isEmpty();
    assertThat(store.hint()).contains("console.secrets.file", "config.providers=file");
  }

  @Test
  void refusesAFileThatNoProviderMayRead() {
    SecretStore store =
        SecretStore.of(
            Map.of(
                "console.secrets.file", "/run/secrets/../elsewhere/console.properties",
                "config.providers.file.class", CLASS,
                "config.providers.file.param.allowed.paths", "/run/secrets"));

    assertThat(store.file()).isEmpty();
    assertThat(store.hint()).contains("no config provider of this worker reads that file");
  }

  @Test
  void refusesAPathThatAReferenceCannotHold() {
    assertThat(
            SecretStore.of(
                    Map.of(
                        "console.secrets.file",
                        "/run/a:b.properties",
                        "config.providers.file.class",
                        CLASS))
                .hint())
        .contains("colon");
  }
}
