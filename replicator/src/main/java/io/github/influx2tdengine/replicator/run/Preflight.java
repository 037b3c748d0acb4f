package io.github.influx2tdengine.replicator.run;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.secret.Secrets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;

/**
 * Lets a connector look at its settings, and at its server, before anything is started or made: the
 * same {@code validate} that Connect calls, so that a wrong address is told within seconds.
 */
final class Preflight {
  /**
   * A server that does not answer is to be told within 30 s; the two are asked at once. Seconds,
   * for a machine that is itself too busy to ask: {@code JAVA_OPTS=-Dinflux2tdengine.patience=120}.
   */
  private static final Duration PATIENCE =
      Duration.ofSeconds(Long.getLong("influx2tdengine.patience", 25));

  private static final Map<String, String> OPTIONS =
      Map.ofEntries(
          Map.entry("influxdb.url", "--influx-url"),
          Map.entry("influxdb.version", "--influx-version"),
          Map.entry("influxdb.user", "--influx-user"),
          Map.entry("influxdb.password", "--influx-password"),
          Map.entry("influxdb.org", "--influx-org"),
          Map.entry("influxdb.token", "--influx-token"),
          Map.entry("bucket", "--bucket"),
          Map.entry("measurements", "--measurement"),
          Map.entry("begin.time", "--begin"),
          Map.entry("end.time", "--end"),
          Map.entry("tdengine.url", "--tdengine-url"),
          Map.entry("tdengine.user", "--tdengine-user"),
          Map.entry("tdengine.password", "--tdengine-password"),
          Map.entry("database", "--database"));

  private final Secrets secrets;
  private final ReplicationSpec spec;
  private final long deadline = System.nanoTime() + PATIENCE.toNanos();
  private final Future<?> source;
  private final Future<?> sink;

  /** Begins to look at both at once. */
  Preflight(Secrets secrets, Callable<Config> source, Callable<Config> sink, ReplicationSpec spec) {
    this.secrets = secrets;
    this.spec = spec;
    this.source = begin(source);
    this.sink = begin(sink);
  }

  private Future<?> begin(Callable<Config> validation) {
    FutureTask<Object> task =
        new FutureTask<>(
            () -> {
              check(validation.call());
              return null;
            });
    Thread thread = new Thread(task, "preflight");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  /**
   * Waits for both.
   *
   * @throws CommandFailure with the first finding of either connector
   */
  void await() {
    await(source, "influxdb.url", spec.source());
    await(sink, "tdengine.url", spec.sink());
  }

  private void await(Future<?> check, String setting, Map<String, String> settings) {
    try {
      check.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw CommandFailure.failed(
          "%s: %s did not answer within %d s"
              .formatted(
                  named(setting), secrets.redact(settings.get(setting)), PATIENCE.toSeconds()));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CommandFailure failure) {
        throw failure;
      }
      throw CommandFailure.failed(
          named(setting) + ": " + secrets.redact(String.valueOf(e.getCause().getMessage())),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted while settings were checked", e);
    }
  }

  private void check(Config config) {
    for (ConfigValue value : config.configValues()) {
      if (!value.errorMessages().isEmpty()) {
        throw CommandFailure.failed(sentence(value.name(), value.errorMessages().get(0)));
      }
    }
  }

  private String sentence(String setting, String message) {
    String told = secrets.redact(message);
    if (told.startsWith(setting + ": ")) {
      told = told.substring(setting.length() + 2);
    } else if (told.startsWith(setting + " ")) {
      told = told.substring(setting.length() + 1);
    }
    return named(setting) + ": " + told;
  }

  /** The setting as the user wrote it: the option, and the connector's name for it. */
  static String named(String setting) {
    String option = OPTIONS.get(setting);
    return option == null ? setting : option + " (" + setting + ")";
  }
}
