package io.github.influx2tdengine.testkit.influx;

/**
 * What goes wrong with answers to {@code /query}. Amounts count bytes of the body (after
 * compression, without HTTP's own framing) or requests.
 */
public record InfluxFault(Kind kind, long amount, String text) {
  /** Kinds of faults; the factories of {@link InfluxFault} say what each does. */
  public enum Kind {
    NONE,
    HANG,
    STALL,
    CUT,
    TRUNCATE,
    ERROR_AFTER_FIRST_CHUNK,
    HTML,
    SHORT_GZIP,
    STATUS_FROM,
    DROP,
    SLOW,
    REFUSE
  }

  /** Everything works. */
  public static InfluxFault none() {
    return new InfluxFault(Kind.NONE, 0, "");
  }

  /** The request is read, and nothing is ever answered. */
  public static InfluxFault hang() {
    return new InfluxFault(Kind.HANG, 0, "");
  }

  /** The body stops after so many bytes; the connection stays open. */
  public static InfluxFault stallAfter(long bytes) {
    return new InfluxFault(Kind.STALL, bytes, "");
  }

  /** The connection is closed after so many bytes of the body, without an end of the body. */
  public static InfluxFault cutAfter(long bytes) {
    return new InfluxFault(Kind.CUT, bytes, "");
  }

  /** The body ends after so many bytes as if it were whole: only its content can tell. */
  public static InfluxFault truncateAfter(long bytes) {
    return new InfluxFault(Kind.TRUNCATE, bytes, "");
  }

  /** After the first document comes one with this error, and a clean end. */
  public static InfluxFault errorAfterFirstChunk(String error) {
    return new InfluxFault(Kind.ERROR_AFTER_FIRST_CHUNK, 0, error);
  }

  /** Status 200 with a page of HTML, as a proxy or a login portal answers. */
  public static InfluxFault html() {
    return new InfluxFault(Kind.HTML, 0, "");
  }

  /** The body is compressed and lacks its last so many bytes; HTTP's framing is whole. */
  public static InfluxFault gzipShortBy(long bytes) {
    return new InfluxFault(Kind.SHORT_GZIP, bytes, "");
  }

  /** 401 from the n-th query on, counted from the injection, the first is 1. */
  public static InfluxFault unauthorizedFrom(long request) {
    return new InfluxFault(Kind.STATUS_FROM, request, "401 Unauthorized");
  }

  /** A status such as {@code 503 Service Unavailable} from the n-th query on. */
  public static InfluxFault statusFrom(long request, String status) {
    return new InfluxFault(Kind.STATUS_FROM, request, status);
  }

  /** The connection is closed before any answer. */
  public static InfluxFault drop() {
    return new InfluxFault(Kind.DROP, 0, "");
  }

  /** Bodies come at so many bytes a second. */
  public static InfluxFault slow(long bytesPerSecond) {
    return new InfluxFault(Kind.SLOW, bytesPerSecond, "");
  }

  /** The port is closed, for everything. */
  public static InfluxFault refuse() {
    return new InfluxFault(Kind.REFUSE, 0, "");
  }
}
