package io.github.influx2tdengine.console.security;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names by which a worker may be asked for. One that listens on loopback only is safe from
 * other machines, but not from a site whose name is made to lead to 127.0.0.1: its scripts then
 * have the same origin as the worker (DNS rebinding). Such a worker answers to loopback's names
 * alone.
 *
 * @param only the names besides loopback's; empty where every name will do
 */
public record HostNames(Optional<Set<String>> only) {
  /** Setting: more names, separated by commas, of a worker on loopback behind a proxy. */
  public static final String HOSTS = "console.hosts";

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1\\]|\\[0:0:0:0:0:0:0:1\\]");

  /**
   * @param worker the worker's settings
   */
  public static HostNames of(Map<String, ?> worker) {
    return new HostNames(
        loopbackOnly(text(worker, "listeners"))
            ? Optional.of(
                list(text(worker, HOSTS)).stream()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toUnmodifiableSet()))
            : Optional.empty());
  }

  /** Whether a {@code Host} header is one of them. */
  public boolean allow(String host) {
    String name = host.strip().toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
    return only.isEmpty() || LOOPBACK.matcher(name).matches() || only.get().contains(name);
  }

  String explain(String host) {
    return "this worker listens on loopback only and answers to localhost, not to "
        + host
        + "; "
        + HOSTS
        + " in its settings allows more names";
  }

  private static boolean loopbackOnly(String listeners) {
    Set<String> all = list(listeners);
    return !all.isEmpty()
        && all.stream()
            .allMatch(
                listener -> {
                  String host = URI.create(listener).getHost();
                  return host != null && LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
                });
  }

  private static Set<String> list(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** A list comes as the text of the settings, or as the worker has parsed it. */
  private static String text(Map<String, ?> worker, String name) {
    Object value = worker.get(name);
    if (value instanceof Iterable<?> items) {
      StringBuilder text = new StringBuilder();
      items.forEach(item -> text.append(item).append(','));
      return text.toString();
    }
    return value == null ? "" : String.valueOf(value);
  }
}
