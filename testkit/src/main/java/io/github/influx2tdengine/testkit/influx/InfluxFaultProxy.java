package io.github.influx2tdengine.testkit.influx;

import io.github.influx2tdengine.testkit.influx.LoopbackHttp.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/**
 * A proxy before a real InfluxDB that makes the answers to {@code /query} go wrong, and the clock
 * of all its answers. Answers pass through memory: it is for tests of some megabytes.
 */
public final class InfluxFaultProxy implements AutoCloseable {
  private static final List<String> REQUEST_HEADERS =
      List.of("authorization", "accept", "accept-encoding", "content-type");
  private static final List<String> ANSWER_HEADERS =
      List.of("Content-Type", "Content-Encoding", "X-Influxdb-Version", "X-Influxdb-Error");

  private final String target;
  private final LoopbackHttp http;
  private final Faults faults = new Faults();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private volatile Clock clock = Clock.systemUTC();

  private InfluxFaultProxy(String target) throws IOException {
    this.target = target;
    this.http = new LoopbackHttp(this::handle);
  }

  /** A proxy before the server of an {@code http://host:port} address. */
  public static InfluxFaultProxy before(String url) {
    try {
      return new InfluxFaultProxy(url);
    } catch (IOException e) {
      throw new UncheckedIOException("no loopback port for a proxy", e);
    }
  }

  /** The address, without a slash at its end. */
  public String url() {
    return "http://127.0.0.1:" + http.port();
  }

  /** Replaces the present fault; who waits in it goes on. */
  public void inject(InfluxFault fault) {
    faults.replace(fault);
    try {
      if (fault.kind() == InfluxFault.Kind.REFUSE) {
        http.refuse();
      } else {
        http.open();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("port of the proxy cannot be opened again", e);
    }
  }

  /** Ends the present fault. */
  public void heal() {
    inject(InfluxFault.none());
  }

  /** From now on the server's clock, as its answers tell it, is so far from this machine's. */
  public void setClock(Duration ahead) {
    clock = Clock.offset(Clock.systemUTC(), ahead);
  }

  @Override
  public void close() {
    faults.replace(InfluxFault.none());
    http.close();
  }

  private boolean handle(Request request, OutputStream out) throws IOException {
    HttpAnswer answer = new HttpAnswer(out, clock);
    if (!request.path().equals("/query")) {
      pass(forward(request), answer, new Faults().present());
      return true;
    }
    Faults.Injected present = faults.present();
    Optional<Boolean> instead = present.instead(answer);
    if (instead.isPresent()) {
      return instead.get();
    }
    try {
      pass(forward(request), answer, present);
      return true;
    } catch (FaultyBody.Cut e) {
      return false;
    }
  }

  private HttpResponse<byte[]> forward(Request request) throws IOException {
    boolean form = request.header("content-type").startsWith("application/x-www-form-urlencoded");
    String parameters = form(request.parameters());
    HttpRequest.Builder forwarded =
        HttpRequest.newBuilder(
            URI.create(
                target + request.path() + (form || parameters.isEmpty() ? "" : "?" + parameters)));
    forwarded.method(
        request.method(),
        HttpRequest.BodyPublishers.ofByteArray(
            form ? parameters.getBytes(StandardCharsets.UTF_8) : request.body()));
    for (String header : REQUEST_HEADERS) {
      if (!request.header(header).isEmpty()) {
        forwarded.header(header, request.header(header));
      }
    }
    try {
      return client.send(forwarded.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("proxy was closed");
    }
  }

  private static String form(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(
            each ->
                URLEncoder.encode(each.getKey(), StandardCharsets.UTF_8)
                    + "="
                    + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static void pass(
      HttpResponse<byte[]> response, HttpAnswer answer, Faults.Injected present)
      throws IOException {
    for (String header : ANSWER_HEADERS) {
      response.headers().firstValue(header).ifPresent(value -> answer.header(header, value));
    }
    String status = response.statusCode() + " as answered";
    byte[] body = response.body();
    if (response.statusCode() == 204) {
      answer.whole(status, "");
      return;
    }
    InfluxFault fault = present.fault();
    if (fault.kind() == InfluxFault.Kind.ERROR_AFTER_FIRST_CHUNK) {
      body = errorAfterFirstChunk(body, fault.text());
    } else if (fault.kind() == InfluxFault.Kind.SHORT_GZIP) {
      answer.header("Content-Encoding", "gzip");
      byte[] zipped = gzip(body);
      body = java.util.Arrays.copyOf(zipped, (int) Math.max(0, zipped.length - fault.amount()));
    }
    // Closed at its end only: closing it on the way out of an error would make the answer whole.
    OutputStream chunked = answer.chunked(status);
    present.body(chunked).write(body, 0, body.length);
    chunked.close();
  }

  private static byte[] errorAfterFirstChunk(byte[] body, String error) throws IOException {
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    try (InputStream in = new ByteArrayInputStream(body);
        MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(in)) {
      unpacker.unpackValue();
      changed.write(body, 0, (int) unpacker.getTotalReadBytes());
    }
    new MessagePackResults("ns").document(changed, List.of(Result.error(0, error)));
    return changed.toByteArray();
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(body);
    }
    return zipped.toByteArray();
  }
}
