package io.github.influx2tdengine.replicator.secret;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passwords and tokens of one run, in memory only. Connect makes its configuration providers by
 * class name and hands them strings, so the way to them is a registry in this class: the one place
 * where the process keeps state outside its objects.
 */
public final class Secrets implements AutoCloseable {
  /** Shorter values would blot out ordinary words and numbers. */
  private static final int REDACT_FROM = 4;

  private static final Map<String, Map<String, String>> BY_RUN = new ConcurrentHashMap<>();

  private final String run = UUID.randomUUID().toString();
  private final Map<String, String> values = new ConcurrentHashMap<>();

  public Secrets() {
    BY_RUN.put(run, values);
  }

  static Map<String, String> of(String run) {
    return Map.copyOf(BY_RUN.getOrDefault(run, Map.of()));
  }

  /** Keeps a value and returns the reference that stands for it in configurations. */
  public String keep(String key, String value) {
    values.put(key, value);
    return "${secrets:" + key + "}";
  }

  /** The same text with every kept value of four characters and more blotted out. */
  public String redact(String text) {
    String redacted = text;
    for (String value : values.values()) {
      if (value.length() >= REDACT_FROM) {
        redacted = redacted.replace(value, "[hidden]");
      }
    }
    return redacted;
  }

  /** What a worker needs to resolve the references. */
  public Map<String, String> workerSettings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("config.providers", "secrets");
    settings.put("config.providers.secrets.class", SecretsConfigProvider.class.getName());
    settings.put("config.providers.secrets.param." + SecretsConfigProvider.RUN, run);
    return settings;
  }

  @Override
  public void close() {
    BY_RUN.remove(run);
    values.clear();
  }

  @Override
  public String toString() {
    return "Secrets" + values.keySet();
  }
}
