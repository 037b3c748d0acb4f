package io.github.influx2tdengine.testkit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.influx2tdengine.testkit.influx.InfluxStandIn;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each fault of the proxy looks to a client of the server behind it as its name says. */
class FaultProxyTest {
  private final InfluxStandIn server = InfluxStandIn.start1();
  private final FaultProxy proxy = FaultProxy.before(server.url());

  @AfterEach
  void close() {
    proxy.close();
    server.close();
  }

  private HttpRequest request(Duration timeout) {
    return HttpRequest.newBuilder(URI.create(proxy.url() + "/query?q=SHOW%20DATABASES"))
        .timeout(timeout)
        .build();
  }

  private int ask() throws IOException, InterruptedException {
    return ask(HttpClient.newHttpClient(), Duration.ofMinutes(2));
  }

  private int ask(HttpClient client, Duration timeout) throws IOException, InterruptedException {
    return client.send(request(timeout), HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  @Test
  void withoutAFaultEverythingPasses() throws Exception {
    assertThat(ask()).isEqualTo(200);
    assertThat(proxy.connections()).isEqualTo(1);
    assertThat(proxy.through("jdbc:TAOS-WS://localhost:6041/?a=b"))
        .isEqualTo("jdbc:TAOS-WS://127.0.0.1:" + proxy.port() + "/?a=b");
  }

  @Test
  void aHangLetsRequestsThroughAndHoldsAnswers() throws Exception {
    proxy.inject(Fault.hang());
    long before = server.queries();
    CompletableFuture<HttpResponse<String>> answer =
        HttpClient.newHttpClient()
            .sendAsync(request(Duration.ofMinutes(2)), HttpResponse.BodyHandlers.ofString());
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> server.queries() > before);
    assertThat(answer).isNotDone();
    proxy.heal();
    assertThat(answer.get(2, TimeUnit.MINUTES).statusCode()).isEqualTo(200);
  }

  @Test
  void aBlackHoleLetsNothingThrough() {
    proxy.inject(Fault.blackHole());
    assertThatThrownBy(() -> ask(HttpClient.newHttpClient(), Duration.ofMillis(300)))
        .isInstanceOf(HttpTimeoutException.class);
    assertThat(server.queries()).isZero();
  }

  @Test
  void dropEndsOpenConnectionsAndNewOnes() throws Exception {
    HttpClient keepsAlive = HttpClient.newHttpClient();
    assertThat(ask(keepsAlive, Duration.ofMinutes(2))).isEqualTo(200);
    proxy.inject(Fault.drop());
    assertThatThrownBy(() -> ask(keepsAlive, Duration.ofMinutes(2)))
        .isInstanceOf(IOException.class);
    proxy.heal();
    assertThat(ask(keepsAlive, Duration.ofMinutes(2))).isEqualTo(200);
  }

  @Test
  void aCutEndsTheConnectionAfterSoManyBytes() throws Exception {
    proxy.inject(Fault.cutAfter(150));
    assertThatThrownBy(this::ask).isInstanceOf(IOException.class);
    assertThat(server.queries()).isPositive();
    proxy.heal();
    assertThat(ask()).isEqualTo(200);
  }

  @Test
  void aRefusedPortIsOpenAgainAfterwards() throws Exception {
    proxy.inject(Fault.refuse());
    assertThatThrownBy(this::ask).isInstanceOf(ConnectException.class);
    proxy.heal();
    assertThat(ask()).isEqualTo(200);
  }

  @Test
  void slowAnswersTakeTheirTime() throws Exception {
    // An answer of about 250 bytes.
    proxy.inject(Fault.slow(500));
    long begin = System.nanoTime();
    assertThat(ask()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(300));
  }
}
