package io.github.influx2tdengine.console.watch;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.health.AbstractState;
import org.apache.kafka.connect.health.ConnectorHealth;

/**
 * A connector's state and its tasks', as the worker has them.
 *
 * @param parts the connector first, then each task; empty until it was started
 */
public record ConnectorState(String connector, Connector.Type type, List<Part> parts) {
  /**
   * The connector itself or one of its tasks.
   *
   * @param task its number; -1 for the connector
   * @param trace stack trace of what made it fail; else empty
   */
  public record Part(int task, String state, String worker, String trace) {}

  static ConnectorState of(Connector connector, Optional<ConnectorHealth> health) {
    List<Part> parts =
        health.stream()
            .flatMap(
                known ->
                    Stream.concat(
                        Stream.of(part(-1, known.connectorState())),
                        known.tasksState().entrySet().stream()
                            .sorted(java.util.Map.Entry.comparingByKey())
                            .map(task -> part(task.getKey(), task.getValue()))))
            .toList();
    return new ConnectorState(connector.name(), connector.type(), parts);
  }

  private static Part part(int task, AbstractState state) {
    return new Part(
        task,
        state.state(),
        state.workerId(),
        state.traceMessage() == null ? "" : state.traceMessage());
  }

  boolean is(String state) {
    return !parts.isEmpty() && parts.get(0).state.equals(state);
  }

  /** Whether the connector and every task of it run, and there are tasks. */
  boolean running() {
    return parts.size() > 1 && parts.stream().allMatch(part -> part.state.equals("RUNNING"));
  }

  long runningTasks() {
    return workers().count();
  }

  /** For each running task the worker it runs on. */
  Stream<String> workers() {
    return parts.stream()
        .filter(part -> part.task >= 0 && part.state.equals("RUNNING"))
        .map(Part::worker);
  }

  /** Why it, or the first task that failed, did; empty where none has. */
  Optional<String> failure() {
    return parts.stream()
        .filter(part -> part.state.equals("FAILED"))
        .findFirst()
        .map(
            part ->
                (part.task < 0 ? connector : connector + " task " + part.task)
                    + ": "
                    + FailureReason.of(part.trace));
  }
}
