package io.github.influx2tdengine.testkit.influx;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Puts results on the wire, one document for each call. */
interface ResultWriter {
  String contentType();

  /** One document with these results. */
  void document(OutputStream out, List<Result> results) throws IOException;

  /** The document of a request that was refused as a whole. */
  void refusal(OutputStream out, String error) throws IOException;

  /**
   * @param accept of the request; InfluxDB compares it exactly, a list or a charset means JSON
   * @param epoch of the request: empty for text times, ns, u, ms, s, m, h; others mean ns
   */
  static ResultWriter of(String accept, String epoch, boolean version2) {
    return switch (accept) {
      case "application/x-msgpack" -> new MessagePackResults(epoch);
      case "application/csv", "text/csv" -> new CsvResults(epoch, version2);
      default -> new JsonResults(epoch);
    };
  }

  /** Nanoseconds as the unit that {@code epoch} asks for. */
  static long inUnits(long nanos, String epoch) {
    return switch (epoch) {
      case "u" -> nanos / 1_000L;
      case "ms" -> nanos / 1_000_000L;
      case "s" -> nanos / 1_000_000_000L;
      case "m" -> nanos / 60_000_000_000L;
      case "h" -> nanos / 3_600_000_000_000L;
      default -> nanos;
    };
  }
}
