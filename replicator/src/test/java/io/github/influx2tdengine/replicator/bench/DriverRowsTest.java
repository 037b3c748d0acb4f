package io.github.influx2tdengine.replicator.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.points.Column;
import io.github.influx2tdengine.points.FieldType;
import io.github.influx2tdengine.points.LinePrecision;
import io.github.influx2tdengine.points.LineReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriverRowsTest {
  @Test
  void rowsOfOneFieldSetShareABatchWithEachSubtableOnce() {
    List<DriverRows> batches =
        DriverRows.of(
            LineReader.read("m,t=a f=1,i=2i 1\nm,t=b f=3,i=4i 1\nm,t=a i=5i 2", LinePrecision.NS)
                .blocks(),
            series -> series.tags().value(0));
    Column f = new Column("f", FieldType.FLOAT);
    Column i = new Column("i", FieldType.INTEGER);
    assertThat(batches).extracting(DriverRows::columns).containsExactly(List.of(f, i), List.of(i));
    assertThat(batches).extracting(DriverRows::rows).containsExactly(2, 1);
    List<DriverRows.Subtable> first = new ArrayList<>();
    batches.get(0).subtables().forEach(first::add);
    assertThat(first).extracting(DriverRows.Subtable::name).containsExactly("a", "b");
    assertThat(first.get(1).times()).containsExactly(1L);
    assertThat(first.get(1).values()).isEqualTo(List.of(List.of(3.0), List.of(4L)));
  }
}
