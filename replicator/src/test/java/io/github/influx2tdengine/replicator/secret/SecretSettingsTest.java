package io.github.influx2tdengine.replicator.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

class SecretSettingsTest {
  private static final ConfigDef DEFINITION =
      new ConfigDef()
          .define("door.code", ConfigDef.Type.PASSWORD, ConfigDef.Importance.HIGH, "")
          .define("url", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "");

  @Test
  void passwordsBecomeReferencesThatTheProviderResolves() {
    try (Secrets secrets = new Secrets();
        SecretsConfigProvider provider = new SecretsConfigProvider()) {
      Map<String, String> concealed =
          SecretSettings.conceal(
              Map.of("door.code", "open sesame", "url", "http://h:1"), DEFINITION, "a", secrets);
      assertThat(concealed)
          .containsEntry("door.code", "${secrets:a.door.code}")
          .containsEntry("url", "http://h:1");
      provider.configure(
          Map.of("run", secrets.workerSettings().get("config.providers.secrets.param.run")));
      assertThat(provider.get("", Set.of("a.door.code")).data())
          .containsExactly(Map.entry("a.door.code", "open sesame"));
      assertThat(secrets.redact("login with open sesame failed"))
          .isEqualTo("login with [hidden] failed");
      assertThat(secrets).asString().doesNotContain("sesame");
    }
  }

  @Test
  void anAddressWithAPasswordIsASecretAsAWhole() {
    try (Secrets secrets = new Secrets()) {
      assertThat(
              SecretSettings.conceal(
                  Map.of("url", "jdbc:TAOS-WS://h:6041/?user=root&password=taos-data&x=1"),
                  DEFINITION,
                  "a",
                  secrets))
          .containsEntry("url", "${secrets:a.url}");
      assertThat(secrets.redact("password taos-data is wrong")).doesNotContain("taos-data");
    }
  }

  @Test
  void nothingIsLeftWhenTheRunEnds() {
    Secrets secrets = new Secrets();
    secrets.keep("k", "value");
    String run = secrets.workerSettings().get("config.providers.secrets.param.run");
    secrets.close();
    assertThat(Secrets.of(run)).isEmpty();
  }
}
