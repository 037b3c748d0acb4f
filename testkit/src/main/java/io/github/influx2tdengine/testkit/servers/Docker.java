package io.github.influx2tdengine.testkit.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Containers through the {@code docker} command, so that neither the tests of other modules nor the
 * demo need a library for it. Ports are published on loopback only; a container goes with the JVM.
 */
final class Docker {
  /** A container that runs; {@code port} is the published one on loopback. */
  record Container(String id, int port) {}

  /** Long enough for an image to be fetched over a slow line. */
  private static final long RUN_LIMIT_SECONDS = 300;

  private final String command;

  Docker(String command) {
    this.command = command;
  }

  /** A client is no daemon: asks whether one answers. */
  boolean answers() {
    return run(10, List.of("info", "--format", "{{.ServerVersion}}"))
        .filter(output -> !output.isBlank())
        .isPresent();
  }

  /**
   * Starts an image, or nothing where that fails, for example without a way to the registry.
   *
   * @param port the port inside that is published
   */
  Optional<Container> start(String image, int port, Map<String, String> environment) {
    List<String> arguments =
        new ArrayList<>(List.of("run", "--detach", "--rm", "--publish", "127.0.0.1::" + port));
    environment.forEach((name, value) -> arguments.addAll(List.of("--env", name + "=" + value)));
    arguments.add(image);
    Optional<String> id = run(RUN_LIMIT_SECONDS, arguments).map(Docker::lastLine);
    return id.flatMap(
        container -> {
          Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(container), "docker-rm"));
          return run(10, List.of("port", container, Integer.toString(port)))
              .map(Docker::lastLine)
              .map(
                  address ->
                      new Container(
                          container,
                          Integer.parseInt(address.substring(address.lastIndexOf(':') + 1))));
        });
  }

  void remove(String container) {
    run(30, List.of("rm", "--force", container));
  }

  private static String lastLine(String output) {
    String[] lines = output.strip().split("\n");
    return lines[lines.length - 1].strip();
  }

  /** Standard output where the command ended well in time. */
  private Optional<String> run(long seconds, List<String> arguments) {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(arguments);
    try {
      Process process =
          new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      // What these commands print fits into the pipe, so waiting first cannot block them.
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.exitValue() == 0 ? Optional.of(output) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
