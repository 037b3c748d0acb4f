package io.github.influx2tdengine.sink;

import io.github.influx2tdengine.testkit.tdengine.TdengineStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The TDengine the tests write to: the one {@code TDENGINE_URL} names, or the stand-in. */
public final class TestTdengine {
  private TestTdengine() {}

  private static final class StandIn {
    private static final TdengineStandIn SERVER = start();

    private static TdengineStandIn start() {
      try {
        return TdengineStandIn.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Without login and options, which the sink sets: its tests log in as root with taosdata. */
  private static String named() {
    return System.getenv().getOrDefault("TDENGINE_URL", "").replaceFirst("[?].*$", "");
  }

  /** Without a database or credentials; root and taosdata are admitted. */
  public static String jdbcUrl() {
    return named().isEmpty() ? StandIn.SERVER.jdbcUrl() : named();
  }

  /** The HTTP side of the same server. */
  public static String restUrl() {
    return named().isEmpty()
        ? StandIn.SERVER.restUrl()
        : "http://" + named().replaceAll("^.*//|[/?].*$", "");
  }
}
