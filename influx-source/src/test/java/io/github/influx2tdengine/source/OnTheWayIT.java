package io.github.influx2tdengine.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.influx2tdengine.testkit.influx.InfluxStandIn;
import io.github.influx2tdengine.testkit.proxy.ForwardProxy;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands between the worker and the server: TLS with an authority of one's own, proxies. */
class OnTheWayIT {
  private static final String BUCKET = "on_the_way";
  private static final char[] SECRET = "changeit".toCharArray();

  @TempDir static Path temp;

  private static InfluxStandIn standIn;
  private static InfluxServer server;
  private static HttpsServer https;
  private static ExecutorService threads;

  @BeforeAll
  static void start() throws Exception {
    standIn = InfluxStandIn.start1();
    server = InfluxServer.version1(standIn.url(), "", "", "stand-in", () -> {});
    server.createBucket(BUCKET);
    server.write(BUCKET, "cpu,host=a usage=1 1767225600000000000");
    keytool("-genkeypair", "-keyalg", "RSA", "-dname", "CN=influx", "-ext", "SAN=ip:127.0.0.1");
    keytool("-exportcert", "-rfc", "-file", temp.resolve("ca.pem").toString());
    threads = Executors.newCachedThreadPool();
    https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    https.setHttpsConfigurator(new HttpsConfigurator(context()));
    https.setExecutor(threads);
    https.createContext("/", OnTheWayIT::forward);
    https.start();
  }

  @AfterAll
  static void stop() {
    https.stop(0);
    threads.shutdownNow();
    standIn.close();
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", "influx", "-storepass", new String(SECRET)));
    command.addAll(List.of("-keystore", temp.resolve("keys.p12").toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }

  private static SSLContext context() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(temp.resolve("keys.p12"))) {
      keys.load(in, SECRET);
    }
    KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
    factory.init(keys, SECRET);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private static void forward(HttpExchange exchange) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(standIn.url() + exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    for (String name : List.of("Accept", "Content-Type")) {
      if (exchange.getRequestHeaders().containsKey(name)) {
        request.header(name, exchange.getRequestHeaders().getFirst(name));
      }
    }
    try {
      HttpResponse<byte[]> response =
          HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      for (String name : List.of("Content-Type", "X-Influxdb-Version")) {
        response
            .headers()
            .firstValue(name)
            .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
      }
      byte[] body = response.body();
      exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.close();
    }
  }

  private static String secureUrl() {
    return "https://127.0.0.1:" + https.getAddress().getPort();
  }

  private static SourceRun run(String url, String... more) {
    return SourceRun.on(server, BUCKET)
        .with("influxdb.url", url, "end.time", "2026-02-01T00:00:00Z")
        .with(more);
  }

  private static void assertReads(SourceRun settings) {
    try (SourceRun run = settings.start()) {
      run.untilFinished();
      assertThat(run.records)
          .singleElement()
          .satisfies(
              record ->
                  assertThat(record.value()).isEqualTo("cpu,host=a usage=1.0 1767225600000000000"));
    }
  }

  private static String error(SourceRun run, String setting) {
    return new InfluxSourceConnector()
        .validate(run.settings).configValues().stream()
            .filter(value -> value.name().equals(setting))
            .map(ConfigValue::errorMessages)
            .findFirst()
            .orElseThrow()
            .toString();
  }

  private static String[] authority() {
    return new String[] {"influxdb.tls.ca.file", temp.resolve("ca.pem").toString()};
  }

  @Test
  void aServerWhoseAuthorityIsNamedIsTrusted() {
    assertReads(run(secureUrl(), authority()));
  }

  @Test
  void aServerWhoseAuthorityIsUnknownIsNot() {
    assertThat(error(run(secureUrl()), "influxdb.url"))
        .contains("no TLS connection", "influxdb.tls.ca.file");
  }

  @Test
  void aFileThatIsNoCertificateIsNamed() throws IOException {
    Path file = Files.writeString(temp.resolve("no.pem"), "not a certificate");
    assertThat(
            error(
                run(secureUrl(), "influxdb.tls.ca.file", file.toString()), "influxdb.tls.ca.file"))
        .contains("influxdb.tls.ca.file", file.toString());
  }

  @Test
  void throughAProxy() throws IOException {
    try (ForwardProxy proxy = ForwardProxy.open()) {
      assertReads(run(server.url(), "influxdb.proxy", proxy.url()));
      assertThat(proxy.connections()).isPositive();
      int plain = proxy.connections();
      assertReads(run(secureUrl(), authority()).with("influxdb.proxy", proxy.url()));
      assertThat(proxy.connections()).isGreaterThan(plain);
    }
  }

  @Test
  void throughAProxyThatAsksForALogin() throws IOException {
    try (ForwardProxy proxy = ForwardProxy.withLogin("worker", "pr0xy")) {
      SourceRun run =
          run(server.url(), "influxdb.proxy", proxy.url(), "influxdb.proxy.user", "worker")
              .with("influxdb.proxy.password", "pr0xy");
      assertReads(run);
      assertThat(error(run.with("influxdb.proxy.password", "wrong"), "influxdb.url"))
          .contains("influxdb.proxy.user")
          .doesNotContain("wrong");
    }
  }

  @Test
  void aLoginThatJavaDoesNotSendIsSaidToBeOne() throws IOException {
    try (ForwardProxy proxy = ForwardProxy.withLogin("worker", "pr0xy")) {
      assertThat(
              error(
                  run(secureUrl(), authority())
                      .with("influxdb.proxy", proxy.url(), "influxdb.proxy.user", "worker")
                      .with("influxdb.proxy.password", "pr0xy"),
                  "influxdb.url"))
          .contains("influxdb.proxy.user", "jdk.http.auth.tunneling.disabledSchemes")
          .doesNotContain("pr0xy");
    }
  }
}
