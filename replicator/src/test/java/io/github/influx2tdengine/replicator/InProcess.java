package io.github.influx2tdengine.replicator;

import io.github.influx2tdengine.replicator.command.CommandLineFactory;
import io.github.influx2tdengine.replicator.run.StopSignal;
import io.github.influx2tdengine.testkit.servers.Pace;
import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * A command run in this JVM.
 *
 * @param code its exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record InProcess(int code, String out, String err) {

  static InProcess run(Map<String, String> environment, List<String> arguments) {
    System.setProperty(
        "influx2tdengine.plugins",
        Path.of("target", "influx2tdengine", "plugins").toAbsolutePath().toString());
    System.setProperty(
        "influx2tdengine.patience",
        String.valueOf(Pace.stretched(Duration.ofSeconds(25)).toSeconds()));
    PrintStream outBefore = System.out;
    PrintStream errBefore = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      CommandLine line = CommandLineFactory.create(new StopSignal(), environment);
      line.setErr(new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true));
      int code = line.execute(arguments.toArray(new String[0]));
      return new InProcess(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(outBefore);
      System.setErr(errBefore);
    }
  }

  /** The last line of standard output. */
  String lastLine() {
    List<String> lines = out.lines().toList();
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
  }
}
