package io.github.influx2tdengine.sink.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarksTest {
  private final Marks marks = new Marks();

  private static TableModel table(String comment, String... columns) {
    TableModel table = TablePlanner.empty("m", "m", "_ts").withComment(TableComment.parse(comment));
    for (String column : columns) {
      table = table.withColumn(new TableColumn(column, TdType.BIGINT, 8));
    }
    return table;
  }

  @Test
  void aMarkThatAnotherTaskTookAwayIsPutBack() {
    // 90a2ecb9 begins the md5 of "f_integer".
    marks.made(table("influxdb:6d;made=90a2ecb9", "f"));
    TableModel overwritten = table("influxdb:6d;made=12345678", "f", "f_integer");
    assertThat(marks.restored(overwritten).comment().text())
        .isEqualTo("influxdb:6d;made=12345678,90a2ecb9");
  }

  @Test
  void aMarkOfAColumnThatIsGoneIsNot() {
    marks.seen(table("influxdb:6d;made=90a2ecb9", "f", "f_integer"));
    TableModel without = table("influxdb:6d", "f");
    assertThat(marks.restored(without)).isEqualTo(without);
  }

  @Test
  void aTableThatIsGoneTakesItsMarksAlong() {
    marks.seen(table("influxdb:6d;made=90a2ecb9", "f", "f_integer"));
    marks.forget("m");
    TableModel anew = table("influxdb:6d", "f_integer");
    assertThat(marks.restored(anew)).isEqualTo(anew);
  }

  @Test
  void twoColumnsMadeForOneTypeAreSiblings() {
    TableModel both = table("influxdb:6d;made=90a2ecb9", "f_integer", "f_integer_90a2ecb9");
    assertThat(FieldColumns.of(both, "f").all())
        .extracting(TableColumn::name)
        .isEqualTo(List.of("f_integer", "f_integer_90a2ecb9"));
  }
}
