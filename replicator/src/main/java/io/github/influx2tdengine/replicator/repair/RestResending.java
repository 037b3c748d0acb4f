package io.github.influx2tdengine.replicator.repair;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.run.Console;
import io.github.influx2tdengine.replicator.run.SideSource;
import io.github.influx2tdengine.replicator.run.StopSignal;
import io.github.influx2tdengine.source.config.ReadRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends again through a cluster that runs already: a side connector with the main one's settings,
 * whose secrets stay the references that they are there, reads the ranges into the same topics and
 * is removed afterwards.
 */
public final class RestResending implements Resending {
  /**
   * After so long without a new offset everything that there is was read. Workers tell offsets once
   * in {@code offset.flush.interval.ms}, a minute where nobody set it otherwise.
   */
  private static final Duration QUIET = Duration.ofSeconds(150);

  private static final long LOOK_MS = 1_000;

  private final ConnectPair pair;
  private final Console console;
  private final StopSignal stop;

  public RestResending(ConnectPair pair, Console console, StopSignal stop) {
    this.pair = pair;
    this.console = console;
    this.stop = stop;
    requireRunning(pair.sink());
  }

  private void requireRunning(String connector) {
    String state =
        pair.rest()
            .status(connector)
            .map(status -> status.path("connector").path("state").asText())
            .orElse("gone");
    if (!state.equals("RUNNING")) {
      throw CommandFailure.failed(
          "--repair: connector '%s' is %s; nothing that is sent again would be written before it runs"
              .formatted(connector, state));
    }
  }

  @Override
  public void send(List<ReadRange> ranges) {
    for (String left : pair.leftBehind()) {
      console.line("Removing connector '" + left + "', which an interrupted repair left behind");
      remove(left);
    }
    Map<String, String> side = SideSource.of(pair.sourceSettings(), ranges);
    String name = side.get("name");
    console.line("Connector '" + name + "' reads them into the topics of '" + pair.source() + "'");
    try {
      pair.rest().create(side);
      await(name, ranges);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted", e);
    } finally {
      remove(name);
    }
  }

  /** Waits until its offsets tell that it is through, or do not change any more. */
  private void await(String name, List<ReadRange> ranges) throws InterruptedException {
    Map<String, Long> ends = new java.util.HashMap<>();
    ranges.forEach(range -> ends.merge(range.measurement(), range.window().to(), Math::max));
    String before = "";
    long changed = System.nanoTime();
    while (!stop.await(LOOK_MS)) {
      if (!check(name)) {
        // A worker may not even know it yet.
        changed = System.nanoTime();
        continue;
      }
      JsonNode offsets = pair.rest().offsets(name);
      if (ConnectPair.times(offsets).equals(ends)) {
        return;
      }
      String now = offsets.toString();
      // Where nothing is read any more of a measurement there is no offset for it either.
      if (!now.equals(before)) {
        before = now;
        changed = System.nanoTime();
      } else if (System.nanoTime() - changed > QUIET.toNanos()) {
        console.line(
            "Connector '%s' has told no new offset for %d s: taken for through"
                .formatted(name, QUIET.toSeconds()));
        return;
      }
    }
  }

  /** Whether its task runs; fails when it has failed. */
  private boolean check(String name) {
    Optional<JsonNode> status = pair.rest().status(name);
    if (status.isEmpty()) {
      return false;
    }
    List<JsonNode> parts = new ArrayList<>();
    parts.add(status.get().path("connector"));
    status.get().path("tasks").forEach(parts::add);
    for (JsonNode part : parts) {
      if (part.path("state").asText().equals("FAILED")) {
        throw CommandFailure.failed(
            "--repair: connector '%s' failed: %s"
                .formatted(
                    name,
                    part.path("trace").asText().lines().findFirst().orElse("no reason given")));
      }
    }
    return parts.size() > 1
        && parts.stream().allMatch(part -> part.path("state").asText().equals("RUNNING"));
  }

  private void remove(String name) {
    if (pair.rest().status(name).isPresent()) {
      pair.rest().stop(name);
      forgetOffsets(name);
    }
    pair.rest().delete(name);
  }

  /** They can only be forgotten when the tasks are gone. */
  private void forgetOffsets(String name) {
    try {
      pair.rest().forgetOffsets(name);
    } catch (CommandFailure e) {
      // A name is used once, so what is left of it harms nobody.
      console.line("The offsets of connector '" + name + "' stay: " + e.getMessage());
    }
  }

  /** The sink may have other records before these. */
  @Override
  public Duration patience() {
    return Duration.ofSeconds(60);
  }
}
