package io.github.influx2tdengine.replicator.command;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where TDengine is, and who writes. */
class TdengineLogin {
  @Option(
      names = "--tdengine-url",
      required = true,
      paramLabel = "JDBC_URL",
      description =
          "JDBC address of TDengine's taosAdapter, for example jdbc:TAOS-WS://tdengine:6041.")
  String url;

  @Option(
      names = "--tdengine-user",
      paramLabel = "USER",
      description = "User; root where it is not given.")
  String user = "root";

  @Option(
      names = "--tdengine-password",
      paramLabel = "PASSWORD",
      description =
          "Its password. Better in the environment variable TDENGINE_PASSWORD: other users of this"
              + " machine can see arguments.")
  String password;

  /** The sink connector's settings that these options stand for. */
  Map<String, String> settings(Map<String, String> environment) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("tdengine.url", url);
    settings.put("tdengine.user", user);
    String secret = password != null ? password : environment.get("TDENGINE_PASSWORD");
    if (secret != null && !secret.isEmpty()) {
      settings.put("tdengine.password", secret);
    }
    return settings;
  }
}
