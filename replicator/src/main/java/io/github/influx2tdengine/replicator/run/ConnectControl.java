package io.github.influx2tdengine.replicator.run;

import io.github.influx2tdengine.replicator.CommandFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.NotFoundException;
import org.apache.kafka.connect.runtime.Herder;
import org.apache.kafka.connect.runtime.RestartRequest;
import org.apache.kafka.connect.runtime.distributed.NotLeaderException;
import org.apache.kafka.connect.runtime.distributed.RebalanceNeededException;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorInfo;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;
import org.apache.kafka.connect.util.Callback;
import org.apache.kafka.connect.util.FutureCallback;

/**
 * What the command asks of the worker, without the detour over its REST interface. Requests that
 * meet a worker which is still joining its group are repeated.
 */
final class ConnectControl {
  /**
   * A worker that joins after a SIGKILL waits for the dead member's session (10 s); starting on a
   * busy machine takes up to 20 s, on one that is overloaded minutes. Nobody is helped by giving up
   * earlier: what is wrong with the worker is thrown at once, and a run can be interrupted.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final long RETRY_MS = 100;

  private final Herder herder;

  ConnectControl(Herder herder) {
    this.herder = herder;
  }

  /** Waits until the worker has joined its group and knows its connectors. */
  void awaitReady() {
    this.<Void>ask("become ready", callback -> herder.healthCheck(callback));
  }

  /** Every connector's name. */
  Collection<String> connectors() {
    return this.<Collection<String>>ask(
        "list its connectors", callback -> herder.connectors(callback));
  }

  /** The stored configuration, with references in the place of secrets. */
  Optional<Map<String, String>> configuration(String connector) {
    try {
      return Optional.of(
          this.<Map<String, String>>ask(
              "give the configuration of " + connector,
              callback -> herder.connectorConfig(connector, callback)));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Creates or changes a connector.
   *
   * @throws org.apache.kafka.connect.runtime.rest.errors.BadRequestException when a setting is
   *     wrong
   */
  void put(Map<String, String> configuration) {
    String connector = configuration.get("name");
    this.<Herder.Created<ConnectorInfo>>ask(
        "create " + connector,
        callback -> herder.putConnectorConfig(connector, configuration, true, callback));
  }

  /** Removes a connector; its offsets stay. */
  void delete(String connector) {
    try {
      this.<Herder.Created<ConnectorInfo>>ask(
          "remove " + connector, callback -> herder.deleteConnectorConfig(connector, callback));
    } catch (NotFoundException e) {
      // It was never made, or is gone already: that is what was asked for.
    }
  }

  /** How many tasks a connector has been given; 0 before that. */
  int tasks(String connector) {
    try {
      return herder.connectorInfo(connector).tasks().size();
    } catch (NotFoundException e) {
      return 0;
    }
  }

  /** Empty until the connector has begun. */
  Optional<ConnectorStateInfo> status(String connector) {
    try {
      return Optional.of(herder.connectorStatus(connector));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  void restartFailed(String connector) {
    this.<ConnectorStateInfo>ask(
        "restart " + connector,
        callback ->
            herder.restartConnectorAndTasks(new RestartRequest(connector, true, true), callback));
  }

  void pause(String connector) {
    tell("pause " + connector, () -> herder.pauseConnector(connector));
  }

  void resume(String connector) {
    tell("resume " + connector, () -> herder.resumeConnector(connector));
  }

  /** For what the worker does before it returns. */
  private void tell(String what, Runnable request) {
    this.<Void>ask(
        what,
        callback -> {
          try {
            request.run();
            callback.onCompletion(null, null);
          } catch (RuntimeException e) {
            callback.onCompletion(e, null);
          }
        });
  }

  private <T> T ask(String what, Consumer<Callback<T>> request) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      FutureCallback<T> callback = new FutureCallback<>();
      Exception reason;
      try {
        request.accept(callback);
        return callback.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        throw interrupted(what, e);
      } catch (TimeoutException e) {
        throw CommandFailure.failed(
            "the embedded worker did not " + what + " within " + PATIENCE.toSeconds() + " s", e);
      } catch (ExecutionException e) {
        if (!passing(e.getCause()) || System.nanoTime() >= deadline) {
          if (e.getCause() instanceof RuntimeException cause) {
            throw cause;
          }
          throw CommandFailure.failed("the embedded worker could not " + what, e.getCause());
        }
        reason = e;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(RETRY_MS);
      } catch (InterruptedException e) {
        e.addSuppressed(reason);
        throw interrupted(what, e);
      }
    }
  }

  private static boolean passing(Throwable cause) {
    return cause instanceof RebalanceNeededException
        || cause instanceof NotLeaderException
        || cause instanceof org.apache.kafka.common.errors.RetriableException
        // What the worker could not write to its topics in time, which it says in many words.
        || cause instanceof ConnectException && cause.getCause() instanceof TimeoutException;
  }

  private static CommandFailure interrupted(String what, InterruptedException e) {
    Thread.currentThread().interrupt();
    return CommandFailure.failed("interrupted while the embedded worker was to " + what, e);
  }
}
