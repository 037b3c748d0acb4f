package io.github.influx2tdengine.testkit.influx;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** The fault that answers to {@code /query} have at present. */
final class Faults {
  private volatile Injected injected = new Injected(InfluxFault.none());

  /** One fault from its injection on, with what is counted since. */
  static final class Injected {
    private final InfluxFault fault;
    private final AtomicLong requests = new AtomicLong();
    private final CountDownLatch healed = new CountDownLatch(1);

    private Injected(InfluxFault fault) {
      this.fault = fault;
    }

    InfluxFault fault() {
      return fault;
    }

    /**
     * Answers in the server's place where the fault leaves nothing of its answer.
     *
     * @return whether the connection may be used again; empty where the server must answer
     */
    Optional<Boolean> instead(HttpAnswer answer) throws IOException {
      long number = requests.incrementAndGet();
      switch (fault.kind()) {
        case HANG -> {
          FaultyBody.await(healed, Long.MAX_VALUE);
          return Optional.of(false);
        }
        case DROP -> {
          return Optional.of(false);
        }
        case HTML -> {
          answer
              .header("Content-Type", "text/html; charset=utf-8")
              .whole("200 OK", "<!DOCTYPE html>\n<html><body><h1>Sign in</h1></body></html>\n");
          return Optional.of(true);
        }
        case STATUS_FROM -> {
          if (number < fault.amount()) {
            return Optional.empty();
          }
          String reason = fault.text().replaceFirst("^\\d+ ", "").toLowerCase(Locale.ROOT);
          answer
              .header("Content-Type", "application/json")
              .whole(fault.text(), "{\"error\":\"" + reason + "\"}\n");
          return Optional.of(true);
        }
        default -> {
          return Optional.empty();
        }
      }
    }

    /** A body that goes wrong as the fault says. */
    OutputStream body(OutputStream out) {
      return new FaultyBody(out, fault, healed);
    }
  }

  Injected present() {
    return injected;
  }

  /** Replaces the fault; who waits in the one before goes on. */
  void replace(InfluxFault fault) {
    Injected previous = injected;
    injected = new Injected(fault);
    previous.healed.countDown();
  }
}
