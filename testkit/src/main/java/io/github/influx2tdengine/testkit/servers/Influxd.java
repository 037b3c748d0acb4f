package io.github.influx2tdengine.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private {@code influxd} 1.x from the PATH: a configuration of its own, a free loopback port, a
 * temporary data directory. It goes when this is closed, when the JVM ends, and when the JVM is
 * killed: a shell waits for the end of its input, ends the server then and deletes the directory.
 */
final class Influxd implements AutoCloseable {
  /**
   * $0 is the directory. Descriptor 3 is the pipe from the JVM: a background command of a shell has
   * no input of its own.
   */
  private static final String GUARD =
      """
      exec 3<&0
      influxd -config "$0/influxdb.conf" >"$0/influxd.log" 2>&1 3<&- &
      server=$!
      (cat <&3 >/dev/null; kill -9 $server 2>/dev/null) &
      wait $server
      rm -rf "$0"
      """;

  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private final Process guard;
  private final Path directory;
  private final int port;
  private final Thread hook;

  private Influxd(Process guard, Path directory, int port) {
    this.guard = guard;
    this.directory = directory;
    this.port = port;
    this.hook = new Thread(this::stop, "influxd-stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The version of {@code influxd} on the PATH where that is a 1.x, such as 1.6.7. */
  static Optional<String> version1() {
    try {
      Process process = new ProcessBuilder("influxd", "version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher version = Pattern.compile("InfluxDB v?(1\\.[0-9.]+)").matcher(text);
      return version.find() ? Optional.of(version.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param changes settings by {@code section.key}, for example {@code http.auth-enabled}
   */
  static Influxd start(Map<String, String> changes) {
    IllegalStateException last = null;
    // Between choosing a free port and its use another process may take it.
    for (int attempt = 0; attempt < 3; attempt++) {
      Influxd started = launch(changes);
      try {
        started.awaitPing();
        return started;
      } catch (IllegalStateException e) {
        last = e;
        started.close();
      }
    }
    throw last;
  }

  private static Influxd launch(Map<String, String> changes) {
    try {
      Path directory = Files.createTempDirectory("influxd-");
      int port = freePort();
      Files.writeString(
          directory.resolve("influxdb.conf"), configuration(directory, port, changes));
      Process guard =
          new ProcessBuilder("sh", "-c", GUARD, directory.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new Influxd(guard, directory, port);
    } catch (IOException e) {
      throw new UncheckedIOException("influxd cannot be started", e);
    }
  }

  private static String configuration(Path directory, int port, Map<String, String> changes) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("meta.dir", '"' + directory.resolve("meta").toString() + '"');
    settings.put("data.dir", '"' + directory.resolve("data").toString() + '"');
    settings.put("data.wal-dir", '"' + directory.resolve("wal").toString() + '"');
    settings.put("data.query-log-enabled", "false");
    settings.put("monitor.store-enabled", "false");
    settings.put("subscriber.enabled", "false");
    settings.put("continuous_queries.enabled", "false");
    settings.put("http.bind-address", "\"127.0.0.1:" + port + '"');
    settings.put("http.log-enabled", "false");
    settings.put("logging.level", "\"warn\"");
    settings.put("logging.suppress-logo", "true");
    settings.putAll(changes);
    Map<String, StringBuilder> sections = new TreeMap<>();
    settings.forEach(
        (name, value) -> {
          int dot = name.indexOf('.');
          sections
              .computeIfAbsent(name.substring(0, dot), s -> new StringBuilder())
              .append("  ")
              .append(name.substring(dot + 1))
              .append(" = ")
              .append(value)
              .append('\n');
        });
    StringBuilder text =
        new StringBuilder("reporting-disabled = true\nbind-address = \"127.0.0.1:0\"\n");
    sections.forEach(
        (section, lines) -> text.append("[").append(section).append("]\n").append(lines));
    return text.toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitPing() {
    Http http = new Http("");
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() - deadline < 0 && guard.isAlive()) {
      try {
        http.send("GET", url() + "/ping", "", "");
        return;
      } catch (IllegalStateException e) {
        // Not listening yet.
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
    }
    throw new IllegalStateException("influxd did not answer at " + url() + ": " + log());
  }

  private String log() {
    try {
      List<String> lines = Files.readAllLines(directory.resolve("influxd.log"));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    } catch (IOException e) {
      return "no log";
    }
  }

  Path directory() {
    return directory;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending already; the hook then finds nothing left to stop.
    }
  }

  private void stop() {
    try {
      guard.getOutputStream().close();
      if (!guard.waitFor(10, TimeUnit.SECONDS)) {
        guard.descendants().forEach(ProcessHandle::destroyForcibly);
        guard.destroyForcibly();
      }
    } catch (IOException e) {
      guard.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
