package io.github.influx2tdengine.testkit.servers;

import io.github.influx2tdengine.testkit.influx.InfluxStandIn;
import io.github.influx2tdengine.testkit.tdengine.TdengineStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the servers that a test or the demo needs. Each is the first of: an address in the
 * environment ({@code INFLUXDB1_URL} with {@code INFLUXDB1_USER} and {@code INFLUXDB1_PASSWORD};
 * {@code INFLUXDB2_URL}, {@code INFLUXDB2_TOKEN}, {@code INFLUXDB2_ORG}; {@code TDENGINE_URL}, a
 * JDBC URL; {@code KAFKA_BOOTSTRAP}), a container where Docker runs, {@code influxd} 1.x on the
 * PATH, the stand-in in this JVM. Which one it is, is printed. One server of a kind serves the
 * whole JVM and stops with it.
 *
 * <p>{@code TESTKIT_CONTAINERS=off} leaves containers out.
 */
public final class Servers {
  private static final String ORGANISATION = "testkit";
  private static final String TOKEN = "testkit-token";

  private final Map<String, String> environment;
  private final Docker docker;

  Servers(Map<String, String> environment, Docker docker) {
    this.environment = environment;
    this.docker = docker;
  }

  private static Servers here() {
    return new Servers(System.getenv(), new Docker("docker"));
  }

  private static final class Influx1 {
    private static final InfluxServer SERVER = said("InfluxDB 1.x", here().findInflux1());
  }

  private static final class Influx2 {
    private static final InfluxServer SERVER = said("InfluxDB 2.x", here().findInflux2());
  }

  private static final class Tdengine {
    private static final TdengineServer SERVER = said("TDengine", here().findTdengine());
  }

  /** The InfluxDB 1.x of this JVM. */
  public static InfluxServer influx1() {
    return Influx1.SERVER;
  }

  /** The InfluxDB 2.x of this JVM. */
  public static InfluxServer influx2() {
    return Influx2.SERVER;
  }

  /** The TDengine of this JVM. */
  public static TdengineServer tdengine() {
    return Tdengine.SERVER;
  }

  /**
   * Bootstrap servers of a Kafka that the environment names; without one, tests start their own.
   */
  public static Optional<String> kafka() {
    return here().value("KAFKA_BOOTSTRAP").map(address -> said("Kafka", address));
  }

  /**
   * The real InfluxDB servers that are to be had without a container, by version; empty where only
   * stand-ins are. For suites that compare the stand-ins with them.
   */
  public static List<InfluxServer> realInflux() {
    List<InfluxServer> real = new ArrayList<>();
    Servers here = here();
    here.environmentInflux1().or(() -> here.influxdOnPath(Map.of())).ifPresent(real::add);
    here.environmentInflux2().ifPresent(real::add);
    return real;
  }

  /**
   * A private InfluxDB 1.x that asks for a user and a password: {@code influxd} of the PATH, else
   * the stand-in. The caller closes it.
   */
  public static InfluxServer startInflux1WithAuth() {
    String user = "admin";
    String password = "secret of admin";
    if (Influxd.version1().isPresent()) {
      Influxd influxd = Influxd.start(Map.of("http.auth-enabled", "true"));
      InfluxServer server =
          InfluxServer.version1(
              influxd.url(), user, password, "influxd with authentication", influxd::close);
      // The first user may be made by anyone.
      InfluxServer.version1(influxd.url(), "", "", "", () -> {})
          .query(
              "", "CREATE USER " + user + " WITH PASSWORD '" + password + "' WITH ALL PRIVILEGES");
      return said("InfluxDB 1.x with authentication", server);
    }
    InfluxStandIn standIn = InfluxStandIn.start1(user, password);
    return said(
        "InfluxDB 1.x with authentication",
        InfluxServer.version1(
            standIn.url(), user, password, "stand-in for InfluxDB 1.x", standIn::close));
  }

