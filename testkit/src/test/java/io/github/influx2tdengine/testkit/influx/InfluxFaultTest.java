package io.github.influx2tdengine.testkit.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.influx2tdengine.testkit.servers.InfluxServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each fault of the stand-in looks to a client as its name says. */
class InfluxFaultTest {
  private static final String QUERY = "SELECT *::field FROM m GROUP BY *";

  private final InfluxStandIn standIn = InfluxStandIn.start1();
  private final InfluxServer server =
      InfluxServer.version1(standIn.url(), "", "", "stand-in", standIn::close);

  @BeforeEach
  void fill() {
    server.createBucket("db");
    server.write("db", IntStream.range(0, 500).mapToObj(i -> "m v=" + i + "i " + i));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Wire.Answer ask() {
    return Wire.source(server, "db", QUERY).with("chunk_size", "100").get();
  }

  private int wholeLength() {
    return ask().bytes().length;
  }

  private boolean silent(CompletableFuture<Wire.Answer> answer) {
    return !answer.thenApply(a -> true).completeOnTimeout(false, 300, TimeUnit.MILLISECONDS).join();
  }

  @Test
  void aCutIsAnErrorOfTheTransport() {
    standIn.inject(InfluxFault.cutAfter(700));
    assertThatThrownBy(this::ask).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aTruncatedAnswerIsWholeToHttpAndBrokenInside() {
    int whole = wholeLength();
    standIn.inject(InfluxFault.truncateAfter(700));
    Wire.Answer answer = ask();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.bytes()).hasSize(700);
    assertThat(whole).isGreaterThan(700);
    assertThatThrownBy(answer::documents).isInstanceOf(Exception.class);
  }

  @Test
  void anErrorAfterTheFirstChunkComesInsideACleanAnswer() throws IOException {
    standIn.inject(InfluxFault.errorAfterFirstChunk("query-timeout limit exceeded"));
    Wire.Answer answer = ask();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.documents()).hasSize(2);
    assertThat(Wire.show(answer.documents().get(0))).contains("\"partial\"=true");
    assertThat(Wire.show(answer.documents().get(1)))
        .isEqualTo("{\"results\"=[{\"error\"=\"query-timeout limit exceeded\"}]}");
  }

  @Test
  void htmlComesWithStatus200() {
    standIn.inject(InfluxFault.html());
    Wire.Answer answer = ask();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("text/html");
  }

  @Test
  void aShortGzipEndsEarly() {
    standIn.inject(InfluxFault.gzipShortBy(20));
    Wire.Answer answer = ask();
    assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
    assertThatThrownBy(
            () ->
                new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(answer.bytes()))
                    .readAllBytes())
        .isInstanceOf(IOException.class);
  }

  @Test
  void credentialsFailFromTheGivenRequestOn() {
    standIn.inject(InfluxFault.unauthorizedFrom(3));
    assertThat(ask().status()).isEqualTo(200);
    assertThat(ask().status()).isEqualTo(200);
    assertThat(ask().status()).isEqualTo(401);
    assertThat(ask().status()).isEqualTo(401);
    standIn.heal();
    assertThat(ask().status()).isEqualTo(200);
  }

  @Test
  void aDroppedConnectionIsAnError() {
    standIn.inject(InfluxFault.drop());
    assertThatThrownBy(this::ask).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aHangingRequestIsNotAnsweredBeforeTheEndOfTheFault() {
    standIn.inject(InfluxFault.hang());
    CompletableFuture<Wire.Answer> answer = CompletableFuture.supplyAsync(this::ask);
    assertThat(silent(answer)).isTrue();
    standIn.heal();
    // The connection ends without an answer, upon which this client asks once more.
    assertThat(answer.handle((a, e) -> true)).succeedsWithin(Duration.ofMinutes(2));
  }

  @Test
  void aStalledAnswerGoesOnWhenTheFaultEnds() {
    int whole = wholeLength();
    standIn.inject(InfluxFault.stallAfter(700));
    CompletableFuture<Wire.Answer> answer = CompletableFuture.supplyAsync(this::ask);
    assertThat(silent(answer)).isTrue();
    standIn.heal();
    assertThat(answer)
        .succeedsWithin(Duration.ofMinutes(2))
        .satisfies(all -> assertThat(all.bytes()).hasSize(whole));
  }

  @Test
  void aSlowAnswerTakesItsTimeAndIsWhole() {
    int whole = wholeLength();
    standIn.inject(InfluxFault.slow(whole * 2L));
    long begin = System.nanoTime();
    assertThat(ask().bytes()).hasSize(whole);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(400));
  }

  @Test
  void aRefusedPortIsOpenAgainAfterwards() {
    standIn.inject(InfluxFault.refuse());
    assertThatThrownBy(this::ask).isInstanceOf(UncheckedIOException.class);
    standIn.heal();
    assertThat(ask().status()).isEqualTo(200);
  }
}
