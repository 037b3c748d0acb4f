package io.github.influx2tdengine.replicator.command;

import io.github.influx2tdengine.replicator.run.Console;
import io.github.influx2tdengine.replicator.run.ConsoleRun;
import io.github.influx2tdengine.replicator.run.StopSignal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code console}: broker and worker in this JVM with the console, nothing replicating yet. */
@Command(
    name = "console",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Serves pages, on loopback only, on which data sources are added and watched.",
      "Starts a Kafka broker and a Connect worker inside this process. What was added goes on when"
          + " it is started again with the same directory."
    },
    footer = {"", "JAVA_OPTS reaches the JVM, for example JAVA_OPTS=-Xmx2g."})
final class ConsoleCommand implements Callable<Integer> {
  private final StopSignal stop;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Directory for data sources and their passwords, records on their way, offsets and the"
              + " log; ~/.influx2tdengine/console without it. It serves one process at a time.")
  Path dataDirectory;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Port of the pages; a free one without it.")
  int port;

  @Option(
      names = "--min-free-mb",
      paramLabel = "MB",
      defaultValue = "1024",
      description =
          "Reading pauses when the disk of the data directory has less free than this"
              + " (${DEFAULT-VALUE}).")
  long minFreeMegabytes = 1024;

  ConsoleCommand(StopSignal stop) {
    this.stop = stop;
  }

  @Override
  public Integer call() {
    Path data =
        dataDirectory != null
            ? dataDirectory.toAbsolutePath()
            : Path.of(System.getProperty("user.home"), ".influx2tdengine", "console");
    new ConsoleRun(
            data,
            Distribution.plugins(),
            port,
            minFreeMegabytes << 20,
            new Console(System.out, System.err, false, System.console() != null),
            stop)
        .run();
    return 0;
  }
}
