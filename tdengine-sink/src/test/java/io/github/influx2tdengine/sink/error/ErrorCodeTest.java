package io.github.influx2tdengine.sink.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorCodeTest {
  @ParameterizedTest
  @CsvSource({
    "0x000b, TRANSIENT", "0x0020, TRANSIENT", "0x0130, TRANSIENT", "0x03d3, TRANSIENT",
    "0x0903, TRANSIENT", "0x0917, TRANSIENT", "0x231e, TRANSIENT", "0xfffe, TRANSIENT",
    "0x012b, TRANSIENT", "0x2603, STALE_SCHEMA", "0x061b, STALE_SCHEMA", "0x2653, STALE_SCHEMA",
    "0x022b, STALE_SCHEMA", "0x060b, BAD_ROWS", "0x0200, BAD_ROWS", "0x061d, BAD_ROWS",
    "0x0357, CONFIGURATION", "0x0388, TRANSIENT", "0x0803, CONFIGURATION", "0x4711, UNKNOWN",
    "0x0001, TRANSIENT", "0x00ff, TRANSIENT", "0x0100, UNKNOWN", "0x0111, TRANSIENT",
    "0x0125, TRANSIENT", "0x0408, TRANSIENT", "0x0411, TRANSIENT", "0x0412, UNKNOWN",
    "0x0503, TRANSIENT", "0x0530, TRANSIENT", "0x0512, CONFIGURATION", "0x0542, UNKNOWN",
    "0x0918, TRANSIENT", "0x09ff, TRANSIENT", "0x0a00, UNKNOWN", "0x0000, UNKNOWN"
  })
  void codesHaveKinds(String code, ErrorKind kind) {
    assertThat(ErrorCode.kind(Integer.decode(code))).isEqualTo(kind);
  }

  @Test
  void theCodeOfAPreparedStatementIsInTheMessage() {
    assertThat(ErrorCode.of(new SQLException("(0x61b):Table schema is old"))).isEqualTo(0x061B);
    assertThat(ErrorCode.of(new SQLException("TDengine ERROR (0x8000060b): Timestamp", "", 0x80)))
        .isEqualTo(0x060B);
    assertThat(ErrorCode.of(new RuntimeException(new SQLException("gone", "", 0x2301))))
        .isEqualTo(0x2301);
  }

  @Test
  void withoutACodeItIsTheConnectionOrAValue() {
    assertThat(ErrorCode.kind(new NullPointerException())).isEqualTo(ErrorKind.TRANSIENT);
    assertThat(ErrorCode.kind(new ClassCastException())).isEqualTo(ErrorKind.BAD_ROWS);
  }

  @Test
  void secretsAreTakenOutOfTheDriversMessages() {
    String message =
        "failed {\"user\":\"root\",\"password\":\"a\\\"b\",\"tz\":\"\"} ws://h/ws?token=abc&x=1";
    assertThat(Redacted.text(message))
        .isEqualTo(
            "failed {\"user\":\"root\",\"password\":\"***\",\"tz\":\"\"} ws://h/ws?token=***&x=1");
  }
}
