package io.github.influx2tdengine.replicator;

/**
 * The end of a command that the user can do something about: one sentence saying what happened, to
 * which object, which setting it concerns and what to do. Printed without a stack trace.
 */
public final class CommandFailure extends RuntimeException {
  /** Exit code of a command that could not do what it was asked for. */
  public static final int FAILED = 1;

  /** Exit code of a command that was called wrongly. */
  public static final int WRONG_USAGE = 2;

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandFailure(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  public static CommandFailure failed(String message) {
    return new CommandFailure(FAILED, message, null);
  }

  public static CommandFailure failed(String message, Throwable cause) {
    return new CommandFailure(FAILED, message, cause);
  }

  public static CommandFailure wrongUsage(String message) {
    return new CommandFailure(WRONG_USAGE, message, null);
  }

  public int exitCode() {
    return exitCode;
  }
}
