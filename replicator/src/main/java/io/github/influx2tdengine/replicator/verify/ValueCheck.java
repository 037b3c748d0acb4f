package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.points.ColumnValues;
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
      case INTEGER -> sameInteger(BigInteger.valueOf(expected.getLong(row)), actual);
      case UNSIGNED -> sameInteger(expected.getUnsigned(row), actual);
      case BOOLEAN -> Boolean.valueOf(expected.getBoolean(row)).equals(actual);
      case STRING -> expected.getString(row).equals(actual);
    };
  }

  /** By bits: −0.0 is not 0.0. */
  private static boolean sameDouble(double expected, Object actual) {
    return actual instanceof Number number
        && !(actual instanceof Long)
        && !(actual instanceof BigInteger)
        && Double.doubleToRawLongBits(number.doubleValue()) == Double.doubleToRawLongBits(expected);
  }

  private static boolean sameInteger(BigInteger expected, Object actual) {
    if (actual instanceof BigInteger number) {
      return number.equals(expected);
    }
    if (actual instanceof Double || actual instanceof Float) {
      // type.conflict=widen writes integers to a DOUBLE column where that is exact.
      double number = ((Number) actual).doubleValue();
      return number == Math.rint(number)
          && !Double.isInfinite(number)
          && new java.math.BigDecimal(number).toBigInteger().equals(expected);
    }
    return actual instanceof Number number
        && BigInteger.valueOf(number.longValue()).equals(expected);
  }
}
