package io.github.influx2tdengine.testkit.influx;

import io.github.influx2tdengine.points.FieldType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * Field values as the stand-in keeps them: Double, Long, {@link BigInteger} (unsigned), Boolean,
 * String.
 */
final class Value {
  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

  private Value() {}

  static FieldType type(Object value) {
    if (value instanceof Double) {
      return FieldType.FLOAT;
    } else if (value instanceof Long) {
      return FieldType.INTEGER;
    } else if (value instanceof BigInteger) {
      return FieldType.UNSIGNED;
    } else if (value instanceof Boolean) {
      return FieldType.BOOLEAN;
    }
    return FieldType.STRING;
  }

  /**
   * What a cursor of type {@code wanted} gives for a stored value: numbers are cast, or nothing.
   */
  static Object cast(Object value, FieldType wanted) {
    if (value == null || type(value) == wanted) {
      return value;
    }
    if (!(value instanceof Number number)) {
      return null;
    }
    return switch (wanted) {
      case FLOAT -> number.doubleValue();
      case INTEGER -> number instanceof Double d ? (Object) goInt64(d) : number.longValue();
      case UNSIGNED ->
          number instanceof Double d ? unsigned(goUint64(d)) : unsigned(number.longValue());
      case BOOLEAN, STRING -> null;
    };
  }

  static BigInteger unsigned(long bits) {
    BigInteger value = BigInteger.valueOf(bits);
    return bits < 0 ? value.add(TWO_TO_64) : value;
  }

  /** Go's conversion on amd64: what does not fit, and NaN, becomes the smallest integer. */
  private static long goInt64(double value) {
    return value >= -0x1p63 && value < 0x1p63 ? (long) value : Long.MIN_VALUE;
  }

  private static long goUint64(double value) {
    return value < 0x1p63 ? goInt64(value) : goInt64(value - 0x1p63) ^ Long.MIN_VALUE;
  }

  /** A float without an exponent, however many digits that takes. */
  static String plain(double value) {
    return value == 0 ? json(value) : shortest(value).stripTrailingZeros().toPlainString();
  }

  /** A float as Go's JSON encoder prints it: integral values without a fraction. */
  static String json(double value) {
    double size = Math.abs(value);
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal shortest = shortest(value);
    if (size >= 1e-6 && size < 1e21) {
      BigDecimal plain = shortest.stripTrailingZeros();
      return plain.scale() < 0 ? plain.setScale(0).toPlainString() : plain.toPlainString();
    }
    BigDecimal stripped = shortest.stripTrailingZeros();
    int exponent = stripped.precision() - stripped.scale() - 1;
    String digits = stripped.unscaledValue().abs().toString();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    String sign = exponent < 0 ? "-" : "+";
    int power = Math.abs(exponent);
    return (value < 0 ? "-" : "") + mantissa + "e" + sign + power;
  }

  /** The fewest digits that read back as the value; Java 17's own text has too many at times. */
  private static BigDecimal shortest(double value) {
    BigDecimal usual = new BigDecimal(Double.toString(value));
    if (usual.precision() <= 15 && Math.abs(value) >= Double.MIN_NORMAL) {
      // Two different numbers of up to 15 digits are never the same double.
      return usual;
    }
    BigDecimal exact = new BigDecimal(value);
    // Any normal number of up to 15 digits survives rounding to 15.
    for (int digits = Math.abs(value) < Double.MIN_NORMAL ? 1 : 15; digits < 17; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits));
      if (rounded.doubleValue() == value) {
        return rounded;
      }
    }
    return exact.round(new MathContext(17));
  }

  /** Time as Go's RFC3339Nano: trailing zeros of the fraction are dropped. */
  static String rfc3339(long nanos) {
    java.time.Instant instant =
        java.time.Instant.ofEpochSecond(
            Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    String text =
        java.time.format.DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss")
            .withZone(java.time.ZoneOffset.UTC)
            .format(instant);
    if (instant.getNano() == 0) {
      return text + "Z";
    }
    return text + String.format(".%09d", instant.getNano()).replaceAll("0+$", "") + "Z";
  }
}
