package io.github.influx2tdengine.testkit.proxy;

/** What a {@link FaultProxy} does to the connections through it. Amounts count answered bytes. */
public record Fault(Kind kind, long amount) {
  /** Kinds of faults; the factories of {@link Fault} say what each does. */
  public enum Kind {
    NONE,
    HANG,
    DROP,
    CUT,
    SLOW,
    REFUSE,
    BLACK_HOLE
  }

  /** Bytes pass. */
  public static Fault none() {
    return new Fault(Kind.NONE, 0);
  }

  /** Requests reach the server, answers stop: connections stay open and say nothing. */
  public static Fault hang() {
    return new Fault(Kind.HANG, 0);
  }

  /** Every connection is reset at once, old and new; the port stays open. */
  public static Fault drop() {
    return new Fault(Kind.DROP, 0);
  }

  /**
   * A connection is reset when so many bytes of answers, counted from the injection, are through.
   */
  public static Fault cutAfter(long bytes) {
    return new Fault(Kind.CUT, bytes);
  }

  /** Answers come at so many bytes a second. */
  public static Fault slow(long bytesPerSecond) {
    return new Fault(Kind.SLOW, bytesPerSecond);
  }

  /** The port is closed: connections end, new ones are refused. */
  public static Fault refuse() {
    return new Fault(Kind.REFUSE, 0);
  }

  /**
   * Nothing passes in either direction: connections open and lead nowhere, as in a dead network.
   */
  public static Fault blackHole() {
    return new Fault(Kind.BLACK_HOLE, 0);
  }
}
