package io.github.influx2tdengine.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.Pace;
import io.github.influx2tdengine.testkit.servers.Servers;
import io.github.influx2tdengine.testkit.servers.TdengineServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The console as an operator has it: in a browser, on a real worker, with both connectors. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {
  private static final int ROWS = 300;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Would run if a name became markup. */
  private static final String SCRIPT = "<img src=x onerror=document.title='taken'>";

  private Path directory;
  private final String run = UUID.randomUUID().toString().substring(0, 6);
  private final AtomicInteger count = new AtomicInteger();
  private final HttpClient http = HttpClient.newHttpClient();
  private InfluxServer influx;
  private TdengineServer tdengine;
  private TestWorker worker;
  private Chromium chromium;
  private Chromium.Tab tab;
  private Page page;

  /** Of the present test: names that no other run has. */
  private String name;

  private String bucket;
  private String database;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    this.directory = directory;
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
    if (Chromium.installed().isEmpty()) {
      System.out.println(
          "SKIPPED: the console's pages were not tested, since there is no browser; install"
              + " Debian's chromium, or name one with CHROMIUM.");
    }
    Assumptions.assumeTrue(Chromium.installed().isPresent(), "no browser");
    influx = Servers.influx1();
    tdengine = Servers.tdengine();
    worker = TestWorker.start(directory, Map.of());
    chromium = Chromium.start(Chromium.installed().orElseThrow());
  }

  @AfterAll
  void stop() {
    if (chromium != null) {
      chromium.close();
    }
    if (worker != null) {
      worker.close();
    }
  }

  @BeforeEach
  void open() {
    name = "it" + run + "-" + count.incrementAndGet();
    bucket = "console_" + run + "_" + count.get();
    database = bucket;
    influx.createBucket(bucket);
    influx.write(
        bucket,
        IntStream.range(0, ROWS)
            .mapToObj(i -> "cpu,host=h%d usage=%d.5 %d".formatted(i % 3, i, time(i))));
    tab = chromium.open();
    page = tab.page();
  }

  @AfterEach
  void close() {
    tab.assertNoComplaints();
    tab.close();
    influx.dropBucket(bucket);
    tdengine.sql("DROP DATABASE IF EXISTS `" + database + "`");
  }

  /** Seconds from 2026-01-01 on, in nanoseconds. */
  private static long time(int second) {
    return 1_767_225_600_000_000_000L + second * 1_000_000_000L;
  }

  /** A browser on a starved machine takes minutes for what these do; the others show the most. */
  private static void leaveOutWhereOverloaded() {
    Assumptions.assumeFalse(Pace.overloaded(), () -> Pace.leftOut("ConsoleIT"));
  }

  @Test
  void goesFromAnEmptyFormToRowsInTdengine() throws Exception {
    go("");
    page.getByRole(AriaRole.MAIN)
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Add data source"))
        .click();
    tab.assertAccessible("the empty form");
    fill("Name", name);
    fillTarget();
    button("Check").click();
    assertThat(page.getByText("TDengine answers")).isVisible();
    fillInflux();
    button("Check connection").click();
    assertThat(page.getByText("InfluxDB answers")).isVisible();
    assertThat(page.locator("#bucket-choices option[value='" + bucket + "']")).hasCount(1);
    page.locator("#bucket").fill(bucket);
    page.locator("#bucket").press("Tab");
    assertThat(page.locator(".option").getByText("cpu")).isVisible();
    page.locator("#begin").fill("2026-01-01T00:00");
    page.getByRole(AriaRole.HEADING, heading("Preview")).click();
    assertThat(page.locator("#preview-source"))
        .containsText("\"begin.time\": \"2026-01-01T00:00:00Z\"");
    if (!tdengine.password().isEmpty()) {
      assertThat(page.locator("#preview-sink")).not().containsText(tdengine.password());
    }
    page.getByRole(AriaRole.HEADING, heading("Advanced")).click();
    tab.assertAccessible("the form");
    page.getByRole(AriaRole.HEADING, heading("Preview")).click();
    page.getByRole(AriaRole.HEADING, heading("Advanced")).click();
    tab.screenshots("add");
    button("Add").click();

    assertThat(page.getByRole(AriaRole.HEADING, heading(name))).isVisible();
    awaitRows(ROWS);
    assertThat(page.locator(".state")).containsText("following");
    assertThat(page.locator("table").first()).containsText("cpu");
    tab.assertAccessible("a data source");
    tab.screenshots("data-source");
    go("");
    assertThat(row()).containsText("following");
    tab.assertAccessible("the list");
    tab.screenshots("list");

    String secrets = Files.readString(directory.resolve("secrets/console.properties"));
    assertThat(secrets).contains(tdengine.password());
    assertThat(get("connectors/" + name + "-sink/config").toString())
        .contains("${file:")
        .doesNotContain("\"" + tdengine.password() + "\"");
    delete();
  }

  @Test
  void saysWhatIsWrongBesideTheFieldThatIsWrong() {
    go("#/add");
    button("Add").click();
    assertThat(page.locator("#host-error")).hasText("Required.");
    assertThat(page.locator("#name-error")).hasText("Required.");
    assertThat(page.locator("#begin-error")).hasText("Required.");
    fill("Name", "not/a name");
    page.locator("#host").fill("127.0.0.1");
    page.locator("#port").fill("1");
    button("Check connection").click();
    assertThat(page.locator("#host-error")).containsText("127.0.0.1:1");
    fillInflux();
    page.locator("#password").fill("a password alone");
    button("Check connection").click();
    assertThat(page.locator("#user-error")).containsText("missing");
    page.locator("#password").fill(influx.password());
    page.locator("#address").fill("127.0.0.1:1");
    button("Check").click();
    assertThat(page.locator("#address-error")).containsText("127.0.0.1:1");
    fillTarget();
    page.locator("#bucket").fill("no_such_bucket");
    page.locator("#begin").fill("2026-01-02T00:00");
    page.locator("#end").fill("2026-01-01T00:00");
    button("Add").click();
    assertThat(page.locator("#name-error")).containsText("Letters, digits");
    fill("Name", name);
    button("Add").click();
    assertThat(page.locator("#begin-error")).containsText("not before end.time");
    page.locator("#end").fill("");
    button("Add").click();
    assertThat(page.locator("#bucket-error")).containsText("no_such_bucket");

    // Nothing of it was made.
    assertThat(get("connectors").toString()).doesNotContain(name);
  }

  @Test
  void changesThePortWithTheProtocolUntilOneIsTyped() {
    go("#/add");
    assertThat(page.locator("#port")).hasValue("8086");
    page.locator("#protocol").selectOption("https");
    assertThat(page.locator("#port")).hasValue("8088");
    page.locator("#port").fill("9999");
    page.locator("#protocol").selectOption("http");
    assertThat(page.locator("#port")).hasValue("9999");
  }

  @Test
  void refusesANameThatExistsAndKeepsWhatWasTyped() {
    add();
    go("#/add");
    fillForm();
    button("Add").click();
    assertThat(page.locator("#name-error")).containsText("already");
    assertThat(page.locator("#bucket")).hasValue(bucket);
    delete();
  }

  @Test
  void restartsATaskThatFailed() {
    tdengine.sql("CREATE DATABASE `" + database + "` PRECISION 'ns' KEEP 106580");
    go("#/add");
    fillForm();
    page.getByRole(AriaRole.HEADING, heading("Advanced")).click();
    page.getByLabel("Find a setting").fill("auto.create");
    page.locator("#sink-auto-create").selectOption("false");
    button("Add").click();

    assertThat(page.locator(".state")).hasText("failed");
    assertThat(page.locator(".banner.bad")).containsText("supertable 'cpu' is missing");
    page.getByText("Stack trace").first().click();
    assertThat(page.locator(".trace pre").first()).containsText("Caused by");
    tab.assertAccessible("a failed data source");
    tdengine.sql(
        "CREATE STABLE `"
            + database
            + "`.`cpu` (`_ts` TIMESTAMP, `usage` DOUBLE) TAGS (`host` NCHAR(16))");
    button("Restart what failed").click();

    awaitRows(ROWS);
    assertThat(page.locator(".state")).containsText("following");
    delete();
  }

  @Test
  void readsAgainFromATime() {
    leaveOutWhereOverloaded();
    add();
    awaitRows(ROWS);
    long before = points();
    button("Read again from a time…").click();
    page.getByLabel("From (UTC)").fill("2026-01-01T00:01");
    tab.assertAccessible("the dialog");
    dialogButton("Read again").click();

    assertThat(page.getByText("read again from 2026-01-01 00:01:00")).isVisible();
    // A minute less than all of it; and upsert has doubled nothing.
    await().atMost(PATIENCE).until(() -> points() - before >= ROWS - 60);
    assertThat(rows()).isEqualTo(ROWS);
    delete();
  }

  @Test
  void pausesResumesAndChangesSettings() {
    leaveOutWhereOverloaded();
    add();
    awaitRows(ROWS);
    button("Pause").click();
    assertThat(page.locator(".state")).hasText("paused");
    button("Resume").click();
    assertThat(page.locator(".state")).containsText("following");
    page.getByText("Change settings").click();
    page.getByLabel("Find a setting").fill("linger");
    page.locator("#sink-linger-ms").fill("-5");
    button("Save").click();
    assertThat(page.locator("#sink-linger-ms-error")).containsText("at least 0");
    page.locator("#sink-linger-ms").fill("50");
    page.getByLabel("Find a setting").fill("password");
    assertThat(page.locator("#sink-tdengine-password")).hasValue("");
    tab.assertAccessible("the settings");
    button("Save").click();
    assertThat(page.getByText("saved and started again")).isVisible();

    JsonNode settings = get("connectors/" + name + "-sink/config");
    assertThat(settings.get("linger.ms").asText()).isEqualTo("50");
    assertThat(settings.get("tdengine.password").asText()).startsWith("${file:");
    page.getByText("Back to").click();
    delete();
  }

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
    await()
        .atMost(PATIENCE)
        .until(() -> get("console/api/sources/" + name).get("refused").asInt() == 1);
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
    page.navigate(worker.url() + "console/#/source/" + name);
    delete();
  }

  @Test
  void losesNothingTypedWhenTheWorkerGoesAway() {
    leaveOutWhereOverloaded();
    go("#/add");
    fillForm();
    worker.stopConnect();
    try {
      assertThat(page.getByText("No answer from the worker since")).isVisible();
      button("Add").click();
      assertThat(page.locator("main .banner.bad")).containsText("does not answer");
      assertThat(page.locator("#bucket")).hasValue(bucket);
    } finally {
      worker.startConnect();
    }
    assertThat(page.getByText("No answer from the worker since")).isHidden();
    assertThat(page.locator("#name")).hasValue(name);
    assertThat(page.locator("#tdPassword")).hasValue(tdengine.password());
  }

  @Test
  void saysThatSomeoneElseHasDeletedIt() throws Exception {
    leaveOutWhereOverloaded();
    add();
    for (String half : new String[] {"-source", "-sink"}) {
      send("DELETE", "connectors/" + name + half, "", Map.of());
    }
    assertThat(page.getByText("This data source is gone")).isVisible();
  }

  @Test
  void saysWhichPluginsAreMissing() {
    leaveOutWhereOverloaded();
    page.route(
        "**/connector-plugins?*",
        route ->
            route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody("[]")));
    go("#/add");
    assertThat(page.locator("main .banner.bad"))
        .containsText("This worker has no io.github.influx2tdengine.source.InfluxSourceConnector");
    assertThat(button("Add")).isDisabled();
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

  /** As the source publishes it. */
  public interface ManyMeasurements {
    boolean isFinished();

    long getLagMs();

    Map<String, String> getWatermarks();
  }

  private record Many(boolean isFinished, long getLagMs, Map<String, String> getWatermarks)
      implements ManyMeasurements {}

  @Test
  void answersQuicklyAndCostsLittleWith500Measurements() throws Exception {
    leaveOutWhereOverloaded();
    add();
    Map<String, String> watermarks = new TreeMap<>();
    for (int i = 0; i < 500; i++) {
      watermarks.put("measurement " + i, "2026-01-01T00:00:00.000000000Z");
    }
    ObjectName bean =
        new ObjectName(
            "io.github.influx2tdengine:type=source,connector=" + name + "-source,task=99");
    ManagementFactory.getPlatformMBeanServer()
        .registerMBean(
            new StandardMBean(new Many(false, 1, watermarks), ManyMeasurements.class), bean);
    try {
      assertThat(page.getByText("measurement 499")).isVisible();
      long cpu = consoleCpuNanos();
      long begin = System.nanoTime();
      for (String path : new String[] {"console/api/sources", "console/api/sources/" + name}) {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
          long asked = System.nanoTime();
          get(path);
          fastest = Math.min(fastest, System.nanoTime() - asked);
        }
        assertThat(Duration.ofNanos(fastest)).as(path).isLessThan(Duration.ofMillis(300));
      }
      await()
          .pollDelay(Duration.ofSeconds(10))
          .atMost(Duration.ofSeconds(20))
          .until(() -> System.nanoTime() - begin > 10_000_000_000L);
      double share = (double) (consoleCpuNanos() - cpu) / (System.nanoTime() - begin);
      System.out.printf("The console took %.2f %% of a core with 500 measurements.%n", share * 100);
      assertThat(share).isLessThan(0.05);
    } finally {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(bean);
    }
    delete();
  }

  private static long consoleCpuNanos() {
    var threads = ManagementFactory.getThreadMXBean();
    for (var thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().equals("influx2tdengine-console")) {
        return threads.getThreadCpuTime(thread.getThreadId());
      }
    }
    throw new AssertionError("the console's thread is gone");
  }

  private void add() {
    go("#/add");
    fillForm();
    button("Add").click();
    assertThat(page.getByRole(AriaRole.HEADING, heading(name))).isVisible();
  }

  private void delete() {
    page.navigate(worker.url() + "console/#/source/" + name);
    button("Delete…").click();
    dialogButton("Delete").click();
    assertThat(page.getByRole(AriaRole.HEADING, heading("Data sources"))).isVisible();
    assertThat(get("connectors").toString()).doesNotContain(name);
  }

  private void fillForm() {
    fill("Name", name);
    fillTarget();
    fillInflux();
    page.locator("#bucket").fill(bucket);
    page.locator("#begin").fill("2026-01-01T00:00");
  }

  private void fillTarget() {
    page.locator("#address").fill(tdengine.jdbcUrl());
    page.locator("#tdUser").fill(tdengine.user());
    page.locator("#tdPassword").fill(tdengine.password());
    page.locator("#database").fill(database);
  }

  private void fillInflux() {
    URI url = URI.create(influx.url());
    page.locator("#host").fill(url.getHost());
    page.locator("#port").fill(String.valueOf(url.getPort()));
    page.locator("#user").fill(influx.user());
    page.locator("#password").fill(influx.password());
  }

  private void fill(String label, String value) {
    page.getByLabel(label).first().fill(value);
  }

  private void go(String where) {
    page.navigate(worker.url() + "console/" + where);
    // The form is complete when the worker has told what there is to set.
    if (where.equals("#/add")) {
      page.waitForLoadState();
    }
  }

  private Locator button(String words) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(words).setExact(true));
  }

  private Locator dialogButton(String words) {
    return page.getByRole(AriaRole.DIALOG)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(words).setExact(true));
  }

  private static Page.GetByRoleOptions heading(String words) {
    return new Page.GetByRoleOptions().setName(words).setExact(true);
  }

  private Locator row() {
    return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(name));
  }

  private void awaitRows(int rows) {
    await().atMost(PATIENCE).until(() -> rows() == rows);
  }

  /** Rows of the measurement cpu in TDengine; 0 while there is no table. */
  private long rows() {
    try {
      return ((Number) tdengine.sql("SELECT COUNT(*) FROM `" + database + "`.`cpu`").single())
          .longValue();
    } catch (RuntimeException e) {
      return 0;
    }
  }

  private long points() {
    return get("console/api/sources/" + name).get("points").asLong();
  }

  private JsonNode get(String path) {
    try {
      return new ObjectMapper().readTree(send("GET", path, "", Map.of()).body());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(path, e);
    }
  }

  private HttpResponse<String> send(
      String method, String path, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(worker.url().resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
