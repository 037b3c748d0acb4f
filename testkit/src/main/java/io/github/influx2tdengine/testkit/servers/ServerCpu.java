package io.github.influx2tdengine.testkit.servers;

import java.time.Duration;

/** CPU time of a server's process, which {@code -Dpid=N} names: for measures. */
public final class ServerCpu {
  private static final Long PID = Long.getLong("pid");

  private ServerCpu() {}

  /** What it has used so far; not a number where it is not known. */
  public static double seconds() {
    return PID == null
        ? Double.NaN
        : ProcessHandle.of(PID)
            .flatMap(process -> process.info().totalCpuDuration())
            .map(Duration::toNanos)
            .map(nanos -> nanos / 1e9)
            .orElse(Double.NaN);
  }
}
