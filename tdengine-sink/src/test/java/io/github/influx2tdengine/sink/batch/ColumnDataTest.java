package io.github.influx2tdengine.sink.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.sink.schema.TdType;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ColumnDataTest {
  @Test
  void aPartHasTheValuesOfItsRows() {
    ColumnData numbers = new ColumnData(TdType.BIGINT, 4);
    numbers.set(0, 10);
    numbers.set(2, 12);
    ColumnData part = numbers.part(1, 4);
    assertThat(part.bits()).containsExactly(0, 12, 0);
    assertThat(part.nulls()).containsExactly(1, 0, 1);

    ColumnData texts = new ColumnData(TdType.NCHAR, 3);
    texts.set(0, "ab".getBytes(StandardCharsets.UTF_8));
    texts.set(2, "ß".getBytes(StandardCharsets.UTF_8));
    assertThat(texts.textBytes()).isEqualTo(4);
    ColumnData rest = texts.part(1, 3);
    assertThat(rest.textBytes()).isEqualTo(2);
    assertThat(rest.text(0)).isNull();
    assertThat(rest.text(1)).isEqualTo("ß".getBytes(StandardCharsets.UTF_8));
  }
}
