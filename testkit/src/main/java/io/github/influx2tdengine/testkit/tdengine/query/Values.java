package io.github.influx2tdengine.testkit.tdengine.query;

import io.github.influx2tdengine.testkit.tdengine.store.DataType;
import io.github.influx2tdengine.testkit.tdengine.store.Errors;
import io.github.influx2tdengine.testkit.tdengine.store.Precision;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/** Comparing and converting values. */
public final class Values {
  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

  private Values() {}

  /** The value as a number: Long, Double, or BigInteger for an unsigned one past Long. */
  static Number number(Object value, DataType type) {
    if (value instanceof byte[] text) {
      try {
        BigDecimal decimal = new BigDecimal(new String(text, StandardCharsets.UTF_8).trim());
        return decimal.scale() <= 0 && decimal.precision() < 19
            ? (Number) decimal.longValue()
            : (Number) decimal.doubleValue();
      } catch (NumberFormatException notANumber) {
        return 0L;
      }
    }
    if (type == DataType.UBIGINT && value instanceof Long bits && bits < 0) {
      return unsigned(bits);
    }
    return (Number) value;
  }

  /** The unsigned number of these 64 bits. */
  public static BigInteger unsigned(long bits) {
    BigInteger signed = BigInteger.valueOf(bits);
    return bits < 0 ? signed.add(TWO_TO_64) : signed;
  }

  static int compare(Object left, DataType leftType, Object right, DataType rightType) {
    if (left instanceof byte[] a && right instanceof byte[] b) {
      return Arrays.compareUnsigned(a, b);
    }
    Number a = number(left, leftType);
    Number b = number(right, rightType);
    if (a instanceof Long x && b instanceof Long y) {
      return Long.compare(x, y);
    }
    if (a instanceof Double || b instanceof Double) {
      return Double.compare(a.doubleValue(), b.doubleValue());
    }
    return big(a).compareTo(big(b));
  }

  static BigInteger big(Number number) {
    return number instanceof BigInteger big ? big : BigInteger.valueOf(number.longValue());
  }

  /** Whether a value counts as true. */
  static boolean isTrue(Object value) {
    return value instanceof Number number && number.doubleValue() != 0;
  }

  static Object of(boolean value) {
    return value ? 1L : 0L;
  }

  /**
   * A time written as text: RFC 3339, or with a blank between date and time; without an offset in
   * this machine's zone, as the server takes it.
   */
  public static long time(String text, Precision precision) {
    try {
      return precision.of(instant(text.trim()));
    } catch (DateTimeException | ArithmeticException notATime) {
      throw Errors.incorrectTimestamp(text);
    }
  }

  private static Instant instant(String text) {
    String iso = text.length() > 10 ? text.substring(0, 10) + "T" + text.substring(11) : text;
    if (iso.length() == 10) {
      iso += "T00:00:00";
    }
    boolean zoned = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
    return zoned
        ? OffsetDateTime.parse(iso, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant()
        : LocalDateTime.parse(iso).atZone(ZoneId.systemDefault()).toInstant();
  }

  /** A number as C prints it shortest: 1, 0.1, 12345678.125, 1e+300. */
  private static String real(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value) || value == 0) {
      return value == 0 ? "0" : Double.toString(value);
    }
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent > -5 && exponent < 17) {
      return decimal.toPlainString();
    }
    return "%se%s%02d"
        .formatted(
            decimal.movePointLeft(exponent).toPlainString(),
            exponent < 0 ? "-" : "+",
            Math.abs(exponent));
  }

  /** How a tag reads in listings. */
  static String shownTag(Object value, DataType type) {
    return switch (type) {
      case DOUBLE -> String.format(Locale.ROOT, "%.9f", value);
      case FLOAT -> String.format(Locale.ROOT, "%.5f", value);
      default -> shown(value, type);
    };
  }

  /** How a value reads as text, as casts and tag listings show it. */
  static String shown(Object value, DataType type) {
    if (value instanceof byte[] text) {
      return new String(text, StandardCharsets.UTF_8);
    }
    if (type == DataType.BOOL) {
      return isTrue(value) ? "true" : "false";
    }
    if (value instanceof Double real) {
      return real(real);
    }
    return type == DataType.UBIGINT ? unsigned((Long) value).toString() : value.toString();
  }
}
