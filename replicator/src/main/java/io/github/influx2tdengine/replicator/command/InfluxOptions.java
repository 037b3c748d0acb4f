package io.github.influx2tdengine.replicator.command;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.source.config.NameList;
import io.github.influx2tdengine.source.config.SourceSettings;
import io.github.influx2tdengine.source.plan.TimeText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What to read: the InfluxDB server, the bucket in it, and the time range. */
final class InfluxOptions {
  @Option(
      names = "--influx-url",
      required = true,
      paramLabel = "URL",
      description = "Address of the InfluxDB server, for example http://influx:8086.")
  String url;

  @Option(
      names = "--influx-version",
      paramLabel = "auto|1|2|3",
      defaultValue = "auto",
      description = "Major version of the server; auto asks it (3 is experimental).")
  String version;

  @Option(
      names = "--influx-user",
      paramLabel = "USER",
      description = "User of a 1.x server that asks for one.")
  String user;

  @Option(
      names = "--influx-password",
      paramLabel = "PASSWORD",
      description =
          "Its password. Better in the environment variable INFLUX_PASSWORD: other users of this"
              + " machine can see arguments.")
  String password;

  @Option(
      names = "--influx-org",
      paramLabel = "ORG",
      description = "Organisation of a 2.x server, by name or ID.")
  String org;

  @Option(
      names = "--influx-token",
      paramLabel = "TOKEN",
      description =
          "Token of a 2.x server; it needs to read the bucket and nothing else. Better in the"
              + " environment variable INFLUX_TOKEN.")
  String token;

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

  /** The source connector's settings that these options stand for. */
  Map<String, String> settings(Map<String, String> environment) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(SourceSettings.URL, url);
    settings.put(SourceSettings.VERSION, version);
    put(settings, SourceSettings.USER, user);
    put(settings, SourceSettings.ORG, org);
    // A variable set for another server must not contradict what was said here.
    put(
        settings,
        SourceSettings.PASSWORD,
        password != null || user == null ? password : environment.get("INFLUX_PASSWORD"));
    put(
        settings,
        SourceSettings.TOKEN,
        token != null || user != null || version.equals("1")
            ? token
            : environment.get("INFLUX_TOKEN"));
    settings.put(SourceSettings.BUCKET, bucket);
    if (!measurements.isEmpty()) {
      settings.put(SourceSettings.MEASUREMENTS, NameList.format(measurements));
    }
    settings.put(SourceSettings.BEGIN, begin);
    put(settings, SourceSettings.END, end);
    return settings;
  }

  private static void put(Map<String, String> settings, String key, String value) {
    if (value != null && !value.isEmpty()) {
      settings.put(key, value);
    }
  }
}
