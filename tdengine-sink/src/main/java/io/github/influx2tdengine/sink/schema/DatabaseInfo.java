package io.github.influx2tdengine.sink.schema;

import java.math.BigInteger;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What of a database bears on rows.
 *
 * @param keepNanos how long rows are kept; {@code Long.MAX_VALUE} where that is over 292 years
 */
public record DatabaseInfo(Precision precision, long keepNanos) {
  /** TDengine takes nothing from 2262-01-01 on in a database of nanoseconds. */
  public static final long LAST_NANOS = 9_214_646_400_000_000_000L;

  private static final long MINUTE_NANOS = 60_000_000_000L;

  /** Reads it from the server; empty when there is no such database. */
  public static Optional<DatabaseInfo> read(Sql sql, String database) throws SQLException {
    List<List<String>> rows =
        sql.query(
            "SELECT `precision`, `keep` FROM information_schema.ins_databases WHERE name = "
                + Sql.literal(database));
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new DatabaseInfo(Precision.of(rows.get(0).get(0)), keepNanos(rows.get(0).get(1))));
  }

  /**
   * @param keep as the server shows it: {@code 3650d,3650d,3650d} or minutes, {@code 5256000m}; the
   *     last is the longest storage level
   */
  static long keepNanos(String keep) {
    String longest = keep.substring(keep.lastIndexOf(',') + 1).trim();
    int end = longest.length();
    while (end > 0 && !Character.isDigit(longest.charAt(end - 1))) {
      end--;
    }
    long minutes =
        switch (longest.substring(end)) {
          case "d", "" -> 1_440L;
          case "h" -> 60L;
          case "m" -> 1L;
          case "w" -> 10_080L;
          default -> 1_440L * 366;
        };
    BigInteger nanos =
        new BigInteger(longest.substring(0, end))
            .multiply(BigInteger.valueOf(minutes))
            .multiply(BigInteger.valueOf(MINUTE_NANOS));
    return nanos.bitLength() < 64 ? nanos.longValue() : Long.MAX_VALUE;
  }

  /** The earliest time kept, as seen at {@code nowNanos}. */
  public long earliest(long nowNanos) {
    return keepNanos == Long.MAX_VALUE || nowNanos < Long.MIN_VALUE + keepNanos
        ? Long.MIN_VALUE
        : nowNanos - keepNanos;
  }
}
