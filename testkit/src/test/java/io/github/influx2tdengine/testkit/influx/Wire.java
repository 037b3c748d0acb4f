package io.github.influx2tdengine.testkit.influx;

import io.github.influx2tdengine.testkit.servers.InfluxServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ExtensionValue;
import org.msgpack.value.Value;

/** A request to {@code /query} and its answer as it came, for looking at every byte. */
final class Wire {
  static final String MESSAGE_PACK = "application/x-msgpack";

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final InfluxServer server;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();

  record Answer(int status, HttpResponse<byte[]> response) {
    byte[] bytes() {
      return response.body();
    }

    String text() {
      return new String(bytes(), StandardCharsets.UTF_8);
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** The MessagePack documents of the body; throws where it ends inside one. */
    List<Value> documents() throws IOException {
      List<Value> documents = new ArrayList<>();
      try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(bytes())) {
        while (unpacker.hasNext()) {
          documents.add(unpacker.unpackValue());
        }
      }
      return documents;
    }
  }

  private Wire(InfluxServer server) {
    this.server = server;
    if (server.version() == 2) {
      headers.put("Authorization", "Token " + server.token());
    } else if (!server.user().isEmpty()) {
      headers.put("Authorization", basic(server.user(), server.password()));
    }
  }

  static Wire to(InfluxServer server) {
    return new Wire(server);
  }

  /** Chunked MessagePack with times as integers: the way that the source reads. */
  static Wire source(InfluxServer server, String bucket, String query) {
    return to(server)
        .in(bucket)
        .with("epoch", "ns")
        .with("chunked", "true")
        .header("Accept", MESSAGE_PACK)
        .with("q", query);
  }

  static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  Wire in(String bucket) {
    String[] parts = bucket.split("/", 2);
    with("db", parts[0]);
    return parts.length == 2 ? with("rp", parts[1]) : this;
  }

  Wire with(String parameter, String value) {
    parameters.put(parameter, value);
    return this;
  }

  Wire header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  Wire anonymous() {
    headers.remove("Authorization");
    return this;
  }

  Answer get() {
    return get("/query");
  }

  Answer get(String path) {
    String query = form();
    return send(request(path + (query.isEmpty() ? "" : "?" + query)).GET());
  }

  Answer postForm() {
    return send(
        request("/query")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form())));
  }

  Answer post(String path, String body) {
    String query = form();
    return send(
        request(path + (query.isEmpty() ? "" : "?" + query))
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path)).timeout(Duration.ofMinutes(5));
    headers.forEach(request::header);
    return request;
  }

  private static Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String form() {
    return parameters.entrySet().stream()
        .map(
            parameter ->
                parameter.getKey()
                    + "="
                    + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** A value as text that tells integers, floats and bytes apart, and whose maps are sorted. */
  static String show(Value value) {
    return switch (value.getValueType()) {
      case MAP ->
          value.asMapValue().map().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      entry -> show(entry.getKey()),
                      entry -> show(entry.getValue()),
                      (a, b) -> a,
                      TreeMap::new))
              .toString();
      case ARRAY ->
          value.asArrayValue().list().stream()
              .map(Wire::show)
              .collect(Collectors.joining(", ", "[", "]"));
      case FLOAT -> "float " + Double.toHexString(value.asFloatValue().toDouble());
      case EXTENSION -> {
        ExtensionValue extension = value.asExtensionValue();
        yield "ext "
            + extension.getType()
            + " "
            + java.util.HexFormat.of().formatHex(extension.getData());
      }
      default -> value.toJson();
    };
  }
}
