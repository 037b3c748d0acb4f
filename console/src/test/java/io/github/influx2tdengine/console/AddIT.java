package io.github.influx2tdengine.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The form, from empty to data arriving, and what it says of wrong input. */
class AddIT extends InBrowser {
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
    unfold("Preview");
    assertThat(page.locator("#preview-source"))
        .containsText("\"begin.time\": \"2026-01-01T00:00:00Z\"");
    if (!tdengine.password().isEmpty()) {
      assertThat(page.locator("#preview-sink")).not().containsText(tdengine.password());
    }
    unfold("Advanced");
    tab.assertAccessible("the form");
    unfold("Preview");
    unfold("Advanced");
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

    String secrets = Files.readString(rig.directory.resolve("secrets/console.properties"));
    assertThat(secrets).contains(tdengine.password());
    assertThat(get("connectors/" + name + "-sink/config").toString())
        .contains("${file:")
        .doesNotContain("\"" + tdengine.password() + "\"");
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

  /** The sink would read a topic of that very name, and nothing would arrive. */
  @Test
  void refusesATemplateOfTopics() {
    go("#/add");
    fillForm();
    unfold("Advanced");
    page.getByLabel("Find a setting").fill("topic");
    page.locator("#source-topic").fill("influx.{measurement}");
    button("Add").click();

    assertThat(page.locator("#source-topic-error")).containsText("without { and }");
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
  void refusesANameThatExistsAndKeepsWhatWasTyped() throws Exception {
    addStoppedSink();
    go("#/add");
    fillForm();
    button("Add").click();
    assertThat(page.locator("#name-error")).containsText("already");
    assertThat(page.locator("#bucket")).hasValue(bucket);
  }

  @Test
  void losesNothingTypedWhenTheWorkerGoesAway() {
    go("#/add");
    fillForm();
    rig.worker.stopConnect();
    try {
      assertThat(page.getByText("No answer from the worker since")).isVisible();
      button("Add").click();
      assertThat(page.locator("main .banner.bad")).containsText("does not answer");
      assertThat(page.locator("#bucket")).hasValue(bucket);
    } finally {
      rig.worker.startConnect();
    }
    assertThat(page.getByText("No answer from the worker since")).isHidden();
    assertThat(page.locator("#name")).hasValue(name);
    assertThat(page.locator("#tdPassword")).hasValue(tdengine.password());
  }

  @Test
  void saysWhichPluginsAreMissing() {
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
}