  /** Whether the PATH has an {@code influxd} 1.x. */
  public static boolean hasInfluxd1() {
    return Influxd.version1().isPresent();
  }

  /**
   * A private {@code influxd} 1.x with changed settings, where the PATH has one. The caller closes
   * it.
   *
   * @param changes by {@code section.key}, for example {@code coordinator.max-select-point}
   */
  public static Optional<InfluxServer> startInfluxd1(Map<String, String> changes) {
    return here().influxdOnPath(changes);
  }

  InfluxServer findInflux1() {
    return environmentInflux1()
        .or(this::containerInflux1)
        .or(() -> influxdOnPath(Map.of()))
        .orElseGet(Servers::standIn1);
  }

  InfluxServer findInflux2() {
    return environmentInflux2().or(this::containerInflux2).orElseGet(Servers::standIn2);
  }

  TdengineServer findTdengine() {
    return environmentTdengine().or(this::containerTdengine).orElseGet(Servers::standInTdengine);
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private String value(String name, String otherwise) {
    return value(name).orElse(otherwise);
  }

  private Optional<InfluxServer> environmentInflux1() {
    return value("INFLUXDB1_URL")
        .map(
            url ->
                InfluxServer.version1(
                    url,
                    value("INFLUXDB1_USER", ""),
                    value("INFLUXDB1_PASSWORD", ""),
                    "INFLUXDB1_URL " + url,
                    () -> {}));
  }

  private Optional<InfluxServer> environmentInflux2() {
    return value("INFLUXDB2_URL")
        .map(
            url ->
                InfluxServer.version2(
                    url,
                    value("INFLUXDB2_ORG", ""),
                    value("INFLUXDB2_TOKEN", ""),
                    "INFLUXDB2_URL " + url,
                    () -> {}));
  }

  private Optional<TdengineServer> environmentTdengine() {
    return value("TDENGINE_URL").map(Servers::tdengineAt);
  }

  /** Takes the credentials out of a JDBC URL, {@code jdbc:TAOS-WS://host:port/?user=…}. */
  static TdengineServer tdengineAt(String jdbcUrl) {
    URI address =
        URI.create(jdbcUrl.substring(jdbcUrl.indexOf("//") < 0 ? 0 : jdbcUrl.indexOf("//")));
    if (!jdbcUrl.startsWith("jdbc:") || address.getHost() == null) {
      throw new IllegalArgumentException(
          "TDENGINE_URL '"
              + jdbcUrl.replaceAll("\\?.*", "")
              + "' is no JDBC URL such as jdbc:TAOS-WS://127.0.0.1:6041/");
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : Optional.ofNullable(address.getRawQuery()).orElse("").split("&")) {
      String[] parts = pair.split("=", 2);
      if (parts.length == 2) {
        parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    String user = Optional.ofNullable(parameters.remove("user")).orElse("root");
    String password = Optional.ofNullable(parameters.remove("password")).orElse("taosdata");
    String place = address.getHost() + ":" + (address.getPort() < 0 ? 6041 : address.getPort());
    String scheme = "true".equals(parameters.get("useSSL")) ? "https://" : "http://";
    return new TdengineServer(
        jdbcUrl.substring(0, jdbcUrl.indexOf("//"))
            + "//"
            + place
            + Optional.ofNullable(address.getPath()).filter(p -> !p.isEmpty()).orElse("/")
            + (parameters.isEmpty() ? "" : "?" + Http.form(parameters)),
        scheme + place,
        user,
        password,
        "TDENGINE_URL " + place,
        () -> {});
  }

  private boolean containers() {
    return !value("TESTKIT_CONTAINERS", "on").equals("off") && docker.answers();
  }

  private Optional<InfluxServer> containerInflux1() {
    if (!containers()) {
      return Optional.empty();
    }
    String image = "influxdb:1.8";
    return docker
        .start(image, 8086, Map.of("INFLUXDB_REPORTING_DISABLED", "true"))
        .map(
            container -> {
              String url = "http://127.0.0.1:" + container.port();
              Ready.await(url + "/ping", "container " + image);
              return InfluxServer.version1(
                  url,
                  "",
                  "",
                  "container " + image + " " + url,
                  () -> docker.remove(container.id()));
            });
  }

  private Optional<InfluxServer> containerInflux2() {
    if (!containers()) {
      return Optional.empty();
    }
    String image = "influxdb:2.7";
    Map<String, String> setup =
        Map.of(
            "DOCKER_INFLUXDB_INIT_MODE", "setup",
            "DOCKER_INFLUXDB_INIT_USERNAME", "testkit",
            "DOCKER_INFLUXDB_INIT_PASSWORD", "testkit-password",
            "DOCKER_INFLUXDB_INIT_ORG", ORGANISATION,
            "DOCKER_INFLUXDB_INIT_BUCKET", "testkit",
            "DOCKER_INFLUXDB_INIT_ADMIN_TOKEN", TOKEN);
    return docker
        .start(image, 8086, setup)
        .map(
            container -> {
              String url = "http://127.0.0.1:" + container.port();
              // Set up when the token works; the image first runs a server for its own set-up.
              Ready.await(
                  url + "/api/v2/buckets?name=testkit", "container " + image, "Token " + TOKEN);
              return InfluxServer.version2(
                  url,
                  ORGANISATION,
                  TOKEN,
                  "container " + image + " " + url,
                  () -> docker.remove(container.id()));
            });
  }

  private Optional<TdengineServer> containerTdengine() {
    if (!containers()) {
      return Optional.empty();
    }
    String image = "tdengine/tdengine:3.3.6.13";
    return docker
        .start(image, 6041, Map.of("TAOS_DISABLE_TELEMETRY", "1"))
        .map(
            container -> {
              String place = "127.0.0.1:" + container.port();
              Ready.await(
                  "http://" + place + "/-/ping",
                  "container " + image,
                  Http.basic("root", "taosdata"));
              return new TdengineServer(
                  "jdbc:TAOS-WS://" + place + "/",
                  "http://" + place,
                  "root",
                  "taosdata",
                  "container " + image + " " + place,
                  () -> docker.remove(container.id()));
            });
  }

  private Optional<InfluxServer> influxdOnPath(Map<String, String> changes) {
    return Influxd.version1()
        .map(
            version -> {
              Influxd influxd = Influxd.start(changes);
              return InfluxServer.version1(
                  influxd.url(),
                  "",
                  "",
                  "influxd " + version + " of the PATH " + influxd.url(),
                  influxd::close);
            });
  }

  private static InfluxServer standIn1() {
    InfluxStandIn standIn = InfluxStandIn.start1();
    return InfluxServer.version1(
        standIn.url(), "", "", "stand-in for InfluxDB 1.x " + standIn.url(), standIn::close);
  }

  private static InfluxServer standIn2() {
    InfluxStandIn standIn = InfluxStandIn.start2(ORGANISATION, TOKEN);
    return InfluxServer.version2(
        standIn.url(),
        ORGANISATION,
        TOKEN,
        "stand-in for InfluxDB 2.x " + standIn.url(),
        standIn::close);
  }

  private static TdengineServer standInTdengine() {
    try {
      TdengineStandIn standIn = TdengineStandIn.start();
      return new TdengineServer(
          standIn.jdbcUrl(),
          standIn.restUrl(),
          standIn.user(),
          standIn.password(),
          "stand-in for TDengine " + standIn.restUrl(),
          standIn::close);
    } catch (IOException e) {
      throw new UncheckedIOException("no loopback port for the TDengine stand-in", e);
    }
  }

  private static <T> T said(String kind, T server) {
    System.out.println("testkit: " + kind + ": " + server);
    return server;
  }
}
