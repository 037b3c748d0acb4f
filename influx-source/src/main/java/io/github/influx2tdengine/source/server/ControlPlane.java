package io.github.influx2tdengine.source.server;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import io.github.influx2tdengine.source.config.SourceConfig;
import io.github.influx2tdengine.source.config.Transport;
import io.github.influx2tdengine.source.read.InfluxException;
import io.github.influx2tdengine.source.read.InfluxException.Kind;
import io.github.influx2tdengine.source.read.TrustedAuthorities;
import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import org.apache.kafka.common.config.types.Password;

/** InfluxDB's own client, for what is not reading: buckets and their mappings on 2.x. */
final class ControlPlane {
  private ControlPlane() {}

  static InfluxDBClient client(SourceConfig config, Transport transport) {
    OkHttpClient.Builder http =
        new OkHttpClient.Builder()
            .connectTimeout(transport.connectTimeout())
            .readTimeout(transport.readTimeout());
    transport
        .proxy()
        .ifPresent(
            proxy ->
                http.proxy(
                    new Proxy(
                        Proxy.Type.HTTP,
                        new InetSocketAddress(
                            proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort()))));
    transport
        .proxyUser()
        .ifPresent(
            user -> {
              String login =
                  Credentials.basic(
                      user, transport.proxyPassword().map(Password::value).orElse(""));
              http.proxyAuthenticator(
                  (route, response) ->
                      response.request().header("Proxy-Authorization") != null
                          ? null
                          : response
                              .request()
                              .newBuilder()
                              .header("Proxy-Authorization", login)
                              .build());
            });
    transport
        .caFile()
        .ifPresent(
            file ->
                http.sslSocketFactory(
                    TrustedAuthorities.context(file).getSocketFactory(),
                    TrustedAuthorities.manager(file)));
    InfluxDBClientOptions.Builder options =
        InfluxDBClientOptions.builder().url(config.url().toString()).okHttpClient(http);
    config.token().ifPresent(token -> options.authenticateToken(token.value().toCharArray()));
    if (config.token().isEmpty()) {
      // Basic login with the token as its password, as 2.x takes it for InfluxQL, does not open its
      // own API; the password is the token there.
      config
          .password()
          .ifPresent(password -> options.authenticateToken(password.value().toCharArray()));
    }
    return InfluxDBClientFactory.create(options.build());
  }

  /** The client's exception as ours, without the request it may quote. */
  static InfluxException translate(SourceConfig config, com.influxdb.exceptions.InfluxException e) {
    int status = e.status();
    if (status == 401 || status == 403) {
      return new InfluxException(
          Kind.CREDENTIALS,
          config.url()
              + " does not accept the token (HTTP "
              + status
              + ": "
              + e.getMessage()
              + "); check influxdb.token",
          e);
    }
    return new InfluxException(
        status == 0 || status >= 500 || status == 429 ? Kind.TRANSIENT : Kind.UNEXPECTED,
        config.url() + " could not be asked for its buckets: " + e.getMessage(),
        e);
  }
}
