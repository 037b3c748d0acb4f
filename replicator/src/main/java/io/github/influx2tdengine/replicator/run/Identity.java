package io.github.influx2tdengine.replicator.run;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.source.plan.TimeText;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * What a data directory is for: from which bucket into which database, how, and since when. Offsets
 * say only how far a bucket was read, so a directory used for another target, or for an earlier
 * begin, would leave out what it believes to be there.
 */
final class Identity {
  private static final String BEGIN = "begin.time";

  private final Map<String, String> sides = new LinkedHashMap<>();
  private final long begin;

  Identity(ReplicationSpec spec) {
    sides.put("influxdb.url", trimmed(spec.source().get("influxdb.url")));
    sides.put("bucket", spec.source().get("bucket"));
    sides.put("tdengine.url", withoutParameters(spec.sink().get("tdengine.url")));
    sides.put("database", spec.sink().get("database"));
    sides.put("name", spec.name());
    sides.put("topic", spec.topic());
    // These decide what a point becomes: one half of a copy must not differ from the other.
    for (String setting : new String[] {"tags.add", "fields.include", "fields.exclude"}) {
      sides.put(setting, spec.source().getOrDefault(setting, ""));
    }
    begin = spec.beginNanos();
  }

  private static String trimmed(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** Parameters change how TDengine is spoken to, not which one it is; and may be secret. */
  private static String withoutParameters(String url) {
    int end = url.indexOf('?');
    return trimmed(end < 0 ? url : url.substring(0, end));
  }

  /**
   * Writes the file at the first run, compares at later ones.
   *
   * @throws CommandFailure when the directory belongs to another replication
   */
  void claim(Path file) {
    try {
      if (Files.exists(file)) {
        compare(file);
      } else {
        write(file);
      }
    } catch (IOException e) {
      throw CommandFailure.failed(file + " cannot be read or written: " + e, e);
    }
  }

  /**
   * Compares what makes a directory another replication's, and not since when it is kept.
   *
   * @throws CommandFailure when the directory belongs to another replication
   */
  void check(Path file) {
    try {
      if (Files.exists(file)) {
        compareSides(file);
      }
    } catch (IOException e) {
      throw CommandFailure.failed(file + " cannot be read: " + e, e);
    }
  }

  private void compare(Path file) throws IOException {
    Properties kept = compareSides(file);
    long before = TimeText.parse(kept.getProperty(BEGIN));
    if (begin < before) {
      throw CommandFailure.failed(
          "--begin (begin.time) %s is before %s, where data directory %s began; what lies between would be left out, so choose another --name or --data-dir"
              .formatted(TimeText.format(begin), TimeText.format(before), file.getParent()));
    }
  }

  private Properties compareSides(Path file) throws IOException {
    Properties kept = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      kept.load(reader);
    }
    sides.forEach(
        (setting, value) -> {
          String before = kept.getProperty(setting);
          if (!value.equals(before)) {
            throw CommandFailure.failed(
                "data directory %s belongs to another replication: there %s is '%s', here '%s'; choose another --name or --data-dir"
                    .formatted(file.getParent(), setting, before, value));
          }
        });
    return kept;
  }

  private void write(Path file) throws IOException {
    Properties kept = new Properties();
    kept.putAll(sides);
    kept.setProperty(BEGIN, TimeText.format(begin));
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (Writer writer = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
      kept.store(writer, "What this data directory is for; do not edit.");
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
