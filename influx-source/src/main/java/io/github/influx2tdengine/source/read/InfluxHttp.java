package io.github.influx2tdengine.source.read;

import io.github.influx2tdengine.source.config.Transport;
import io.github.influx2tdengine.source.read.InfluxException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLException;

/**
 * Talks HTTP to one InfluxDB server: {@code /ping} and {@code /query}. Safe for several threads.
 */
public final class InfluxHttp implements AutoCloseable {
  private static final String MESSAGE_PACK = "application/x-msgpack";

  /** Influx's backup service listens there by default, and some forms call it the HTTPS port. */
  private static final int BACKUP_PORT = 8088;

  private final URI base;
  private final Transport transport;
  private final Optional<String> authorization;
  private final ServerClock clock = new ServerClock();
  private final ExecutorService executor;
  private final HttpClient client;

  /**
   * @param base the server's address
   * @param authorization the value of the {@code Authorization} header
   */
  public InfluxHttp(URI base, Transport transport, Optional<String> authorization) {
    this.base = base;
    this.transport = transport;
    this.authorization = authorization;
    this.executor =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "influx-source-http-" + base.getHost());
              thread.setDaemon(true);
              return thread;
            });
    this.client = client();
  }

  private HttpClient client() {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(transport.connectTimeout())
            .executor(executor);
    transport
        .proxy()
        .ifPresent(
            proxy ->
                builder.proxy(
                    ProxySelector.of(
                        new InetSocketAddress(
                            proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort()))));
    transport
        .proxyUser()
        .ifPresent(user -> builder.authenticator(new ProxyLogin(user, transport.proxyPassword())));
    transport.caFile().ifPresent(file -> builder.sslContext(TrustedAuthorities.context(file)));
    return builder.build();
  }

  /** The server's clock, as its answers tell it. */
  public ServerClock clock() {
    return clock;
  }

  /** The answer to {@code /ping}: status and headers. */
  public HttpResponse<String> ping() throws IOException {
    return send(request("/ping").GET().build(), HttpResponse.BodyHandlers.ofString());
  }

  /**
   * Asks a question and streams the answer, as MessagePack with times in nanoseconds.
   *
   * @param database where the statement looks
   * @param policy the retention policy; empty for the default
   * @param chunk rows in one document of the answer
   * @return the answer's bytes, to be closed
   */
  public InputStream query(String database, String policy, String statement, int chunk)
      throws IOException {
    StringBuilder form = new StringBuilder();
    parameters(database, policy, statement, chunk)
        .forEach(
            (name, value) ->
                form.append(form.length() == 0 ? "" : "&")
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    HttpRequest.Builder request =
        request("/query")
            .header("Accept", MESSAGE_PACK)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form.toString()));
    if (transport.gzip()) {
      request.header("Accept-Encoding", "gzip");
    }
    HttpResponse<InputStream> response =
        send(request.build(), info -> new BodyStream(transport.readTimeout()));
    InputStream body = response.body();
    try {
      InputStream plain = plain(response, body);
      check(response, plain);
      return plain;
    } catch (IOException | RuntimeException e) {
      body.close();
      throw e;
    }
  }

  private static Map<String, String> parameters(
      String database, String policy, String statement, int chunk) {
    Map<String, String> parameters = new java.util.LinkedHashMap<>();
    if (!database.isEmpty()) {
      parameters.put("db", database);
    }
    if (!policy.isEmpty()) {
      parameters.put("rp", policy);
    }
    parameters.put("epoch", "ns");
    parameters.put("chunked", "true");
    parameters.put("chunk_size", Integer.toString(chunk));
    parameters.put("q", statement);
    return parameters;
  }

  private HttpRequest.Builder request(String path) {
    String address = base.toString();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    (address.endsWith("/") ? address.substring(0, address.length() - 1) : address)
                        + path))
            .timeout(transport.readTimeout());
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  private static InputStream plain(HttpResponse<?> response, InputStream body) throws IOException {
    return response
            .headers()
            .firstValue("Content-Encoding")
            .filter("gzip"::equalsIgnoreCase)
            .isPresent()
        ? new GZIPInputStream(body, 64 * 1024)
        : body;
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException {
    long sent = System.nanoTime();
    try {
      HttpResponse<T> response = client.send(request, handler);
      response
          .headers()
          .firstValue("Date")
          .ifPresent(date -> clock.observe(date, sent, System.nanoTime()));
      if (response.statusCode() == 407) {
        if (response.body() instanceof InputStream body) {
          body.close();
        }
        throw new InfluxException(Kind.UNEXPECTED, loginRefused());
      }
      return response;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("reading was stopped");
    } catch (HttpConnectTimeoutException e) {
      throw new InfluxException(
          Kind.TRANSIENT,
          base
              + " gave no connection within "
              + transport.connectTimeout().toMillis()
              + " ms (influxdb.connect.timeout.ms); check influxdb.url and the network",
          e);
    } catch (HttpTimeoutException e) {
      throw new InfluxException(
          Kind.LIMIT,
          base
              + " gave no answer within "
              + transport.readTimeout().toMillis()
              + " ms (influxdb.read.timeout.ms)",
          e);
    } catch (InfluxException e) {
      throw e;
    } catch (IOException e) {
      if (transport.proxy().isPresent()
          && String.valueOf(e.getMessage()).startsWith("too many authentication attempts")) {
        throw new InfluxException(Kind.UNEXPECTED, loginRefused(), e);
      }
      throw new InfluxException(Kind.TRANSIENT, unreachable(e), e);
    }
  }

  private String loginRefused() {
    return "the proxy "
        + transport.proxy().map(URI::toString).orElse("")
        + " asks for a login (HTTP 407); check influxdb.proxy.user and influxdb.proxy.password"
        + (base.getScheme().equals("https")
            // Java's default, set in its net.properties.
            ? ". To an https address Java sends them only where the worker's JVM runs with"
                + " -Djdk.http.auth.tunneling.disabledSchemes="
            : "");
  }

  private String unreachable(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
        return "the host of " + base + " is unknown; check influxdb.url";
      }
    }
    if (e instanceof ConnectException) {
      return base + " refused the connection; check influxdb.url and that the server runs";
    }
    if (e instanceof SSLException) {
      return "no TLS connection to "
          + base
          + ": "
          + e.getMessage()
          + "; check influxdb.url and influxdb.tls.ca.file";
    }
    if (base.getPort() == BACKUP_PORT) {
      return base
          + " does not speak HTTP: port 8088 is by default InfluxDB's backup port; set"
          + " influxdb.url to the HTTP port, 8086 by default";
    }
    return "the connection to "
        + base
        + " failed ("
        + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
        + "); check that influxdb.url is InfluxDB's HTTP port";
  }

  private void check(HttpResponse<?> response, InputStream body) throws IOException {
    String type = response.headers().firstValue("Content-Type").orElse("");
    int status = response.statusCode();
    if (status == 200 && type.startsWith(MESSAGE_PACK)) {
      return;
    }
    String text = type.startsWith(MESSAGE_PACK) ? reported(body) : excerpt(body);
    throw new InfluxException(
        kind(status, type, text), describe(status, type, text), null, retryAfter(response));
  }

  private static String excerpt(InputStream body) throws IOException {
    return ErrorText.excerpt(new String(body.readNBytes(4_096), StandardCharsets.UTF_8));
  }

  /** The error of an answer that was refused in the form that was asked for. */
  private static String reported(InputStream body) {
    try {
      AnswerReader.read(body, new NoRows());
      return "";
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private static Kind kind(int status, String type, String text) {
    return switch (status) {
      case 401, 403 -> Kind.CREDENTIALS;
      case 404 -> ErrorText.kind(text) == Kind.MISSING ? Kind.MISSING : Kind.UNEXPECTED;
      case 413 -> Kind.LIMIT;
      case 400, 422 -> {
        Kind kind = ErrorText.kind(text);
        yield kind == Kind.TRANSIENT ? Kind.UNEXPECTED : kind;
      }
      case 408, 504 -> Kind.LIMIT;
      case 500, 503 ->
          type.contains("json") && ErrorText.kind(text) == Kind.LIMIT ? Kind.LIMIT : Kind.TRANSIENT;
      default -> status == 429 || status > 500 ? Kind.TRANSIENT : Kind.UNEXPECTED;
    };
  }

  private String describe(int status, String type, String text) {
    if (status == 401 || status == 403) {
      return base
          + " does not accept the credentials (HTTP "
          + status
          + (text.isEmpty() ? "" : ": " + text)
          + "); check influxdb.token, or influxdb.user and influxdb.password";
    }
    if (status == 200) {
      return base
          + " answered with "
          + (type.isEmpty() ? "an unnamed type" : type)
          + " instead of MessagePack; is it InfluxDB, or a proxy's page? It begins: "
          + text;
    }
    return base + " answered HTTP " + status + (text.isEmpty() ? "" : ": " + text);
  }

  private static Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("\\d{1,6}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)));
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private static final class NoRows implements AnswerReader.Rows {
    @Override
    public void series(String name, Map<String, String> tags, java.util.List<String> columns) {}

    @Override
    public void rows(byte[] buffer, int offset, int length, int count) {}
  }
}
