package io.github.influx2tdengine.replicator.command;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.run.StopSignal;
import io.github.influx2tdengine.sink.error.Redacted;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The commands and how their ends become exit codes: 0 done, 1 failed, 2 wrong usage. */
public final class CommandLineFactory {
  private CommandLineFactory() {}

  @Command(
      name = "influx2tdengine",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Replicates InfluxDB into TDengine through Kafka Connect.",
      subcommands = HelpCommand.class,
      synopsisSubcommandLabel = "COMMAND")
  private static final class Root {}

  public static CommandLine create(StopSignal stop, Map<String, String> environment) {
    CommandLine line =
        new CommandLine(new Root())
            .addSubcommand(new ReplicateCommand(stop, environment))
            .addSubcommand(new ConsoleCommand(stop))
            .addSubcommand(new DemoCommand(stop, environment))
            .addSubcommand(new VerifyCommand(stop, environment))
            .addSubcommand(new RecordsCommand(stop))
            .addSubcommand(new BenchCommand(stop, environment));
    line.setParameterExceptionHandler(CommandLineFactory::wrongUsage);
    line.setExecutionExceptionHandler(CommandLineFactory::failed);
    // An argument that begins with @ is a value, not a file to read.
    line.setExpandAtFiles(false);
    line.setUsageHelpWidth(100);
    return line;
  }

  private static int wrongUsage(CommandLine.ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = line.getErr();
    err.println(message(e));
    String command = line.getCommandSpec().qualifiedName(" ");
    err.println("See '" + command + " --help'.");
    err.flush();
    return CommandFailure.WRONG_USAGE;
  }

  /** Values that no option took are not repeated: one may be a password behind a misspelt name. */
  private static String message(CommandLine.ParameterException e) {
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
      List<String> options =
          unmatched.getUnmatched().stream()
              .filter(argument -> argument.startsWith("-"))
              .map(argument -> argument.replaceAll("=.*", ""))
              .toList();
      return options.isEmpty()
          ? "There are arguments that belong to no option; a value with blanks needs quotes."
          : "Unknown options: " + String.join(", ", options);
    }
    return e.getMessage();
  }

  private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
    PrintWriter err = line.getErr();
    if (e instanceof CommandFailure failure) {
      err.println(failure.getMessage());
      err.flush();
      return failure.exitCode();
    }
    // Not foreseen: the trace is what a report needs.
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    err.print(Redacted.text(trace.toString()));
    err.flush();
    return CommandFailure.FAILED;
  }
}
