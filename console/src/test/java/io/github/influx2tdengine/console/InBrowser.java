package io.github.influx2tdengine.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.TdengineServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The console as an operator has it: in a browser, on a real worker, with both connectors. */
@ExtendWith(ConsoleRig.Extension.class)
abstract class InBrowser {
  static final int ROWS = 300;
  static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Of this run: names that no other has. */
  private static final String RUN = UUID.randomUUID().toString().substring(0, 6);

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final ConsoleRig rig = ConsoleRig.Extension.rig();
  final InfluxServer influx = rig.influx;
  final TdengineServer tdengine = rig.tdengine;
  Chromium.Tab tab;
  Page page;

  /** Of the present test. */
  String name;

  String bucket;
  String database;

  @BeforeEach
  void open() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
    int number = COUNT.incrementAndGet();
    name = "it" + RUN + "-" + number;
    bucket = "console_" + RUN + "_" + number;
    database = bucket;
    influx.createBucket(bucket);
    influx.write(
        bucket,
        IntStream.range(0, ROWS)
            .mapToObj(i -> "cpu,host=h%d usage=%d.5 %d".formatted(i % 3, i, time(i))));
    tab = rig.chromium.open();
    page = tab.page();
  }

  @AfterEach
  void close() {
    try {
      tab.assertNoComplaints();
    } finally {
      tab.close();
      removeConnectors();
      influx.dropBucket(bucket);
      tdengine.sql("DROP DATABASE IF EXISTS `" + database + "`");
    }
  }

  /** What a test leaves behind must not cost the next one anything. */
  private void removeConnectors() {
    get("connectors")
        .forEach(
            connector -> {
              if (connector.asText().startsWith(name)) {
                try {
                  send("DELETE", "connectors/" + connector.asText(), "", Map.of());
                } catch (IOException | InterruptedException e) {
                  throw new AssertionError(connector.asText() + " cannot be removed", e);
                }
              }
            });
  }

  /** Seconds from 2026-01-01 on, in nanoseconds. */
  static long time(int second) {
    return 1_767_225_600_000_000_000L + second * 1_000_000_000L;
  }

  /** Adds a data source and waits until its page is open. */
  void add() {
    go("#/add");
    fillForm();
    button("Add").click();
    assertThat(page.getByRole(AriaRole.HEADING, heading(name))).isVisible();
  }

  /** A connector as others make it, without the console; nothing runs. */
  void addStoppedSink() throws Exception {
    Map<String, String> config =
        Map.of(
            "connector.class",
            "io.github.influx2tdengine.sink.TdengineSinkConnector",
            "topics",
            "none",
            "tdengine.url",
            tdengine.jdbcUrl(),
            "tdengine.user",
            tdengine.user(),
            "tdengine.password",
            tdengine.password(),
            "consumer.override.sasl.jaas.config",
            "x required password=\"clear-jaas\";",
            "database",
            database);
    HttpResponse<String> answer =
        send(
            "POST",
            "connectors",
            "{\"name\":\"%s-sink\",\"initial_state\":\"STOPPED\",\"config\":%s}"
                .formatted(name, new ObjectMapper().writeValueAsString(config)),
            Map.of("Content-Type", "application/json"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  void delete() {
    go("#/source/" + name);
    button("Delete…").click();
    assertThat(page.getByRole(AriaRole.DIALOG))
        .containsText("topics influx." + name + " and influx." + name + ".refused");
    dialogButton("Delete").click();
    assertThat(page.getByRole(AriaRole.HEADING, heading("Data sources"))).isVisible();
    assertThat(get("connectors").toString()).doesNotContain(name);
  }

  void fillForm() {
    fill("Name", name);
    fillTarget();
    fillInflux();
    page.locator("#bucket").fill(bucket);
    page.locator("#begin").fill("2026-01-01T00:00");
  }

  void fillTarget() {
    page.locator("#address").fill(tdengine.jdbcUrl());
    page.locator("#tdUser").fill(tdengine.user());
    page.locator("#tdPassword").fill(tdengine.password());
    page.locator("#database").fill(database);
  }

  void fillInflux() {
    fillAddress(influx);
    page.locator("#user").fill(influx.user());
    page.locator("#password").fill(influx.password());
  }

  void fillAddress(InfluxServer server) {
    URI url = URI.create(server.url());
    page.locator("#host").fill(url.getHost());
    page.locator("#port").fill(String.valueOf(url.getPort()));
  }

  void fill(String label, String value) {
    page.getByLabel(label).first().fill(value);
  }

  void go(String where) {
    page.navigate(rig.worker.url() + "console/" + where);
  }

  Locator button(String words) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(words).setExact(true));
  }

  Locator dialogButton(String words) {
    return page.getByRole(AriaRole.DIALOG)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(words).setExact(true));
  }

  void unfold(String words) {
    page.getByRole(AriaRole.HEADING, heading(words)).click();
  }

  static Page.GetByRoleOptions heading(String words) {
    return new Page.GetByRoleOptions().setName(words).setExact(true);
  }

  /** The line of the present test's data source in the list. */
  Locator row() {
    return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(name));
  }

  void awaitRows(int rows) {
    await().atMost(PATIENCE).until(() -> rows() == rows);
  }

  /** Rows of the measurement cpu in TDengine; 0 while there is no table. */
  long rows() {
    try {
      return ((Number) tdengine.sql("SELECT COUNT(*) FROM `" + database + "`.`cpu`").single())
          .longValue();
    } catch (RuntimeException e) {
      return 0;
    }
  }

  /** What the worker says under a path. */
  JsonNode get(String path) {
    try {
      return new ObjectMapper().readTree(send("GET", path, "", Map.of()).body());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(path, e);
    }
  }

  HttpResponse<String> send(String method, String path, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(rig.worker.url().resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
