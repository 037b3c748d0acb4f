package io.github.influx2tdengine.console.secret;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * Where the worker lets the console keep secrets, found in the worker's own settings: {@code
 * console.secrets.file} names the file, and a {@link FileConfigProvider} among {@code
 * config.providers} must be allowed to read it.
 *
 * @param file empty when secrets cannot be kept
 * @param hint what to add to the worker's settings then; empty otherwise
 */
public record SecretStore(Optional<SecretFile> file, String hint) {
  public static final String FILE = "console.secrets.file";

  private static final Pattern PROVIDER = Pattern.compile("config\\.providers\\.([^.]+)\\.class");

  private static final String LINES =
      "config.providers=file, config.providers.file.class="
          + FileConfigProvider.class.getName()
          + " and "
          + FILE
          + "=/a/path/only/the/worker/reads.properties";

  /**
   * @param worker the worker's settings
   */
  public static SecretStore of(Map<String, ?> worker) {
    String named = text(worker, FILE);
    if (named.isEmpty()) {
      return without("This worker keeps no secrets for the console. Add to its settings: " + LINES);
    }
    Path file = Path.of(named).toAbsolutePath().normalize();
    if (file.toString().matches(".*[{}:].*")) {
      return without(FILE + " " + file + " holds a brace or a colon; choose a path without");
    }
    for (String setting : worker.keySet()) {
      // The list config.providers itself is not among what a worker hands to its extensions.
      Matcher provider = PROVIDER.matcher(setting);
      if (provider.matches()
          && text(worker, setting).equals(FileConfigProvider.class.getName())
          && allowed(
              file,
              text(worker, "config.providers." + provider.group(1) + ".param.allowed.paths"))) {
        return new SecretStore(Optional.of(new SecretFile(file, provider.group(1))), "");
      }
    }
    return without(
        FILE
            + " is set, but no config provider of this worker reads that file. Add to its settings: "
            + LINES);
  }

  private static SecretStore without(String hint) {
    return new SecretStore(Optional.empty(), hint);
  }

  private static boolean allowed(Path file, String paths) {
    return paths.isEmpty()
        || Arrays.stream(paths.split(","))
            .map(path -> Path.of(path.strip()).toAbsolutePath().normalize())
            .anyMatch(file::startsWith);
  }

  private static String text(Map<String, ?> settings, String name) {
    Object value = settings.get(name);
    return value == null ? "" : String.valueOf(value).strip();
  }
}
