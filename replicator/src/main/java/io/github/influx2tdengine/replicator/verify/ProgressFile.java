package io.github.influx2tdengine.replicator.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.embedded.DataDirectory;
import io.github.influx2tdengine.source.plan.TimeText;
import io.github.influx2tdengine.source.plan.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps how far a comparison is, so that one that was interrupted need not begin anew: which
 * measurements were compared up to when, and which stretches differed. No values, no credentials.
 */
final class ProgressFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long EVERY = Duration.ofSeconds(5).toNanos();

  private final Optional<Path> file;
  private final String identity;
  private final Window range;
  private long written = System.nanoTime() - EVERY;

  /** What an interrupted comparison left. */
  record Left(Window range, Map<String, Tally> tallies, List<Suspect> suspects) {}

  /**
   * @param identity what is compared, and how
   */
  ProgressFile(Optional<Path> file, String identity, Window range) {
    this.file = file;
    this.identity = identity;
    this.range = range;
  }

  /**
   * Reads what an interrupted comparison left.
   *
   * @throws CommandFailure when there is nothing to go on with, or it is of another comparison
   */
  static Left read(Path file, String identity) {
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      if (!identity.equals(root.path("identity").asText())) {
        throw CommandFailure.failed(
            "--resume: "
                + file
                + " is of another comparison ("
                + root.path("identity").asText()
                + "); leave --resume out to begin anew");
      }
      Map<String, Tally> tallies = new LinkedHashMap<>();
      for (JsonNode one : root.path("measurements")) {
        String name = one.path("name").asText();
        tallies.put(
            name,
            new Tally(name, TimeText.parse(one.path("to").asText()), one.path("points").asLong()));
      }
      List<Suspect> suspects = new ArrayList<>();
      for (JsonNode one : root.path("suspects")) {
        suspects.add(
            new Suspect(
                one.path("measurement").asText(), window(one), Findings.forgotten(window(one))));
      }
      return new Left(window(root), tallies, suspects);
    } catch (java.nio.file.NoSuchFileException e) {
      throw CommandFailure.failed(
          "--resume: there is no interrupted comparison (" + file + "); leave it out to begin", e);
    } catch (IOException | IllegalArgumentException e) {
      throw CommandFailure.failed(
          "--resume: " + file + " cannot be read: " + e.getMessage() + "; remove it", e);
    }
  }

  private static Window window(JsonNode node) {
    return new Window(
        TimeText.parse(node.path("from").asText()), TimeText.parse(node.path("to").asText()));
  }

  /** Writes it, if the last time was long enough ago. */
  void save(Iterable<Tally> tallies, List<List<Suspect>> suspects) {
    if (file.isPresent() && System.nanoTime() - written >= EVERY) {
      saveNow(tallies, suspects);
    }
  }

  void saveNow(Iterable<Tally> tallies, List<List<Suspect>> suspects) {
    if (file.isEmpty()) {
      return;
    }
    written = System.nanoTime();
    ObjectNode root = JSON.createObjectNode();
    root.put("identity", identity);
    put(root, range);
    ArrayNode measurements = root.putArray("measurements");
    tallies.forEach(
        tally ->
            measurements
                .addObject()
                .put("name", tally.measurement())
                .put("to", TimeText.format(tally.reached()))
                .put("points", tally.points()));
    ArrayNode windows = root.putArray("suspects");
    suspects.forEach(
        some ->
            some.forEach(
                suspect ->
                    put(
                        windows.addObject().put("measurement", suspect.measurement()),
                        suspect.window())));
    try {
      Path target = file.get();
      DataDirectory.make(target.toAbsolutePath().getParent());
      Path part = target.resolveSibling(target.getFileName() + ".part");
      Files.write(part, JSON.writeValueAsBytes(root));
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw CommandFailure.failed(
          file.get() + " cannot be written: " + e + "; choose another --data-dir", e);
    }
  }

  private static void put(ObjectNode node, Window window) {
    node.put("from", TimeText.format(window.from())).put("to", TimeText.format(window.to()));
  }

  /** The comparison has ended by itself, and so has what was to be done about it. */
  void remove() {
    file.ifPresent(
        path -> {
          try {
            Files.deleteIfExists(path);
          } catch (IOException e) {
            throw CommandFailure.failed(path + " cannot be removed: " + e, e);
          }
        });
  }
}
