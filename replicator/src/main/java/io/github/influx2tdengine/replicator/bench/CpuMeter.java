package io.github.influx2tdengine.replicator.bench;

import com.sun.management.OperatingSystemMXBean;
import io.github.influx2tdengine.replicator.CommandFailure;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the clock, and the CPU time that this JVM and the servers have used. */
final class CpuMeter {
  private final Map<String, ProcessHandle> servers = new LinkedHashMap<>();

  /**
   * @param pids process ids by the names that they shall have in the result
   * @throws CommandFailure when one does not run, or does not tell its CPU time
   */
  CpuMeter(Map<String, Long> pids) {
    pids.forEach(
        (name, pid) -> {
          ProcessHandle process =
              ProcessHandle.of(pid)
                  .filter(handle -> handle.info().totalCpuDuration().isPresent())
                  .orElseThrow(
                      () ->
                          CommandFailure.failed(
                              "--pids: process "
                                  + pid
                                  + " ("
                                  + name
                                  + ") does not run on this machine, or does not tell its CPU"
                                  + " time"));
          servers.put(name, process);
        });
  }

  /** Whether the servers' CPU time is known at all. */
  boolean seesServers() {
    return !servers.isEmpty();
  }

  Usage now() {
    Map<String, Long> nanos = new LinkedHashMap<>();
    servers.forEach(
        (name, process) ->
            nanos.put(name, process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L)));
    long own =
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    return new Usage(System.nanoTime(), own, nanos);
  }
}
