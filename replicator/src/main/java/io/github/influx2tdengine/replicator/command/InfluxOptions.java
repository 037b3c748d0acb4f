package io.github.influx2tdengine.replicator.command;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.source.config.NameList;
import io.github.influx2tdengine.source.config.SourceSettings;
import io.github.influx2tdengine.source.plan.TimeText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What to read: the InfluxDB server, the bucket in it, and the time range. */
final class InfluxOptions extends InfluxLogin {
  @Option(
      names = "--bucket",
      required = true,
      paramLabel = "BUCKET",
      description = "Bucket to read; on a 1.x server a database, or database/retention-policy.")
  String bucket;

  @Option(
      names = "--measurement",
      paramLabel = "NAME",
      description = "Measurement to read, may be given several times; all of the bucket without.")
  List<String> measurements = new ArrayList<>();

  @Option(
      names = "--begin",
      required = true,
      paramLabel = "TIME",
      description =
          "First time to read, RFC 3339 with its zone (2026-01-01T00:00:00Z), or earliest.")
  String begin;

  @Option(
      names = "--end",
      paramLabel = "TIME",
      description = "Time to stop before; without it, the bucket is followed until interrupted.")
  String end;

  boolean bounded() {
    return end != null;
  }

  /**
   * @throws CommandFailure with the exit code for wrong usage when times do not make a range
   */
  void check() {
    if (bucket.isBlank()) {
      throw CommandFailure.wrongUsage("--bucket is empty; name the bucket to read");
    }
    long from =
        begin.equals(SourceSettings.EARLIEST) ? TimeText.MIN : time("--begin", "begin.time", begin);
    if (bounded() && from >= time("--end", "end.time", end)) {
      throw CommandFailure.wrongUsage(
          "--begin (begin.time) '%s' is not before --end (end.time) '%s'; nothing would be read"
              .formatted(begin, end));
    }
  }

  /** Whether the end has not come yet, by this machine's clock. */
  boolean endsInFuture() {
    Instant now = Instant.now();
    return bounded() && TimeText.parse(end) > now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  /** Nanoseconds of the first time to read. */
  long beginNanos() {
    return begin.equals(SourceSettings.EARLIEST) ? TimeText.MIN : TimeText.parse(begin);
  }

  private static long time(String option, String setting, String text) {
    try {
      return TimeText.parse(text);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.wrongUsage(option + " (" + setting + ") " + e.getMessage());
    }
  }

  @Override
  Map<String, String> settings(Map<String, String> environment) {
    Map<String, String> settings = super.settings(environment);
    settings.put(SourceSettings.BUCKET, bucket);
    if (!measurements.isEmpty()) {
      settings.put(SourceSettings.MEASUREMENTS, NameList.format(measurements));
    }
    settings.put(SourceSettings.BEGIN, begin);
    put(settings, SourceSettings.END, end);
    return settings;
  }
}
