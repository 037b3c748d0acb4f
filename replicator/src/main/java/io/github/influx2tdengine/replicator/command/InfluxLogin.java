package io.github.influx2tdengine.replicator.command;

import io.github.influx2tdengine.source.config.SourceSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where InfluxDB is, and who asks. */
class InfluxLogin {
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
    return settings;
  }

  static void put(Map<String, String> settings, String key, String value) {
    if (value != null && !value.isEmpty()) {
      settings.put(key, value);
    }
  }
}
