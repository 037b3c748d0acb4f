package io.github.influx2tdengine.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the pages must not show, run or take. */
class SecurityIT extends InBrowser {
  /** Would run if a name became markup. */
  private static final String SCRIPT = "<img src=x onerror=document.title='taken'>";

  @Test
  void showsNamesFromInfluxdbAsText() {
    String line =
        "%s,host=%s text=\"%s\" %d"
            .formatted(
                SCRIPT.replace(" ", "\\ "),
                SCRIPT.replace(" ", "\\ ").replace("=", "\\="),
                "x".repeat(65_530),
                time(0));
    influx.write(bucket, line);
    add();

    assertThat(page.locator("table").first()).containsText(SCRIPT);
    // A row is refused once more where the sink is handed its record again.
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(get("console/api/sources/" + name).get("refused").asInt()).isPositive());
    Locator refused =
        page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Rows refused"));
    // The series stands there as line protocol, with its own escapes.
    assertThat(refused).containsText("onerror=document.title='taken'");
    assertThat(refused).containsText("influx." + name);
    go("#/add");
    fillForm();
    button("Check connection").click();
    assertThat(page.locator(".option").getByText(SCRIPT)).isVisible();
    org.assertj.core.api.Assertions.assertThat(page.title()).doesNotContain("taken");
  }

  @Test
  void refusesChangesFromOtherSites() throws Exception {
    assertThat(
            send(
                    "POST",
                    "console/api/secrets/x",
                    "{\"typed\":{\"a\":\"b\"}}",
                    Map.of("Content-Type", "application/json", "Origin", "http://evil.example"))
                .statusCode())
        .isEqualTo(403);
    assertThat(
            send(
                    "POST",
                    "console/api/secrets/x",
                    "{\"typed\":{\"a\":\"b\"}}",
                    Map.of("Content-Type", "text/plain"))
                .statusCode())
        .isEqualTo(403);
    assertThat(
            send("POST", "connectors/x/restart", "", Map.of("Origin", "http://evil.example"))
                .statusCode())
        .isEqualTo(403);
  }

  /** A site's name that leads to 127.0.0.1 makes its scripts the worker's own to a browser. */
  @Test
  void answersToLoopbacksNamesAlone() throws Exception {
    for (String path : new String[] {"/console/", "/console/api/sources", "/connectors"}) {
      assertThat(statusLine(path, "localhost:" + port())).as(path).contains(" 200 ");
      assertThat(statusLine(path, "rebound.example:" + port())).as(path).contains(" 403 ");
    }
  }

  private int port() {
    return rig.worker.url().getPort();
  }

  /** Java's own client does not let a request name another host. */
  private String statusLine(String path, String host) throws Exception {
    try (Socket socket = new Socket(rig.worker.url().getHost(), port())) {
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(path, host)
                  .getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  @Test
  void letsTheBrowserRunNothingButItsOwnFiles() throws Exception {
    for (String path : new String[] {"console/", "console/app.js", "console/api/sources"}) {
      HttpHeaders headers = send("GET", path, "", Map.of()).headers();
      assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
          .contains(
              "default-src 'none'",
              "script-src 'self';",
              "style-src 'self';",
              "connect-src 'self'",
              "frame-ancestors 'none'",
              "require-trusted-types-for 'script'")
          .doesNotContain("unsafe");
      assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
    }
    go("");
    page.evaluate(
        "() => { const s = document.createElement('script');"
            + " try { s.textContent = \"document.title = 'taken'\"; } catch (e) { return; }"
            + " document.body.append(s); }");
    assertThat(page.title()).doesNotContain("taken");
    tab.forgetComplaints();
  }

  /** Connectors that others have made with secrets in clear, as Connect lets them. */
  @Test
  void hidesSecretsThatStandInConfigurationsInClear() throws Exception {
    addStoppedSink();
    assertThat(send("GET", "connectors/" + name + "-sink/config", "", Map.of()).body())
        .contains("clear-jaas");
    await().atMost(PATIENCE).until(() -> get("console/api/sources").toString().contains(name));
    for (String path : new String[] {"", "/" + name + "-sink", "/" + name + "-sink/settings"}) {
      assertThat(send("GET", "console/api/sources" + path, "", Map.of()).body())
          .contains(name)
          .doesNotContain("clear-jaas");
    }
    assertThat(
            get("console/api/sources/" + name + "-sink/settings")
                .findValue("tdengine.password")
                .asText())
        .isEqualTo("[hidden]");
  }
}
