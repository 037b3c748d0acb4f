package io.github.influx2tdengine.replicator.command;

import io.github.influx2tdengine.replicator.CommandFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What a replication keeps between its runs, and where. */
final class RunOptions {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "Name of the replication. Without it, one is made of bucket, database and a hash of both"
              + " addresses, so that the same command goes on where it was.")
  String name;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Directory for records on their way, offsets and the log; ~/.influx2tdengine/NAME without"
              + " it. It serves one process at a time. Delete it to begin anew.")
  Path dataDirectory;

  @Option(
      names = "--min-free-mb",
      paramLabel = "MB",
      defaultValue = "1024",
      description =
          "Reading pauses when the disk of the data directory has less free than this"
              + " (${DEFAULT-VALUE}).")
  long minFreeMegabytes = 1024;

  @Option(
      names = "--keep-records",
      description =
          "Keep records in the data directory after they are written, to look at them; it grows"
              + " with every point.")
  boolean keepRecords;

  String name(InfluxOptions influx, TdengineOptions tdengine) {
    if (name != null) {
      if (!NAME.matcher(name).matches()) {
        throw CommandFailure.wrongUsage(
            "--name '"
                + name
                + "' is no name; use up to 100 letters, digits, '.', '_' and '-', beginning with a"
                + " letter or digit");
      }
      return name;
    }
    String identity =
        plain(influx.url)
            + "\n"
            + influx.bucket
            + "\n"
            + plain(tdengine.url)
            + "\n"
            + tdengine.database;
    String readable = (influx.bucket + "-" + tdengine.database).replaceAll("[^A-Za-z0-9._-]", "_");
    return readable.substring(0, Math.min(80, readable.length())) + "-" + hash(identity);
  }

  /** An address without what does not make it another one. */
  private static String plain(String url) {
    return url.replaceAll("[?].*", "").replaceAll("/+$", "");
  }

  Path dataDirectory(String madeName) {
    return dataDirectory != null
        ? dataDirectory.toAbsolutePath()
        : Path.of(System.getProperty("user.home"), ".influx2tdengine", madeName);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
