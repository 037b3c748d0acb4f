package io.github.influx2tdengine.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.Servers;
import io.github.influx2tdengine.testkit.servers.TdengineServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What the tests of the pages share, started once for all of them: broker, worker, browser, both
 * servers.
 */
final class ConsoleRig implements AutoCloseable {
  final InfluxServer influx = Servers.influx1();
  final TdengineServer tdengine = Servers.tdengine();
  final Path directory;
  final TestWorker worker;
  final Chromium chromium;

  private ConsoleRig(Path browser) throws Exception {
    directory = Files.createTempDirectory("console");
    worker = TestWorker.start(directory, Map.of());
    chromium = Chromium.start(browser);
  }

  @Override
  public void close() throws IOException {
    chromium.close();
    worker.close();
    Utils.delete(directory.toFile());
  }

  /** Starts it with the first class of tests, and closes it after the last. */
  static final class Extension implements BeforeAllCallback {
    private static ConsoleRig rig;

    static ConsoleRig rig() {
      return rig;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
      Chromium.assumeInstalled();
      rig =
          context
              .getRoot()
              .getStore(ExtensionContext.Namespace.GLOBAL)
              .getOrComputeIfAbsent(ConsoleRig.class, type -> start(), ConsoleRig.class);
    }

    private static ConsoleRig start() {
      Optional<Path> browser = Chromium.installed();
      assertThat(browser).isPresent();
      try {
        return new ConsoleRig(browser.orElseThrow());
      } catch (Exception e) {
        throw new IllegalStateException("the console's worker or browser does not start", e);
      }
    }
  }
}
