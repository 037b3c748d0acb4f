package io.github.influx2tdengine.replicator;

import io.github.influx2tdengine.replicator.command.CommandLineFactory;
import io.github.influx2tdengine.replicator.embedded.LogFile;
import io.github.influx2tdengine.replicator.run.StopSignal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Exit;

/**
 * The command line. Arguments come from the file that the system property {@code
 * influx2tdengine.arguments} names, one a line, so that passwords among them are not among the
 * arguments of this process; without the property, as usual.
 */
public final class Main {
  private static final String ARGUMENTS = "influx2tdengine.arguments";

  /** A clean stop takes two or three seconds; a worker that hangs must not keep the process. */
  private static final long STOP_SECONDS = 25;

  private Main() {}

  public static void main(String[] args) throws IOException {
    LogFile.none();
    StopSignal stop = new StopSignal();
    CountDownLatch ended = new CountDownLatch(1);
    int[] code = {CommandFailure.FAILED};
    // Broker and worker bring shutdown hooks of their own, which would race with the order in
    // which we stop them.
    Exit.setShutdownHookAdder((name, hook) -> {});
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.request();
                  try {
                    ended.await(STOP_SECONDS, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  // The JVM's own code after a signal is 128 and more; ours says what was done.
                  Runtime.getRuntime().halt(code[0]);
                },
                "stop"));
    try {
      code[0] = CommandLineFactory.create(stop, System.getenv()).execute(arguments(args));
    } finally {
      ended.countDown();
    }
    System.exit(code[0]);
  }

  private static String[] arguments(String[] args) throws IOException {
    String file = System.getProperty(ARGUMENTS);
    if (file == null) {
      return args;
    }
    List<String> read = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(file), StandardCharsets.UTF_8)) {
      read.add(unescape(line));
    }
    return read.toArray(new String[0]);
  }

  /** A line holds one argument; the launcher wrote a line break in it as \n, a backslash as \\. */
  static String unescape(String line) {
    StringBuilder text = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        i++;
        c = line.charAt(i) == 'n' ? '\n' : line.charAt(i);
      }
      text.append(c);
    }
    return text.toString();
  }
}
