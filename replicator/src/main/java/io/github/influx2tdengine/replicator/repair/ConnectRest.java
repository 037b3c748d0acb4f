package io.github.influx2tdengine.replicator.repair;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.influx2tdengine.replicator.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Speaks with the REST interface of a Connect cluster. */
public final class ConnectRest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A cluster that rebalances answers 409 for some seconds. */
  private static final int ATTEMPTS = 30;

  private static final long PAUSE_MS = 1_000;

  private final URI base;
  private final Optional<String> authorization;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /**
   * @param url address of any worker; user and password in it are sent as basic authentication
   * @throws CommandFailure when it is no address
   */
  public ConnectRest(String url) {
    URI given;
    try {
      given = URI.create(url.replaceAll("/+$", ""));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.wrongUsage("--connect-url is no address; write http://connect:8083");
    }
    if (given.getHost() == null
        || !"http".equals(given.getScheme()) && !"https".equals(given.getScheme())) {
      throw CommandFailure.wrongUsage("--connect-url is no address; write http://connect:8083");
    }
    authorization =
        Optional.ofNullable(given.getUserInfo())
            .map(
                info ->
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString(info.getBytes(StandardCharsets.UTF_8)));
    base = URI.create(given.toString().replaceFirst("//[^/@]*@", "//"));
  }

  /** Every connector's name and settings, secrets as references where they are given so. */
  public Map<String, Map<String, String>> connectors() {
    Map<String, Map<String, String>> connectors = new TreeMap<>();
    JsonNode all = ask("GET", "/connectors?expand=info", null).orElseThrow(this::missing);
    all.properties()
        .forEach(
            one -> {
              Map<String, String> settings = new LinkedHashMap<>();
              one.getValue()
                  .path("info")
                  .path("config")
                  .properties()
                  .forEach(setting -> settings.put(setting.getKey(), setting.getValue().asText()));
              connectors.put(one.getKey(), settings);
            });
    return connectors;
  }

  /** Its state, and the state and trace of its tasks; empty when there is no such connector. */
  Optional<JsonNode> status(String connector) {
    return ask("GET", path(connector) + "/status", null);
  }

  /** The offsets of a connector. */
  JsonNode offsets(String connector) {
    return ask("GET", path(connector) + "/offsets", null)
        .map(answer -> answer.path("offsets"))
        .orElseThrow(this::missing);
  }

  void create(Map<String, String> settings) {
    ask("PUT", path(settings.get("name")) + "/config", settings);
  }

  void stop(String connector) {
    ask("PUT", path(connector) + "/stop", null);
  }

  void forgetOffsets(String connector) {
    ask("DELETE", path(connector) + "/offsets", null);
  }

  void delete(String connector) {
    ask("DELETE", path(connector), null);
  }

  private CommandFailure missing() {
    return CommandFailure.failed(
        "--connect-url: " + base + " has no such resource; is it a Connect worker's REST address?");
  }

  private static String path(String connector) {
    return "/connectors/"
        + URLEncoder.encode(connector, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The answer; empty for 404. */
  private Optional<JsonNode> ask(String method, String path, Map<String, String> body) {
    for (int attempt = 1; ; attempt++) {
      HttpResponse<String> response = send(method, path, body);
      int status = response.statusCode();
      if (status == 404) {
        return Optional.empty();
      }
      if (status / 100 == 2) {
        return Optional.of(json(response.body()));
      }
      if (status != 409 && status != 503 || attempt == ATTEMPTS) {
        throw CommandFailure.failed(
            "--connect-url: %s answered %s %s with HTTP %d: %s"
                .formatted(base, method, path, status, reason(response.body())));
      }
      pause();
    }
  }

  private HttpResponse<String> send(String method, String path, Map<String, String> body) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(base + path))
              .timeout(PATIENCE)
              .header("Content-Type", "application/json")
              .method(
                  method,
                  body == null
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
      authorization.ifPresent(value -> request.header("Authorization", value));
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("settings cannot be written as JSON", e);
    } catch (IOException e) {
      throw CommandFailure.failed(
          "--connect-url: "
              + base
              + " does not answer ("
              + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
              + "); is it a Connect worker's REST address?",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted", e);
    }
  }

  private static JsonNode json(String body) {
    try {
      return body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw CommandFailure.failed(
          "--connect-url: the answer is not JSON; is it a Connect worker's REST address?", e);
    }
  }

  private static String reason(String body) {
    try {
      return JSON.readTree(body).path("message").asText("no reason given");
    } catch (JsonProcessingException e) {
      return "no reason given";
    }
  }

  static void pause() {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted", e);
    }
  }
}
