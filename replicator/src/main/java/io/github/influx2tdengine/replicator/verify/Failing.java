package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.run.StopSignal;
import io.github.influx2tdengine.sink.error.ErrorCode;
import io.github.influx2tdengine.sink.error.ErrorKind;
import io.github.influx2tdengine.sink.error.Redacted;
import io.github.influx2tdengine.source.read.InfluxException;
import io.github.influx2tdengine.source.read.TypesUndecided;
import io.github.influx2tdengine.source.read.WindowTooLarge;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/**
 * What becomes of a question that a server does not answer: asked again for a minute where that can
 * help, and then the end of the comparison. Nothing is ever taken for compared that was not.
 */
final class Failing {
  /** A server that is restarted is back by then; a longer absence is for {@code --resume}. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final long FIRST_PAUSE_MS = 500;
  private static final long LONGEST_PAUSE_MS = 8_000;

  private final StopSignal stop;
  private final Duration patience;

  Failing(StopSignal stop) {
    this(stop, PATIENCE);
  }

  Failing(StopSignal stop, Duration patience) {
    this.stop = stop;
    this.patience = patience;
  }

  /** A question to InfluxDB. */
  interface InfluxQuestion<T> {
    T ask() throws IOException, SQLException;
  }

  /** A question to TDengine. */
  interface TdengineQuestion<T> {
    T ask() throws SQLException;
  }

  <T> T influx(InfluxQuestion<T> question) throws IOException, SQLException, InterruptedException {
    long begin = System.nanoTime();
    for (long pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, 2 * pause)) {
      try {
        return question.ask();
      } catch (IOException e) {
        if (!passing(e) || expired(begin) || stop.await(pause)) {
          throw e;
        }
      }
    }
  }

  <T> T tdengine(TdengineReader reader, TdengineQuestion<T> question)
      throws SQLException, InterruptedException {
    long begin = System.nanoTime();
    boolean broken = false;
    for (long pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, 2 * pause)) {
      try {
        if (broken) {
          reader.reconnect();
        }
        return question.ask();
      } catch (SQLException e) {
        broken = true;
        if (!passing(e) || expired(begin) || stop.await(pause)) {
          throw e;
        }
      }
    }
  }

  private boolean expired(long begin) {
    return System.nanoTime() - begin > patience.toNanos();
  }

  private static boolean passing(IOException e) {
    if (e instanceof InfluxException influx) {
      return influx.kind() == InfluxException.Kind.TRANSIENT;
    }
    return !(e instanceof WindowTooLarge) && !(e instanceof TypesUndecided);
  }

  private static boolean passing(SQLException e) {
    int code = ErrorCode.of(e);
    // Without a code it is the driver's own word about its connection.
    return code == ErrorCode.NONE || ErrorCode.kind(code) == ErrorKind.TRANSIENT;
  }

  static CommandFailure influx(IOException e) {
    return CommandFailure.failed(
        "--influx-url (influxdb.url): the comparison could not be finished: " + e.getMessage(), e);
  }

  static CommandFailure tdengine(SQLException e) {
    return CommandFailure.failed(
        "--tdengine-url (tdengine.url): the comparison could not be finished: "
            + Redacted.text(e.getMessage()));
  }
}
