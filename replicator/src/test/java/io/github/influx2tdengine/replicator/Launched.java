package io.github.influx2tdengine.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.Pace;
import io.github.influx2tdengine.testkit.servers.TdengineServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real {@code bin/influx2tdengine} as a child process, its output kept in files. */
final class Launched implements AutoCloseable {
  private final Process process;
  private final Path out;
  private final Path err;

  private Launched(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts it; what was built by this Maven run is used as it is. */
  static Launched start(Path directory, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of("..", "bin", "influx2tdengine").toAbsolutePath().normalize().toString());
    command.addAll(arguments);
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    // A short life: the second compiler would take half of the start and never earn it back.
    builder
        .environment()
        .put(
            "JAVA_OPTS",
            "-XX:TieredStopAtLevel=1 -Dinflux2tdengine.patience="
                + Pace.stretched(Duration.ofSeconds(25)).toSeconds());
    builder.environment().put("INFLUX2TDENGINE_BUILD", "never");
    builder.environment().putAll(environment);
    return new Launched(builder.start(), out, err);
  }

  /** The connection options for two servers, passwords left to the environment. */
  static List<String> connection(
      InfluxServer influx, String bucket, TdengineServer tdengine, String database) {
    List<String> options = new ArrayList<>(List.of("--influx-url", influx.url()));
    if (influx.version() == 2) {
      options.addAll(List.of("--influx-org", influx.organisation()));
    } else if (!influx.user().isEmpty()) {
      options.addAll(List.of("--influx-user", influx.user()));
    }
    options.addAll(List.of("--bucket", bucket, "--tdengine-url", tdengine.jdbcUrl()));
    options.addAll(List.of("--tdengine-user", tdengine.user(), "--database", database));
    return options;
  }

  static Map<String, String> secrets(InfluxServer influx, TdengineServer tdengine) {
    return Map.of(
        "INFLUX_TOKEN", influx.token(),
        "INFLUX_PASSWORD", influx.password(),
        "TDENGINE_PASSWORD", tdengine.password());
  }

  long pid() {
    return process.pid();
  }

  /** Fails with what it said if it has ended: for those who wait for what it does. */
  void assertAlive() throws IOException {
    assertThat(process.isAlive()).as("still running; it said:%n%s%s", out(), err()).isTrue();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  int exitCode(long seconds) throws InterruptedException, IOException {
    assertThat(process.waitFor(seconds, TimeUnit.SECONDS))
        .as("ended within %d s; it said:%n%s%s", seconds, out(), err())
        .isTrue();
    return process.exitValue();
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  /** The last line of standard output. */
  String lastLine() throws IOException {
    List<String> lines = Files.readAllLines(out);
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
