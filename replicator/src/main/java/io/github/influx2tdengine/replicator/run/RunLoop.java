package io.github.influx2tdengine.replicator.run;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.embedded.EmbeddedConnect;
import io.github.influx2tdengine.replicator.secret.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after a running replication four times a second: restarts what failed, shows progress,
 * deletes records behind the sink, watches the disk, and ends a bounded run when everything is
 * written.
 */
final class RunLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunLoop.class);

  private static final long TICK_MS = 250;

  private static final long HOUSEKEEPING = Duration.ofSeconds(5).toNanos();

  /**
   * A bounded run is not watched by anyone who could mend a cause: after so many restarts without a
   * point in between it ends. With the back-off that is half a minute.
   */
  private static final int RESTARTS = 5;

  private final ReplicationSpec spec;
  private final ConnectControl control;
  private final Console console;
  private final StopSignal stop;
  private final Secrets secrets;
  private final long begin;
  private final Supervisor supervisor = new Supervisor();
  private final Progress progress;
  private final Drain drain;
  private final Trimmer trimmer;
  private final DiskGuard disk;
  private final Set<String> errors = new LinkedHashSet<>();
  private final Refusals refusals;
  private long pointsAtRestart = -1;
  private int restarts;
  private String waiting = "";

  RunLoop(
      ReplicationSpec spec,
      ConnectControl control,
      Topics topics,
      EmbeddedConnect connect,
      Console console,
      StopSignal stop,
      Secrets secrets,
      long begin)
      throws ExecutionException, InterruptedException, TimeoutException {
    this.spec = spec;
    this.control = control;
    this.console = console;
    this.stop = stop;
    this.secrets = secrets;
    this.begin = begin;
    this.progress = new Progress(spec, console);
    this.drain =
        new Drain(
            connect.admin(), connect.clientSettings(), spec.sinkGroup(), Topics.partitions(spec));
    this.trimmer = new Trimmer(connect.admin());
    this.disk =
        new DiskGuard(spec.minFreeBytes(), DiskGuard.freeBytesOf(spec.dataDirectory()), false);
    this.refusals = new Refusals(topics, spec);
  }

  Outcome run() throws ExecutionException, InterruptedException, TimeoutException {
    // A run that was killed while the disk was full left its source paused.
    control.resume(spec.sourceName());
    long housekeeping = System.nanoTime();
    boolean complete = false;
    while (!complete && !stop.await(TICK_MS)) {
      long now = System.nanoTime();
      supervise(spec.sourceName(), now);
      supervise(spec.sinkName(), now);
      progress.look(now);
      if (now - housekeeping >= HOUSEKEEPING) {
        housekeeping = now;
        trim();
        watchDisk();
        tellWaiting();
      }
      complete = spec.bounded() && sourceFinished() && drained();
    }
    progress.end();
    trim();
    if (!complete && spec.bounded()) {
      errors.add("stopped before the end; run the same command again to go on");
    }
    long refused = refusals.sinceReported();
    if (refused > 0) {
      console.line(
          refused
              + " rows were refused by TDengine; their reasons are in "
              + spec.dataDirectory().resolve("replicate.log"));
    }
    refusals.reported();
    return new Outcome(
        progress.points(),
        progress.measurements(),
        (System.nanoTime() - begin) / 1e9,
        refused,
        new ArrayList<>(errors),
        complete || !spec.bounded());
  }

  /** Even a bucket without measurements has a task; before it appears nothing is known. */
  private boolean sourceFinished() {
    int tasks = control.tasks(spec.sourceName());
    return tasks > 0 && progress.sourceFinished(tasks);
  }

  /** Whether the sink has written everything; not known, as when the broker is slow, is not yet. */
  private boolean drained() throws InterruptedException {
    try {
      return drain.isComplete();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("What the sink has written is not known; asking again", e);
      return false;
    }
  }

  /** Space is freed later where the broker cannot now: no reason to end a run. */
  private void trim() throws InterruptedException {
    if (spec.keepRecords()) {
      return;
    }
    try {
      trimmer.trim(drain.committed());
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("Records behind the sink were not deleted; trying again", e);
    }
  }

  /** Says once when TDengine is waited for, and once when it is back. */
  private void tellWaiting() {
    String now = secrets.redact(progress.waiting());
    if (now.isEmpty() != waiting.isEmpty()) {
      console.line(now.isEmpty() ? "Writing goes on" : "Waiting for TDengine: " + now);
    }
    waiting = now;
  }

  private void supervise(String connector, long now) {
    Optional<ConnectorStateInfo> status = control.status(connector);
    if (status.isEmpty()) {
      return;
    }
    Supervisor.Advice advice = supervisor.look(status.get(), now);
    if (advice instanceof Supervisor.Advice.GiveUp giveUp) {
      throw CommandFailure.failed(secrets.redact(giveUp.reason()));
    }
    if (advice instanceof Supervisor.Advice.Restart restart) {
      restart(connector, secrets.redact(restart.reason()));
    }
  }

  private void restart(String connector, String reason) {
    restarts = progress.points() > pointsAtRestart ? 1 : restarts + 1;
    pointsAtRestart = progress.points();
    if (spec.bounded() && restarts > RESTARTS) {
      throw CommandFailure.failed(
          connector + " failed " + restarts + " times without a point in between: " + reason);
    }
    if (errors.add(connector + ": " + reason)) {
      console.line(connector + " failed and is restarted: " + reason);
    }
    control.restartFailed(connector);
  }

  private void watchDisk() {
    switch (disk.look()) {
      case PAUSE -> {
        control.pause(spec.sourceName());
        console.line("Reading is paused: " + disk.explain());
      }
      case RESUME -> {
        control.resume(spec.sourceName());
        console.line("Reading goes on: " + disk.explain());
      }
      case UNCHANGED -> {}
    }
  }

  @Override
  public void close() {
    drain.close();
  }
}
