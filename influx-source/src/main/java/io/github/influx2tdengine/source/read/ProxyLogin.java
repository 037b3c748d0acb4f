package io.github.influx2tdengine.source.read;

import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;

/** Answers a proxy's demand for a login, and nobody else's. */
final class ProxyLogin extends Authenticator {
  private final String user;
  private final Optional<Password> password;

  ProxyLogin(String user, Optional<Password> password) {
    this.user = user;
    this.password = password;
  }

  @Override
  protected PasswordAuthentication getPasswordAuthentication() {
    return getRequestorType() == RequestorType.PROXY
        ? new PasswordAuthentication(user, password.map(Password::value).orElse("").toCharArray())
        : null;
  }
}
