package io.github.influx2tdengine.console.watch;

import java.util.List;

/** Finds the sentence for people in a stack trace. */
final class FailureReason {
  /** What Connect puts around a connector's own exception. */
  private static final List<String> WRAPPERS =
      List.of(
          "Exiting WorkerSinkTask due to unrecoverable exception.",
          "Tolerance exceeded in error handler",
          "Error while processing");

  private FailureReason() {}

  /**
   * The message of the first exception that is not only Connect's wrapping; at most 500 letters.
   */
  static String of(String trace) {
    String reason = "";
    for (String line : trace.split("\n")) {
      boolean cause = line.startsWith("Caused by: ");
      if (!cause && !reason.isEmpty()) {
        continue;
      }
      String message = message(cause ? line.substring("Caused by: ".length()) : line);
      reason = message;
      if (WRAPPERS.stream().noneMatch(message::startsWith)) {
        break;
      }
    }
    String told = reason.isBlank() ? "the worker gives no reason" : reason.strip();
    return told.length() <= 500 ? told : told.substring(0, 499) + "…";
  }

  /** Without the exception's class, unless there is nothing else. */
  private static String message(String line) {
    int colon = line.indexOf(": ");
    boolean named = colon > 0 && line.substring(0, colon).matches("[A-Za-z0-9_.$]+");
    return named ? line.substring(colon + 2) : line;
  }
}
