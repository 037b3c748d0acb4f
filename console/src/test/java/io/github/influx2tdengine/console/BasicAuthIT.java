package io.github.influx2tdengine.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.apache.kafka.connect.rest.basic.auth.extension.BasicAuthSecurityRestExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connect's own basic authentication, where the worker has it, keeps the console's pages, too. */
class BasicAuthIT {
  private static final String LOGIN = "operator:let-me-in";

  @TempDir static Path directory;

  private static TestWorker worker;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    worker =
        TestWorker.start(
            directory,
            Map.of(
                "rest.extension.classes",
                BasicAuthSecurityRestExtension.class.getName()
                    + ","
                    + ConsoleExtension.class.getName()));
  }

  @AfterAll
  static void stop() {
    worker.close();
  }

  private HttpRequest.Builder request(String path, String login) {
    String encoded = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    HttpRequest.Builder request = HttpRequest.newBuilder(worker.url().resolve(path));
    return login.isEmpty() ? request : request.header("Authorization", "Basic " + encoded);
  }

  private int status(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  @ParameterizedTest
  @ValueSource(strings = {"console/", "console/app.js", "console/api/sources", "connectors"})
  void onlyWhoLogsInIsShown(String path) throws Exception {
    assertThat(status(request(path, ""))).isEqualTo(401);
    assertThat(status(request(path, "operator:wrong"))).isEqualTo(401);
    assertThat(status(request(path, LOGIN))).isEqualTo(200);
  }

  @Test
  void onlyWhoLogsInChangesAnything() throws Exception {
    HttpRequest.BodyPublisher secret = HttpRequest.BodyPublishers.ofString("{\"values\":{}}");
    for (String login : new String[] {"", "operator:wrong"}) {
      assertThat(
              status(
                  request("console/api/secrets/x-sink", login)
                      .header("Content-Type", "application/json")
                      .POST(secret)))
          .isEqualTo(401);
    }
  }
}
