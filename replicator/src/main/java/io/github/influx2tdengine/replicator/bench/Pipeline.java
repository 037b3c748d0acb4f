package io.github.influx2tdengine.replicator.bench;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.run.ConnectorMetrics;
import io.github.influx2tdengine.replicator.run.Console;
import io.github.influx2tdengine.replicator.run.Outcome;
import io.github.influx2tdengine.replicator.run.Replication;
import io.github.influx2tdengine.replicator.run.ReplicationSpec;
import io.github.influx2tdengine.replicator.run.StopSignal;
import io.github.influx2tdengine.source.plan.TimeText;
import java.lang.management.ManagementFactory;
import java.util.Map;

/**
 * Runs {@code replicate} and looks from aside: how long and what it took, whole and after the first
 * points, whose part is starting and compiling.
 */
final class Pipeline {
  private static final long LOOK_MS = 20;

  private final BenchSpec spec;
  private final Console console;
  private final StopSignal stop;
  private final ConnectorMetrics metrics = new ConnectorMetrics();

  /**
   * @param whole from the start of broker and worker to the last row
   * @param warm from the first {@code warmUp} points in TDengine to the last
   * @param firstPointSeconds from the start to the first row in TDengine
   * @param heapAfterGc bytes of live objects when the last row was written
   */
  record Result(Measured whole, Measured warm, double firstPointSeconds, long heapAfterGc) {}

  Pipeline(BenchSpec spec, Console console, StopSignal stop) {
    this.spec = spec;
    this.console = console;
    this.stop = stop;
  }

  Result run(CpuMeter meter) throws InterruptedException {
    Map<String, String> target = spec.sinkInto(spec.database(Step.PIPELINE));
    ReplicationSpec replication =
        new ReplicationSpec(
            "bench",
            spec.directory().resolve("replication"),
            spec.source(),
            target,
            true,
            TimeText.parse(spec.data().begin().toString()),
            64L << 20,
            false);
    Watch watch = new Watch(meter, replication.sinkName(), spec.data().points());
    Thread watching = new Thread(watch, "bench-watch");
    watching.setDaemon(true);
    watching.start();
    try {
      Outcome outcome = new Replication(replication, spec.plugins(), console, stop).run();
      watching.join(10_000);
      if (!outcome.successful() || watch.last == null) {
        throw CommandFailure.failed(
            "the pipeline wrote "
                + outcome.points()
                + " of "
                + spec.data().points()
                + " points, "
                + outcome.refused()
                + " refused: "
                + String.join("; ", outcome.errors()));
      }
      return watch.result();
    } finally {
      watching.interrupt();
    }
  }

  private final class Watch implements Runnable {
    private final CpuMeter meter;
    private final String sink;
    private final long all;
    private final Usage begin;
    private Usage first;
    private Usage warm;
    private long warmRows;
    private volatile Usage last;
    private long heap;

    Watch(CpuMeter meter, String sink, long all) {
      this.meter = meter;
      this.sink = sink;
      this.all = all;
      this.begin = meter.now();
    }

    @Override
    public void run() {
      try {
        while (last == null) {
          long rows = metrics.sum("sink", sink, "Rows");
          if (rows > 0 && first == null) {
            first = meter.now();
          }
          if (rows >= spec.warmUp() && warm == null) {
            warm = meter.now();
            warmRows = rows;
          }
          if (rows >= all) {
            Usage now = meter.now();
            ManagementFactory.getMemoryMXBean().gc();
            heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            last = now;
          } else {
            Thread.sleep(LOOK_MS);
          }
        }
      } catch (InterruptedException e) {
        // The run is over, one way or the other.
      }
    }

    Result result() {
      Measured whole = new Measured(all, last.since(begin));
      return new Result(
          whole,
          // So few points may come at once that none is left after the first look.
          warmRows < all ? new Measured(all - warmRows, last.since(warm)) : whole,
          (first.wall() - begin.wall()) / 1e9,
          heap);
    }
  }
}
