package io.github.influx2tdengine.console.secret;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Passwords and tokens of connectors in a properties file, readable for its owner only, that a
 * config provider of the worker reads. Connectors' configurations hold references to it. A value
 * never changes under its reference: one that is typed anew gets a new reference, so that what
 * could not be saved in the end leaves running connectors alone.
 */
public final class SecretFile {
  private final Path file;
  private final String provider;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param provider the worker's name for the config provider that reads the file
   */
  public SecretFile(Path file, String provider) {
    this.file = file;
    this.provider = provider;
  }

  /**
   * Keeps values of a connector's settings.
   *
   * @return the references that stand for them, by setting
   * @throws IOException when the file cannot be read or written
   */
  public synchronized Map<String, String> keep(String connector, Map<String, String> values)
      throws IOException {
    if (values.isEmpty()) {
      return Map.of();
    }
    Properties kept = read();
    Map<String, String> references = new LinkedHashMap<>();
    values.forEach(
        (setting, value) -> {
          byte[] unique = new byte[6];
          random.nextBytes(unique);
          String key = prefix(connector) + legal(setting) + "/" + HexFormat.of().formatHex(unique);
          kept.setProperty(key, value);
          references.put(setting, "${" + provider + ":" + file + ":" + key + "}");
        });
    write(kept);
    return references;
  }

  /**
   * Removes what was kept for a connector.
   *
   * @param used whether a reference still stands in a configuration, which keeps it
   */
  public synchronized void forget(String connector, Predicate<String> used) throws IOException {
    Properties kept = read();
    boolean changed =
        kept.keySet()
            .removeIf(
                key ->
                    ((String) key).startsWith(prefix(connector))
                        && !used.test("${" + provider + ":" + file + ":" + key + "}"));
    if (changed) {
      write(kept);
    }
  }

  private static String prefix(String connector) {
    return legal(connector) + "/";
  }

  /** Keys stand in references, which end with a brace, and are parted by slashes. */
  private static String legal(String name) {
    return name.chars()
        .mapToObj(
            c ->
                c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-')
                    ? String.valueOf((char) c)
                    : "%" + Integer.toHexString(c))
        .collect(Collectors.joining());
  }

  private Properties read() throws IOException {
    Properties kept = new Properties();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        kept.load(reader);
      }
    }
    return kept;
  }

  /** The worker may read at any time: it sees the old file or the new one. */
  private void write(Properties kept) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] owner =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Path part = Files.createTempFile(directory, file.getFileName() + ".", ".part", owner);
    try {
      try (Writer writer = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
        kept.store(writer, "Passwords and tokens of connectors, kept by the console.");
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
