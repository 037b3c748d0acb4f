package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.points.ColumnValues;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Whether a value of InfluxDB and one of TDengine are the same, to the last bit. */
final class ValueCheck {
  private ValueCheck() {}

  /**
   * @param actual as the driver gives it: Double, Float, Long, Integer, BigInteger, Boolean, String
   */
  static boolean same(ColumnValues expected, int row, Object actual) {
    return switch (expected.type()) {
      case FLOAT -> sameDouble(expected.getDouble(row), actual);
      case INTEGER -> sameInteger(expected.getLong(row), actual);
      case UNSIGNED ->
          actual instanceof BigInteger number
              ? number.equals(expected.getUnsigned(row))
              : sameWhole(expected.getUnsigned(row), actual);
      case BOOLEAN -> actual instanceof Boolean value && value == expected.getBoolean(row);
      case STRING -> expected.getString(row).equals(actual);
    };
  }

  /** By bits: −0.0 is not 0.0. */
  private static boolean sameDouble(double expected, Object actual) {
    return (actual instanceof Double || actual instanceof Float)
        && Double.doubleToRawLongBits(((Number) actual).doubleValue())
            == Double.doubleToRawLongBits(expected);
  }

  private static boolean sameInteger(long expected, Object actual) {
    return actual instanceof Long number
        ? number == expected
        : sameWhole(BigInteger.valueOf(expected), actual);
  }

  private static boolean sameWhole(BigInteger expected, Object actual) {
    if (actual instanceof BigInteger number) {
      return number.equals(expected);
    }
    if (actual instanceof Double || actual instanceof Float) {
      // type.conflict=widen writes integers to a DOUBLE column where that is exact.
      double number = ((Number) actual).doubleValue();
      return number == Math.rint(number)
          && !Double.isInfinite(number)
          && new BigDecimal(number).toBigInteger().equals(expected);
    }
    return actual instanceof Number number
        && BigInteger.valueOf(number.longValue()).equals(expected);
  }
}
