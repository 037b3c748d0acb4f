package io.github.influx2tdengine.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The system's Chromium, driven by Playwright; and what every page must be. */
final class Chromium implements AutoCloseable {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  /** The machine is shared, and a connector's first start loads its plugins. */
  private static final double PATIENCE_MS = 300_000;

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Path executable) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable)
                    .setHeadless(true)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-dev-shm-usage",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--no-first-run")));
  }

  /** Empty where there is none; {@code CHROMIUM} names one elsewhere. */
  static Optional<Path> installed() {
    return Stream.of(
            Optional.ofNullable(System.getenv("CHROMIUM")).orElse(""),
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome")
        .filter(path -> !path.isEmpty())
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Says loudly what is not tested where there is no browser. */
  static void assumeInstalled() {
    if (installed().isEmpty()) {
      System.out.println(
          "SKIPPED: the console's pages were not tested, since there is no browser; install"
              + " Debian's chromium, or name one with CHROMIUM.");
    }
    Assumptions.assumeTrue(installed().isPresent(), "no browser");
  }

  static Chromium start(Path executable) {
    return new Chromium(executable);
  }

  /** A tab with storage of its own, which notes what the browser complains about. */
  Tab open() {
    return open(options());
  }

  /** One whose user has logged in. */
  Tab open(String user, String password) {
    return open(options().setHttpCredentials(user, password));
  }

  private static Browser.NewContextOptions options() {
    // Far from UTC, so that a time in the browser's own zone would be seen.
    return new Browser.NewContextOptions().setViewportSize(1280, 900).setTimezoneId("Asia/Tokyo");
  }

  private Tab open(Browser.NewContextOptions options) {
    BrowserContext context = browser.newContext(options);
    context.setDefaultTimeout(PATIENCE_MS);
    return new Tab(context);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  /** One page and its complaints. */
  static final class Tab implements AutoCloseable {
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    private Tab(BrowserContext context) {
      this.context = context;
      page = context.newPage();
      page.onPageError(complaints::add);
      page.onConsoleMessage(
          message -> {
            // A worker that says no, or is away, is an error to the browser only.
            if (message.type().equals("error")
                && !message.text().contains("Failed to load resource")) {
              complaints.add(message.text());
            }
          });
    }

    Page page() {
      return page;
    }

    /** In both schemes, wide and narrow: to look at, and for the README. */
    void screenshots(String name) throws Exception {
      Files.createDirectories(SCREENSHOTS);
      for (ColorScheme scheme : new ColorScheme[] {ColorScheme.DARK, ColorScheme.LIGHT}) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        for (int width : new int[] {360, 1280}) {
          page.setViewportSize(width, 900);
          // Charts follow their width when the browser says so.
          page.evaluate(
              "() => new Promise(done => requestAnimationFrame(() =>"
                  + " requestAnimationFrame(done)))");
          page.screenshot(
              new Page.ScreenshotOptions()
                  .setFullPage(true)
                  .setPath(
                      SCREENSHOTS.resolve(
                          name
                              + "-"
                              + scheme.name().toLowerCase(java.util.Locale.ROOT)
                              + "-"
                              + width
                              + ".png")));
          assertThat(page.evaluate("document.documentElement.scrollWidth"))
              .as("%s at %d pixels is no wider than the window", name, width)
              .isEqualTo(width);
        }
      }
    }

    /** What axe finds of the kinds that keep people out, in both schemes. */
    void assertAccessible(String name) {
      for (ColorScheme scheme : new ColorScheme[] {ColorScheme.DARK, ColorScheme.LIGHT}) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        AxeBuilder axe = new AxeBuilder(page);
        if (scheme == ColorScheme.DARK) {
          // All but the colours is the same in both.
          axe.withRules(List.of("color-contrast"));
        }
        assertThat(
                axe.analyze().getViolations().stream()
                    .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                    .map(
                        rule ->
                            rule.getId()
                                + ": "
                                + rule.getNodes().stream()
                                    .map(node -> node.getHtml())
                                    .limit(3)
                                    .toList()))
            .as("serious findings on %s in %s", name, scheme)
            .isEmpty();
      }
    }

    /** Those were provoked. */
    void forgetComplaints() {
      complaints.clear();
    }

    void assertNoComplaints() {
      assertThat(complaints).isEmpty();
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
