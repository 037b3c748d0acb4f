package io.github.influx2tdengine.source.server;

import io.github.influx2tdengine.source.config.SourceConfig;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;

/** What requests carry to be let in. */
public final class Credentials {
  private Credentials() {}

  /** The value of the {@code Authorization} header. */
  public static Optional<String> authorization(SourceConfig config) {
    // InfluxQL takes "Token" on 2.x and 3.x, but not "Bearer" on 2.x.
    Optional<String> token = config.token().map(value -> "Token " + value.value());
    return token.or(
        () ->
            config
                .user()
                .map(user -> user + ":" + config.password().map(Password::value).orElse(""))
                .map(login -> login.getBytes(StandardCharsets.UTF_8))
                .map(login -> "Basic " + Base64.getEncoder().encodeToString(login)));
  }
}
