package io.github.influx2tdengine.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pages without a mouse. */
class KeyboardIT extends InBrowser {
  /** More than the form has places, so that a trap ends the test. */
  private static final int PLACES = 80;

  @Test
  void reachesEveryPlaceOfTheFormInItsOrder() {
    go("#/add");
    assertThat(page.locator("#name")).isVisible();
    page.locator("#name").focus();
    List<String> places = new ArrayList<>(List.of(focused()));
    while (!places.contains("Add") && places.size() < PLACES) {
      page.keyboard().press("Tab");
      places.add(focused());
    }

    assertThat(places)
        .containsSubsequence(
            "name",
            "address",
            "tdUser",
            "tdPassword",
            "Check",
            "database",
            "protocol",
            "host",
            "port",
            "tab-1",
            "version",
            "user",
            "password",
            "Check connection",
            "bucket",
            "begin",
            "earliest",
            "end",
            "Advanced",
            "Preview",
            "Clear",
            "Add");
  }

  @Test
  void changesTheTabWithTheArrows() {
    go("#/add");
    page.locator("#tab-1").focus();
    page.keyboard().press("ArrowRight");
    assertThat(page.locator("#token")).isVisible();
    assertThat(page.locator("#tab-2")).isFocused();
    page.keyboard().press("ArrowLeft");
    assertThat(page.locator("#user")).isVisible();
  }

  @Test
  void leavesADialogWithEscapeAndComesBackToItsButton() throws Exception {
    addStoppedSink();
    await().atMost(PATIENCE).until(() -> get("console/api/sources").toString().contains(name));
    go("#/source/" + name + "-sink");
    button("Delete…").focus();
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
    assertThat(page.evaluate("document.activeElement.closest('dialog') !== null")).isEqualTo(true);
    page.keyboard().press("Escape");

    assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
    assertThat(button("Delete…")).isFocused();
    assertThat(get("connectors").toString()).contains(name);
  }

  /** The id of the place that has the focus; of buttons and links their words. */
  private String focused() {
    return (String)
        page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()");
  }
}
