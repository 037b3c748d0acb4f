package io.github.influx2tdengine.replicator.run;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sentence for a user in the stack trace of a failed task, and whether trying again can help.
 * Connect keeps traces as text only.
 *
 * @param text the message of the innermost exception that says something
 * @param permanent whether a setting is wrong
 */
record FailureReason(String text, boolean permanent) {
  /** {@code [Caused by: ]fully.qualified.Name: message}, at the start of a line. */
  private static final Pattern HEAD =
      Pattern.compile("(?m)^(?:Caused by: )?((?:[\\w$]+\\.)+[\\w$]+)(?:: (.*))?$");

  /** Connect's own wrapping, which says nothing about the cause. */
  private static final List<String> EMPTY =
      List.of("Exiting WorkerSinkTask due to unrecoverable exception", "Tolerance exceeded");

  static FailureReason of(String trace) {
    String text = trace.lines().findFirst().orElse("no reason given");
    boolean permanent = false;
    boolean said = false;
    Matcher matcher = HEAD.matcher(trace);
    while (matcher.find()) {
      String type = matcher.group(1);
      String message = matcher.group(2);
      permanent |= type.endsWith(".ConfigException") || type.endsWith(".ConfigurationException");
      // Our own exceptions speak to the user; the ones below them are for the log.
      if (!said
          && message != null
          && !message.isBlank()
          && EMPTY.stream().noneMatch(message::startsWith)) {
        text = message.strip();
        said = true;
      }
    }
    return new FailureReason(text, permanent);
  }
}
