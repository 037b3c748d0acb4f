package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.run.Console;
import io.github.influx2tdengine.replicator.run.StopSignal;
import io.github.influx2tdengine.source.config.SourceConfig;
import io.github.influx2tdengine.source.plan.Window;
import io.github.influx2tdengine.source.read.InfluxHttp;
import io.github.influx2tdengine.source.read.WindowReader;
import io.github.influx2tdengine.source.server.Bucket;
import io.github.influx2tdengine.source.server.Credentials;
import io.github.influx2tdengine.source.server.Discovery;
import io.github.influx2tdengine.source.server.Fault;
import io.github.influx2tdengine.source.server.InfluxServer;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/** Compares the two sides that the settings of both connectors name, and tells what it found. */
public final class Verification {
  private final Map<String, String> source;
  private final Map<String, String> sink;
  private final Console console;
  private final StopSignal stop;

  /**
   * @param source settings of the source connector, {@code end.time} among them
   * @param sink settings of the sink connector, which decide where a point is
   */
  public Verification(
      Map<String, String> source, Map<String, String> sink, Console console, StopSignal stop) {
    this.source = source;
    this.sink = sink;
    this.console = console;
    this.stop = stop;
  }

  /**
   * @throws CommandFailure when a side does not answer or a setting is wrong
   */
  public Report run() {
    Report report = compare();
    report.listed().forEach(difference -> console.line("  " + difference));
    long more = report.differences() - report.listed().size();
    if (more > 0) {
      console.line("  … and %,d more differences".formatted(more));
    }
    console.line(verdict(report));
    return report;
  }

  private Report compare() {
    SourceConfig config;
    try {
      config = new SourceConfig(source);
    } catch (ConfigException e) {
      throw CommandFailure.failed(e.getMessage(), e);
    }
    try (InfluxServer server = InfluxServer.connect(config);
        InfluxHttp http =
            new InfluxHttp(config.url(), config.transport(), Credentials.authorization(config))) {
      Bucket bucket = server.bucket();
      WindowReader reader =
          new WindowReader(http, bucket.database(), config.fields(), config.addedTags());
      Discovery discovery = Discovery.of(config, server, bucket);
      if (!discovery.unknown().isEmpty()) {
        throw CommandFailure.failed(
            "--measurement (measurements): "
                + discovery.unknown()
                + " does not exist in bucket '"
                + config.getString("bucket")
                + "'");
      }
      return new Comparison(sink, console, stop)
          .run(
              reader,
              discovery.selected(),
              config.addedTags(),
              new Window(config.begin(), config.end().orElseThrow()));
    } catch (ConfigException e) {
      throw CommandFailure.failed(e.getMessage(), e);
    } catch (IOException e) {
      throw CommandFailure.failed(Fault.of(config, e).toString(), e);
    }
  }

  private static String verdict(Report report) {
    String compared =
        "%,d points of %d measurements compared in %.1f s"
            .formatted(report.points(), report.byMeasurement().size(), report.seconds());
    if (report.differences() > 0) {
      return "Different: %,d differences, %s".formatted(report.differences(), compared);
    }
    if (!report.complete()) {
      return "Not finished: stopped; " + compared + ", no difference among them";
    }
    if (report.points() == 0) {
      return "Nothing to compare: InfluxDB has no points in that range";
    }
    return "Equal: " + compared;
  }
}
