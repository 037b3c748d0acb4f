package io.github.influx2tdengine.source.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, -1, 999_999_999, -999_999_999, -1_000_000_000, TimeText.MIN, TimeText.END})
  void everyNanosecondComesBack(long nanos) {
    assertThat(TimeText.parse(TimeText.format(nanos))).isEqualTo(nanos);
  }

  @Test
  void textsHaveNineDigitsAlways() {
    assertThat(TimeText.format(0)).isEqualTo("1970-01-01T00:00:00.000000000Z");
    assertThat(TimeText.format(-1)).isEqualTo("1969-12-31T23:59:59.999999999Z");
  }

  @Test
  void otherZonesAreTurnedIntoUtc() {
    assertThat(TimeText.parse("1970-01-01T02:00:00+02:00")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-01-01T00:00:00", "2026-01-01", "now", "", "1767225600"})
  void aTimeWithoutZoneIsRefused(String text) {
    assertThatThrownBy(() -> TimeText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not an RFC 3339 time with a zone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1600-01-01T00:00:00Z", "2300-01-01T00:00:00Z"})
  void aTimeThatInfluxDbCannotHoldIsRefused(String text) {
    assertThatThrownBy(() -> TimeText.parse(text)).hasMessageContaining("outside the times");
  }
}
