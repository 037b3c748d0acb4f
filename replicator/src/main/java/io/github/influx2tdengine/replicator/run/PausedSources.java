package io.github.influx2tdengine.replicator.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The sources that this program, and no person, has paused. Their names are in a file too, so that
 * they go on after a process that was killed meanwhile.
 */
final class PausedSources {
  private final Path file;
  private final ConnectControl control;
  private final Set<String> names = new LinkedHashSet<>();

  /**
   * @param file what an earlier process may have left, one name a line
   */
  PausedSources(Path file, ConnectControl control) throws IOException {
    this.file = file;
    this.control = control;
    if (Files.exists(file)) {
      names.addAll(Files.readAllLines(file));
    }
  }

  boolean isEmpty() {
    return names.isEmpty();
  }

  /** Pauses every source that runs. */
  void pauseAll() {
    control.connectors().stream().filter(this::isSource).filter(this::runs).forEach(names::add);
    // Written first: a name too many is a resume too many, one too few a source that stays paused.
    try {
      Files.write(file, names);
    } catch (IOException e) {
      // A disk that is full is why they are paused. Without the file, a person resumes them.
    }
    names.forEach(control::pause);
  }

  /** Lets go on what it has paused, and is there yet; what a person has paused stays so. */
  void resumeAll() throws IOException {
    Collection<String> present = control.connectors();
    names.stream().filter(present::contains).forEach(control::resume);
    names.clear();
    Files.deleteIfExists(file);
  }

  private boolean isSource(String connector) {
    Map<String, String> settings = control.configuration(connector).orElse(Map.of("topics", ""));
    return !settings.containsKey("topics") && !settings.containsKey("topics.regex");
  }

  private boolean runs(String connector) {
    return control
        .status(connector)
        .filter(status -> status.connector().state().equals("RUNNING"))
        .isPresent();
  }
}
