package io.github.influx2tdengine.replicator.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;

/**
 * Decides what to do about failed connectors and tasks: a setting that is wrong ends the run,
 * everything else is tried again after 1, 2, 4, … 60 seconds. A connector that stays up for a
 * minute begins at one second again.
 */
final class Supervisor {
  private static final long FIRST_BACKOFF = Duration.ofSeconds(1).toNanos();
  private static final long MAX_BACKOFF = Duration.ofSeconds(60).toNanos();
  private static final long CALM = Duration.ofSeconds(60).toNanos();

  /** What the run has to do. */
  sealed interface Advice {
    /** Nothing, or wait for the back-off to pass. */
    record Go() implements Advice {}

    /** Restart what failed; {@code attempt} counts from 1 since the last calm minute. */
    record Restart(int attempt, String reason) implements Advice {}

    /** The reason will not go away by itself. */
    record GiveUp(String reason) implements Advice {}
  }

  private static final Advice GO = new Advice.Go();

  private static final class History {
    private int attempts;
    private long nextNanos;
    private long lastFailureNanos;
    private boolean known;
  }

  private final Map<String, History> histories = new HashMap<>();

  Advice look(ConnectorStateInfo status, long nowNanos) {
    History history = histories.computeIfAbsent(status.name(), name -> new History());
    Optional<String> trace = failure(status);
    if (trace.isEmpty()) {
      history.known = false;
      if (history.attempts > 0 && nowNanos - history.lastFailureNanos > CALM) {
        history.attempts = 0;
      }
      return GO;
    }
    FailureReason reason = FailureReason.of(trace.get());
    if (reason.permanent()) {
      return new Advice.GiveUp(reason.text());
    }
    if (!history.known) {
      history.known = true;
      long backoff = Math.min(MAX_BACKOFF, FIRST_BACKOFF << Math.min(history.attempts, 6));
      history.nextNanos = nowNanos + backoff;
      history.lastFailureNanos = nowNanos;
      return GO;
    }
    if (nowNanos < history.nextNanos) {
      return GO;
    }
    history.attempts++;
    // The status may show the failure until the restart took place: wait as long again.
    history.nextNanos = nowNanos + MAX_BACKOFF;
    history.lastFailureNanos = nowNanos;
    return new Advice.Restart(history.attempts, reason.text());
  }

  private static Optional<String> failure(ConnectorStateInfo status) {
    List<ConnectorStateInfo.AbstractState> states = new ArrayList<>(status.tasks());
    states.add(0, status.connector());
    return states.stream()
        .filter(state -> "FAILED".equals(state.state()))
        .map(state -> state.trace() == null ? "no reason given" : state.trace())
        .findFirst();
  }
}
