package io.github.influx2tdengine.replicator.bench;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.Directories;
import io.github.influx2tdengine.replicator.run.ConnectorConfigs;
import io.github.influx2tdengine.replicator.run.Console;
import io.github.influx2tdengine.replicator.run.StopSignal;
import io.github.influx2tdengine.sink.config.SinkConfig;
import io.github.influx2tdengine.source.config.SourceConfig;
import io.github.influx2tdengine.testkit.data.Dataset;
import io.github.influx2tdengine.testkit.data.Shape;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;

/**
 * The options of {@code bench} as they were given.
 *
 * @param pids of the form {@code name=pid} or {@code pid}
 * @param name what the names of bucket and databases begin with
 * @param keep whether the bucket stays
 */
public record BenchOptions(
    long points,
    String shape,
    Optional<Integer> series,
    List<String> steps,
    int rounds,
    Optional<Long> warmUp,
    List<String> pids,
    String name,
    Optional<Path> directory,
    boolean keep) {
  private static final long WARM_UP = 2_000_000;

  /**
   * Both servers and the connectors' settings.
   *
   * @param influx settings of the source that say where and who
   * @param tdengine settings of the sink that say where and who
   * @param source what the user set of the source
   * @param sink what the user set of the sink
   */
  public record Servers(
      Map<String, String> influx,
      Map<String, String> tdengine,
      Map<String, String> source,
      Map<String, String> sink) {}

  /**
   * @param plugins directory with a directory for each connector's plugin
   */
  public void run(Servers servers, Path plugins, Console console, StopSignal stop)
      throws IOException, InterruptedException {
    if (points < 1 || rounds < 1 || series.orElse(1) < 1) {
      throw CommandFailure.wrongUsage("--points, --series and --rounds must be 1 or more");
    }
    if (!name.matches("[a-z][a-z0-9_]{0,30}")) {
      throw CommandFailure.wrongUsage(
          "--name '" + name + "' is no name; use up to 31 of a-z, 0-9 and _, a letter first");
    }
    CpuMeter meter = new CpuMeter(processes());
    List<Step> chosen;
    Dataset data;
    try {
      chosen = steps.stream().map(Step::of).toList();
      Shape kind = Shape.of(shape);
      data = kind.data(points, series.orElse((int) Math.min(points, kind.usualSeries())));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.wrongUsage(e.getMessage());
    }
    String bucket = "%s_%s_%d_%d".formatted(name, shape, data.points(), data.series());
    Path place =
        directory.isPresent() ? directory.get().toAbsolutePath() : Files.createTempDirectory(name);
    Files.createDirectories(place);
    Path own = Files.createTempDirectory(place, "bench");
    BenchSpec spec = spec(servers, data, bucket, own, plugins, chosen);
    InfluxServer influx = influx(servers.influx());
    try {
      BenchReport report = new Bench(spec, influx, meter, console, stop).run();
      report.table().forEach(console::line);
      console.result(report.toJson());
    } finally {
      if (!keep) {
        influx.dropBucket(bucket);
      }
      Directories.delete(directory.isPresent() ? own : place);
    }
  }

  private BenchSpec spec(
      Servers servers, Dataset data, String bucket, Path own, Path plugins, List<Step> chosen) {
    Map<String, String> connection = new LinkedHashMap<>(servers.influx());
    connection.put("bucket", bucket);
    connection.put("measurements", data.measurement());
    connection.put("begin.time", data.begin().toString());
    connection.put("end.time", data.end().toString());
    Map<String, String> target = new LinkedHashMap<>(servers.tdengine());
    target.put("database", name);
    Map<String, String> source = ConnectorConfigs.source("bench", connection, servers.source());
    Map<String, String> sink = ConnectorConfigs.sink("bench", source, target, servers.sink());
    // Before any data is made: a setting that is wrong would show only in the middle.
    try {
      new SourceConfig(source);
      new SinkConfig(sink);
    } catch (ConfigException e) {
      throw CommandFailure.wrongUsage(e.getMessage());
    }
    return new BenchSpec(
        data,
        bucket,
        source,
        sink,
        name,
        own,
        plugins,
        warmUp.orElse(Math.min(WARM_UP, points / 5)),
        rounds,
        chosen);
  }

  private Map<String, Long> processes() {
    Map<String, Long> processes = new LinkedHashMap<>();
    for (String given : pids) {
      String[] parts = given.split("=", 2);
      try {
        long pid = Long.parseLong(parts[parts.length - 1].strip());
        String label =
            parts.length == 2
                ? parts[0].strip()
                : ProcessHandle.of(pid)
                    .flatMap(process -> process.info().command())
                    .map(command -> Path.of(command).getFileName() + "-" + pid)
                    .orElse("pid-" + pid);
        processes.put(label, pid);
      } catch (NumberFormatException e) {
        throw CommandFailure.wrongUsage(
            "--pids '" + given + "' is neither PID nor NAME=PID, PID being a number");
      }
    }
    return processes;
  }

  private static InfluxServer influx(Map<String, String> settings) {
    String url = settings.get("influxdb.url");
    String token = settings.getOrDefault("influxdb.token", "");
    return token.isEmpty()
        ? InfluxServer.version1(
            url,
            settings.getOrDefault("influxdb.user", ""),
            settings.getOrDefault("influxdb.password", ""),
            url,
            () -> {})
        : InfluxServer.version2(
            url, settings.getOrDefault("influxdb.org", ""), token, url, () -> {});
  }
}
