package io.github.influx2tdengine.source.flow;

import io.github.influx2tdengine.source.config.Retries;
import io.github.influx2tdengine.source.plan.Backoff;
import io.github.influx2tdengine.source.read.InfluxException;
import io.github.influx2tdengine.source.read.TypesUndecided;
import io.github.influx2tdengine.source.read.WindowTooLarge;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/** Decides what becomes of a window that could not be read. */
final class Failures {
  /** What to do with a slot. */
  enum Decision {
    /** Read it in two halves. */
    HALVE,
    /** Read it in parts that reach over no shard's end. */
    CELLS,
    /** Read it as it comes, without holding it whole. */
    PARTS,
    /** Read it again, after a pause. */
    AGAIN,
    /** Give up. */
    FAIL
  }

  /**
   * Attempts against a server that says no: a proxy or a server that starts may say so by mistake,
   * so that one is not enough; with the pauses in between they take well under a minute.
   */
  static final int REFUSALS = 5;

  /** After so many failures in a row the window may be what the server fails at. */
  private static final int SUSPECT = 3;

  /** A window is no longer suspected when a 64th of it fails, too. */
  private static final int SUSPICIONS = 6;

  /**
   * Halvings in a row after which the server gave up as late as before: the first window may be so
   * large that it takes some until it matters, and a thousandth is more than that.
   */
  private static final int IN_VAIN = 10;

  /** Nanoseconds below which a failure came at once: it was refused, not worked on. */
  private static final long NOTABLE = 1_000_000_000L;

  private final Retries retries;
  private final Backoff backoff;

  Failures(Retries retries) {
    this.retries = retries;
    this.backoff = new Backoff(retries.backoff(), retries.backoffMax());
  }

  /**
   * Decides, and notes in the slot when it may be read again.
   *
   * @param busy nanoseconds until it failed
   * @param now monotonic nanoseconds
   */
  Decision decide(Slot slot, Exception failure, long busy, long now) {
    if (failure instanceof WindowTooLarge) {
      return slot.window.divisible() ? Decision.HALVE : Decision.PARTS;
    }
    if (failure instanceof TypesUndecided) {
      return Decision.CELLS;
    }
    if (!(failure instanceof IOException)) {
      return Decision.FAIL;
    }
    slot.failures++;
    if (slot.firstFailure.isEmpty()) {
      slot.firstFailure = OptionalLong.of(now);
    }
    slot.notBefore = now + pause(slot.failures, failure).toNanos();
    long failing = now - slot.firstFailure.getAsLong();
    if (!retries.timeout().isNegative() && failing > retries.timeout().toNanos()) {
      return Decision.FAIL;
    }
    return switch (kind(failure)) {
      case LIMIT -> halvingHelps(slot, busy) ? Decision.HALVE : Decision.AGAIN;
      case TRANSIENT -> suspect(slot) ? Decision.HALVE : Decision.AGAIN;
      case CREDENTIALS, MISSING, UNEXPECTED ->
          slot.failures >= REFUSALS ? Decision.FAIL : Decision.AGAIN;
    };
  }

  /**
   * Whether less time may take less work. Where there are many series a query takes the server long
   * however short its window: smaller ones would only be more.
   */
  private static boolean halvingHelps(Slot slot, long busy) {
    if (!slot.window.divisible() || slot.halvedInVain >= IN_VAIN) {
      return false;
    }
    boolean sooner = busy < NOTABLE || busy < slot.gaveUpAfter * 0.8;
    slot.halvedInVain = sooner ? 0 : slot.halvedInVain + 1;
    slot.gaveUpAfter = busy;
    return true;
  }

  private static boolean suspect(Slot slot) {
    if (slot.failures < SUSPECT || slot.suspicions >= SUSPICIONS || !slot.window.divisible()) {
      return false;
    }
    slot.suspicions++;
    return true;
  }

  private static InfluxException.Kind kind(Throwable failure) {
    return failure instanceof InfluxException influx
        ? influx.kind()
        : InfluxException.Kind.TRANSIENT;
  }

  Duration pause(int failures, Throwable failure) {
    Optional<Duration> asked =
        failure instanceof InfluxException influx ? influx.retryAfter() : Optional.empty();
    return backoff.pause(failures, asked, ThreadLocalRandom.current().nextDouble());
  }

  /** Whether a question that so often failed in a row is given up. */
  boolean givesUpAsking(int failed) {
    return !retries.timeout().isNegative()
        && failed
            > retries.timeout().toMillis() / Math.max(1, retries.backoffMax().toMillis()) + 10;
  }
}
