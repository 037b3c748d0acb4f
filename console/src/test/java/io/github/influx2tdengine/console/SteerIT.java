package io.github.influx2tdengine.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.TimeoutError;
import io.github.influx2tdengine.testkit.proxy.Fault;
import io.github.influx2tdengine.testkit.proxy.FaultProxy;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator does to a data source that there is. */
class SteerIT extends InBrowser {
  @Test
  void restartsATaskThatFailed() {
    tdengine.sql("CREATE DATABASE `" + database + "` PRECISION 'ns' KEEP 106580");
    go("#/add");
    fillForm();
    unfold("Advanced");
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
    // The failed task's partitions fall to the other, which may fail after the first click.
    await()
        .pollInSameThread()
        .atMost(PATIENCE)
        .ignoreException(TimeoutError.class)
        .until(
            () -> {
              Locator restart = button("Restart what failed");
              if (restart.isVisible()) {
                // It may go meanwhile.
                restart.click(new Locator.ClickOptions().setTimeout(1_000));
              }
              return page.locator(".state").textContent().contains("following");
            });

    awaitRows(ROWS);
  }

  @Test
  void readsAgainFromATime() {
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
  }

  @Test
  void pausesResumesAndChangesSettings() {
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
  }

  /** Records of the one that was deleted, still in a topic of that name, would be written too. */
  @Test
  void beginsAnewUnderTheNameOfOneThatWasDeleted() {
    add();
    awaitRows(ROWS);
    delete();
    tdengine.sql("DROP DATABASE `" + database + "`");
    go("#/add");
    fillForm();
    page.locator("#begin").fill("2026-01-01T00:01");
    page.locator("#end").fill("2026-01-01T00:04");
    button("Add").click();

    assertThat(page.locator(".state")).hasText("finished");
    // Finished means in TDengine: three minutes of one point a second, and nothing of before.
    assertThat(rows()).isEqualTo(180);
  }

  @Test
  void saysSinceWhenItWaitsForInfluxdb() {
    try (FaultProxy proxy = FaultProxy.before(influx.url())) {
      go("#/add");
      fillForm();
      page.locator("#port").fill(String.valueOf(proxy.port()));
      button("Add").click();
      awaitRows(ROWS);
      proxy.inject(Fault.refuse());
      proxy.resetConnections();

      assertThat(page.locator(".state")).containsText("waiting for InfluxDB since");
      proxy.heal();
      assertThat(page.locator(".state")).containsText("following");
    }
  }

  @Test
  void saysThatSomeoneElseHasDeletedIt() throws Exception {
    addStoppedSink();
    await().atMost(PATIENCE).until(() -> get("console/api/sources").toString().contains(name));
    go("#/source/" + name + "-sink");
    assertThat(page.locator(".state")).isVisible();
    send("DELETE", "connectors/" + name + "-sink", "", Map.of());
    assertThat(page.getByText("This data source is gone")).isVisible();
  }

  private long points() {
    return get("console/api/sources/" + name).get("points").asLong();
  }
}
