package io.github.influx2tdengine.points;

/**
 * Numbers as line protocol writes them. Java's own parser would also take {@code 1d}, {@code
 * 0x1p3}, {@code NaN} and blanks, and costs several times as much for the short decimals that
 * measurements are made of.
 */
final class DecimalText {
  /** Every integer up to here is a double, and so are these powers of ten. */
  private static final long EXACT = 1L << 53;

  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private static final int MILLION = 1_000_000;

  /** Where {@link Double#toString} writes no exponent. */
  private static final double SHORT_FROM = 1e-3;

  private static final double SHORT_BELOW = 1e7;

  /** As many as are sure to fit a long. */
  private static final int MOST_DIGITS = 18;

  private DecimalText() {}

  /**
   * Appends a decimal that {@link #parse} makes the same double of: the same text as {@link
   * Double#toString} has, in a third of the time for what has no more than six decimals.
   */
  static void append(StringBuilder out, double value) {
    double size = Math.abs(value);
    if (size >= SHORT_FROM && size < SHORT_BELOW) {
      long scaled = Math.round(size * MILLION);
      // Both are exact, so that there is one rounding, as in parsing.
      if (scaled / (double) MILLION == size) {
        appendMillionths(value < 0 ? out.append('-') : out, scaled);
        return;
      }
    }
    out.append(value);
  }

  private static void appendMillionths(StringBuilder out, long millionths) {
    out.append(millionths / MILLION).append('.');
    int fraction = (int) (millionths % MILLION);
    for (int digit = MILLION / 10; ; digit /= 10) {
      out.append((char) ('0' + fraction / digit));
      fraction %= digit;
      if (fraction == 0) {
        return;
      }
    }
  }

  /** True for one digit or more behind a sign or none. */
  static boolean isInteger(String text, int begin, int end) {
    int at = skipSign(text, begin, end);
    return at < end && skipDigits(text, at, end) == end;
  }

  /**
   * The double nearest to a decimal with or without point and exponent; infinite where it is too
   * large, and NaN where the text is no decimal.
   */
  static double parse(String text, int begin, int end) {
    int first = skipSign(text, begin, end);
    int point = skipDigits(text, first, end);
    int last = point;
    if (last < end && text.charAt(last) == '.') {
      last = skipDigits(text, last + 1, end);
    }
    int fraction = Math.max(0, last - point - 1);
    int digits = point - first + fraction;
    if (digits == 0 || last < end && !isExponent(text, last, end)) {
      return Double.NaN;
    }
    int exponent = last < end ? exponent(text, last + 1, end) : 0;
    if (digits <= MOST_DIGITS) {
      long number = digits(text, first, point, 0);
      number = digits(text, point + 1, last, number);
      int power = exponent - fraction;
      if (number <= EXACT && power >= -22 && power <= 22) {
        // Both are exact, so that there is one rounding, as there should be.
        double value = power < 0 ? number / POWERS[-power] : number * POWERS[power];
        return text.charAt(begin) == '-' ? -value : value;
      }
    }
    return Double.parseDouble(text.substring(begin, end));
  }

  private static boolean isExponent(String text, int begin, int end) {
    return (text.charAt(begin) == 'e' || text.charAt(begin) == 'E')
        && isInteger(text, begin + 1, end);
  }

  /** One of more digits than any number needs counts as a large one. */
  private static int exponent(String text, int begin, int end) {
    return end - begin > 8 ? Integer.MAX_VALUE / 2 : Integer.parseInt(text, begin, end, 10);
  }

  private static long digits(String text, int begin, int end, long before) {
    long number = before;
    for (int i = begin; i < end; i++) {
      number = 10 * number + (text.charAt(i) - '0');
    }
    return number;
  }

  private static int skipSign(String text, int begin, int end) {
    return begin < end && (text.charAt(begin) == '-' || text.charAt(begin) == '+')
        ? begin + 1
        : begin;
  }

  private static int skipDigits(String text, int begin, int end) {
    int at = begin;
    while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }
}
