package io.github.influx2tdengine.sink.error;

import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * TDengine's error code of an exception, and what kind of error it is. Errors of prepared
 * statements come with vendor code 0 and the code in the message, {@code (0x61b):…}, so the message
 * counts.
 */
public final class ErrorCode {
  /** No code could be found. */
  public static final int NONE = 0;

  /** A column was added or widened after a statement was prepared. */
  public static final int STALE_STATEMENT = 0x061B;

  /** The database does not exist, or not yet everywhere. */
  public static final int NO_DATABASE = 0x0388;

  /** The table does not exist. */
  public static final int NO_TABLE = 0x2603;

  private static final Pattern IN_MESSAGE = Pattern.compile("\\(0x([0-9a-fA-F]{1,8})\\)");

  private static final Set<Integer> STALE =
      Set.of(
          NO_TABLE,
          0x0618,
          0x0362,
          0x2602,
          0x2653,
          STALE_STATEMENT,
          0x0602,
          0x260D,
          0x022B,
          0x2662);

  private static final Set<Integer> TRANSIENT =
      Set.of(
          // Out of memory, disk full, time-outs and queues.
          0x0102,
          0x0111,
          0x0125,
          0x0126,
          0x012B,
          0x012E,
          0x0130,
          0x0131,
          0x0213,
          // Transactions of the mnode in each other's way; DDL racing with DDL.
          0x03D3,
          0x03D9,
          0x036F,
          // A database that is being created or dropped, by another task for example, or that a
          // part of the server has not heard of yet. Connecting anew looks whether it is there.
          NO_DATABASE,
          0x0383,
          0x0396,
          0x0397,
          // The driver: closed (connection, statement, result, memory), i/o, connect time-out,
          // request time-out, whatever else its socket met, a message to be sent again.
          0x2301,
          0x2304,
          0x2305,
          0x2318,
          0x231D,
          0x231E,
          0x2322,
          0x2350,
          0x2391,
          // The adapter.
          0xFFFE);

  /**
   * Ranges of codes, first and last, that come from parts of the server no row can do anything
   * about. Codes that are listed for something else are that.
   */
  private static final int[][] TRANSIENT_RANGES = {
    // Network between client and server.
    {0x0001, 0x00FF},
    // Dnodes.
    {0x0400, 0x0411},
    // Vnodes that start, stop, move or elect.
    {0x0500, 0x0541},
    // Replicas that follow each other.
    {0x0900, 0x09FF},
  };

  private static final Set<Integer> BAD =
      Set.of(
          // Time outside KEEP; tag too long; row too long; the subtable is another table's.
          0x060B,
          0x0200,
          0x263E,
          0x061D,
          0x0603,
          0x2605,
          0x2617,
          0x0216,
          // A table without a field. The driver refuses a value, its size or its type.
          0x263F,
          0x2303,
          0x2314,
          0x2320);

  private static final Map<Integer, String> CONFIGURATION =
      Map.of(
          0x0357, "tdengine.user and tdengine.password",
          0x0303, "tdengine.user",
          0x0512, "tdengine.user",
          0x2644, "tdengine.user",
          0x2616, "database");

  private ErrorCode() {}

  /** The code in an exception or its causes, without the bit that marks an error; 0 for none. */
  public static int of(Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e.getMessage() != null) {
        Matcher matcher = IN_MESSAGE.matcher(e.getMessage());
        if (matcher.find()) {
          return (int) Long.parseLong(matcher.group(1), 16) & 0xFFFF;
        }
      }
      if (e instanceof SQLException sql && sql.getErrorCode() != 0) {
        return sql.getErrorCode() & 0xFFFF;
      }
    }
    return NONE;
  }

  public static ErrorKind kind(int code) {
    if (TRANSIENT.contains(code)) {
      return ErrorKind.TRANSIENT;
    }
    if (STALE.contains(code)) {
      return ErrorKind.STALE_SCHEMA;
    }
    if (BAD.contains(code)) {
      return ErrorKind.BAD_ROWS;
    }
    if (CONFIGURATION.containsKey(code) || code >= 0x0800 && code <= 0x080D) {
      return ErrorKind.CONFIGURATION;
    }
    for (int[] range : TRANSIENT_RANGES) {
      if (code >= range[0] && code <= range[1]) {
        return ErrorKind.TRANSIENT;
      }
    }
    return ErrorKind.UNKNOWN;
  }

  /**
   * What kind an exception is. One without any code comes out of the driver's own depths (a socket
   * gone under its hands), except for a class cast, which is a value it does not take.
   */
  public static ErrorKind kind(Throwable error) {
    if (error instanceof ClassCastException) {
      return ErrorKind.BAD_ROWS;
    }
    int code = of(error);
    return code == NONE ? ErrorKind.TRANSIENT : kind(code);
  }

  /** The setting at fault for a configuration error. */
  public static String setting(int code) {
    return CONFIGURATION.getOrDefault(code, "tdengine.url");
  }

  /** Codes that say that what was to be made is there already, or as wide already. */
  public static boolean exists(int code) {
    return switch (code) {
      case 0x0381, 0x0360, 0x0369, 0x036B, 0x264B, 0x263C -> true;
      default -> false;
    };
  }
}
