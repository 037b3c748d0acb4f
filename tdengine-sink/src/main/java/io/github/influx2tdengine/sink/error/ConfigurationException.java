package io.github.influx2tdengine.sink.error;

/** Something only the operator can mend; the message names the setting and what to do. */
public class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String setting;

  public ConfigurationException(String setting, String message, Throwable cause) {
    super(setting + ": " + message, cause);
    this.setting = setting;
  }

  public ConfigurationException(String setting, String message) {
    this(setting, message, null);
  }

  /** The name of the setting at fault. */
  public String setting() {
    return setting;
  }
}
