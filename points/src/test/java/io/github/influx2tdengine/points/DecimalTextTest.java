package io.github.influx2tdengine.points;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTextTest {
  private static double parse(String text) {
    // Within other text, as it stands in a line.
    return DecimalText.parse("=9" + text + "9,", 2, 2 + text.length());
  }

  private static void assertSameBits(String text) {
    assertThat(Double.doubleToRawLongBits(parse(text)))
        .as(text)
        .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
  }

  @Test
  void appendsTheTextThatJavaHas() {
    Random random = new Random(11);
    for (double special :
        new double[] {
          0.0,
          -0.0,
          1,
          -1,
          0.001,
          0.0009999,
          9_999_999.999999,
          1e7,
          0.1,
          -0.5,
          123456.000001,
          5e-324
        }) {
      assertAppendsAsJava(special);
    }
    for (int i = 0; i < 100_000; i++) {
      double scale = Math.pow(10, random.nextInt(9));
      assertAppendsAsJava((random.nextInt(2_000_000) - 1_000_000) / scale);
      assertAppendsAsJava(random.nextGaussian() * scale);
      assertAppendsAsJava(Double.longBitsToDouble(random.nextLong() & ~(1L << 62)));
    }
  }

  private static void assertAppendsAsJava(double value) {
    StringBuilder text = new StringBuilder("x=");
    DecimalText.append(text, value);
    assertThat(text.substring(2)).isEqualTo(Double.toString(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "-0.0",
        "+1.5",
        "1.",
        ".5",
        "-.5e-3",
        "1E5",
        "9007199254740992",
        "9007199254740993",
        "9007199254740993e22",
        "1e22",
        "1e23",
        "1e-22",
        "1e-23",
        "123456789e14",
        "0.000000000000000000000000000001",
        "100000000000000000000",
        "4.9e-324",
        "2.4e-324",
        "1.7976931348623157e308",
        "1e-400",
        "000000000000000000000000001.5",
        "1e00000000000005",
        "3.5e-00000000000001"
      })
  void isTheNearestDouble(String text) {
    assertSameBits(text);
  }

  @Test
  void isTheNearestDoubleForRandomTexts() {
    Random random = new Random(11);
    for (int i = 0; i < 200_000; i++) {
      double value =
          switch (i % 4) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextGaussian() * 1e3;
            case 2 -> Math.round(random.nextGaussian() * 1e9) / 1e4;
            default -> random.nextInt() * Math.pow(10, random.nextInt(60) - 30);
          };
      if (Double.isFinite(value)) {
        assertSameBits(Double.toString(value));
        if (i % 8 == 1) {
          assertSameBits(new BigDecimal(value).toPlainString());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e309", "-1e309", "1e999999999999"})
  void isInfiniteWhereItIsTooLarge(String text) {
    assertThat(parse(text)).isInfinite();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        ".",
        "e5",
        ".e5",
        "1e",
        "1e+",
        "1d",
        "0x1",
        "0x1p3",
        "NaN",
        "Infinity",
        "1 ",
        " 1",
        "1.5.2",
        "--1",
        "1e5.5",
        "1_0",
        "٣"
      })
  void isNaNForWhatIsNoDecimal(String text) {
    assertThat(parse(text)).isNaN();
  }
}
