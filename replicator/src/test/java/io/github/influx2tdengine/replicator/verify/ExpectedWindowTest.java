package io.github.influx2tdengine.replicator.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.sink.name.Names;
import io.github.influx2tdengine.sink.name.SubtableNames;
import io.github.influx2tdengine.sink.schema.Placement;
import io.github.influx2tdengine.sink.schema.TableColumn;
import io.github.influx2tdengine.sink.schema.TableComment;
import io.github.influx2tdengine.sink.schema.TableModel;
import io.github.influx2tdengine.sink.schema.TablePlanner;
import io.github.influx2tdengine.sink.schema.TdType;
import io.github.influx2tdengine.sink.schema.TypeConflict;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpectedWindowTest {
  private static final SeriesKey SERIES = new SeriesKey("m", Tags.of("host", "a"));
  private static final Placement PLACEMENT =
      new Placement(Map.of(), SubtableNames.endpoint(), TypeConflict.COLUMN);
  private static final String TABLE = PLACEMENT.subtable(SERIES);

  private final Differences differences = new Differences(10);
  private final ExpectedWindow window =
      window(
          TypeConflict.COLUMN,
          new TableColumn("_ts", TdType.TIMESTAMP, 8),
          new TableColumn("f", TdType.DOUBLE, 8),
          new TableColumn("n", TdType.BIGINT, 8),
          new TableColumn("u", TdType.UBIGINT, 8),
          new TableColumn("b", TdType.BOOL, 1),
          new TableColumn("s", TdType.VARCHAR, 16));

  private static ExpectedWindow window(TypeConflict conflict, TableColumn... columns) {
    TableModel table =
        new TableModel(
            "m",
            List.of(columns),
            List.of(new TableColumn("host", TdType.NCHAR, 8)),
            TableComment.of("m"));
    return new ExpectedWindow(
        "m", new ColumnPlan(table, new TablePlanner(conflict, TdType.VARCHAR)), PLACEMENT);
  }

  private static SeriesBlock full() {
    return new SeriesBlock.Builder(SERIES)
        .row(10)
        .set("f", -0.0)
        .set("n", Long.MIN_VALUE)
        .setUnsigned("u", -1L)
        .set("b", false)
        .set("s", "北京")
        .row(11)
        .set("f", 1.5)
        .build();
  }

  private static Object[] firstRow() {
    return new Object[] {-0.0, Long.MIN_VALUE, new BigInteger("18446744073709551615"), false, "北京"};
  }

  private static final Object[] SECOND_ROW = {1.5, null, null, null, null};

  @Test
  void equalRowsLeaveNothing() {
    window.add(full(), differences);
    window.actual(TABLE, 11, SECOND_ROW, differences);
    window.actual(TABLE, 10, firstRow(), differences);
    window.finish(differences);
    assertThat(differences.kept()).isEmpty();
    assertThat(window.rows()).isEqualTo(2);
  }

  @Test
  void oneBitOfAFloatIsADifference() {
    window.add(full(), differences);
    Object[] row = firstRow();
    row[0] = 0.0;
    window.actual(TABLE, 10, row, differences);
    window.actual(TABLE, 11, new Object[] {Math.nextUp(1.5), null, null, null, null}, differences);
    assertThat(differences.kept()).extracting(Difference::field).containsExactly("f", "f");
    assertThat(differences.kept().get(0).left()).hasValue("-0.0");
    assertThat(differences.kept().get(0).right()).hasValue("0.0");
  }

  @Test
  void eachTypeIsComparedToTheLast() {
    window.add(full(), differences);
    window.actual(
        TABLE,
        10,
        new Object[] {
          -0.0, Long.MIN_VALUE + 1, new BigInteger("18446744073709551614"), true, "北京 "
        },
        differences);
    assertThat(differences.kept())
        .extracting(Difference::field)
        .containsExactly("n", "u", "b", "s");
  }

  @Test
  void aNullOnOneSideIsADifference() {
    window.add(full(), differences);
    Object[] row = firstRow();
    row[4] = null;
    window.actual(TABLE, 10, row, differences);
    window.actual(TABLE, 11, new Object[] {1.5, 7L, null, null, null}, differences);
    assertThat(differences.kept())
        .extracting(Difference::field, Difference::left, Difference::right)
        .containsExactly(
            tuple("s", Optional.of("北京"), Optional.empty()),
            tuple("n", Optional.empty(), Optional.of("7")));
  }

  @Test
  void missingAndExtraRowsAreTold() {
    window.add(full(), differences);
    window.actual(TABLE, 10, firstRow(), differences);
    window.actual(TABLE, 12, SECOND_ROW, differences);
    window.actual("t_other", 10, SECOND_ROW, differences);
    window.finish(differences);
    assertThat(differences.kept())
        .extracting(Difference::kind, Difference::time)
        .containsExactly(
            tuple(Difference.Kind.EXTRA, 12L),
            tuple(Difference.Kind.EXTRA, 10L),
            tuple(Difference.Kind.MISSING, 11L));
  }

  @Test
  void aFieldWithTwoTypesIsLookedForInTwoColumns() {
    TableComment comment = TableComment.of("m").withMade("f_string");
    TableModel table =
        new TableModel(
            "m",
            List.of(
                new TableColumn("_ts", TdType.TIMESTAMP, 8),
                new TableColumn("f", TdType.DOUBLE, 8),
                new TableColumn("f_string", TdType.VARCHAR, 8)),
            List.of(),
            comment);
    ExpectedWindow mixed =
        new ExpectedWindow(
            "m",
            new ColumnPlan(table, new TablePlanner(TypeConflict.COLUMN, TdType.VARCHAR)),
            PLACEMENT);
    mixed.add(
        new SeriesBlock.Builder(SERIES).row(1).set("f", 2.5).row(2).set("f", "x").build(),
        differences);
    mixed.actual(TABLE, 1, new Object[] {2.5, null}, differences);
    mixed.actual(TABLE, 2, new Object[] {null, "x"}, differences);
    mixed.finish(differences);
    assertThat(differences.kept()).isEmpty();
  }

  @Test
  void aValueMayBeInEitherOfTwoColumnsMadeForItsType() {
    String second = Names.hashed("f_string");
    TableModel table =
        new TableModel(
            "m",
            List.of(
                new TableColumn("_ts", TdType.TIMESTAMP, 8),
                new TableColumn("f", TdType.DOUBLE, 8),
                new TableColumn("f_string", TdType.VARCHAR, 8),
                new TableColumn(second, TdType.VARCHAR, 8)),
            List.of(),
            TableComment.of("m").withMade("f_string"));
    ExpectedWindow twice =
        new ExpectedWindow(
            "m",
            new ColumnPlan(table, new TablePlanner(TypeConflict.COLUMN, TdType.VARCHAR)),
            PLACEMENT);
    SeriesBlock.Builder texts = new SeriesBlock.Builder(SERIES);
    for (int time = 1; time <= 4; time++) {
      texts.row(time).set("f", "x");
    }
    twice.add(texts.build(), differences);
    twice.actual(TABLE, 1, new Object[] {null, "x", null}, differences);
    twice.actual(TABLE, 2, new Object[] {null, null, "x"}, differences);
    assertThat(differences.kept()).isEmpty();
    twice.actual(TABLE, 3, new Object[] {null, "x", "x"}, differences);
    twice.actual(TABLE, 4, new Object[] {null, null, null}, differences);
    assertThat(differences.kept())
        .extracting(Difference::time, Difference::field, Difference::left, Difference::right)
        .containsExactly(
            tuple(3L, second, Optional.empty(), Optional.of("x")),
            tuple(4L, "f_string", Optional.of("x"), Optional.empty()));
  }

  @Test
  void rowsOfAnotherSeriesInTheSameSubtableAreNotTdenginesAlone() {
    Placement byHost =
        new Placement(Map.of(), SubtableNames.template("{tag.host}"), TypeConflict.COLUMN);
    SeriesKey other = new SeriesKey("m", Tags.of("host", "a", "dc", "x"));
    TableModel table =
        new TableModel(
            "m",
            List.of(
                new TableColumn("_ts", TdType.TIMESTAMP, 8),
                new TableColumn("f", TdType.DOUBLE, 8)),
            List.of(new TableColumn("host", TdType.NCHAR, 8)),
            TableComment.of("m"));
    ExpectedWindow shared =
        new ExpectedWindow(
            "m",
            new ColumnPlan(table, new TablePlanner(TypeConflict.COLUMN, TdType.VARCHAR)),
            byHost);
    shared.add(new SeriesBlock.Builder(SERIES).row(1).set("f", 1.0).build(), differences);
    shared.add(new SeriesBlock.Builder(other).row(2).set("f", 2.0).build(), differences);
    String subtable = byHost.subtable(SERIES);
    shared.actual(subtable, 1, new Object[] {1.0}, differences);
    shared.actual(subtable, 2, new Object[] {2.0}, differences);
    shared.finish(differences);
    assertThat(differences.kept())
        .extracting(Difference::kind, Difference::subtable)
        .containsExactly(tuple(Difference.Kind.TABLE, subtable));
  }

  @Test
  void aValueWithoutAColumnIsADifference() {
    ExpectedWindow narrow =
        window(TypeConflict.COLUMN, new TableColumn("_ts", TdType.TIMESTAMP, 8));
    narrow.add(new SeriesBlock.Builder(SERIES).row(1).set("f", 2.5).build(), differences);
    narrow.actual(TABLE, 1, new Object[0], differences);
    assertThat(differences.kept())
        .extracting(Difference::field, Difference::left)
        .containsExactly(tuple("f", Optional.of("2.5")));
  }

  @Test
  void widenedIntegersAreExactOrElsewhere() {
    TableComment comment = TableComment.of("m").withMade("f_integer");
    TableModel table =
        new TableModel(
            "m",
            List.of(
                new TableColumn("_ts", TdType.TIMESTAMP, 8),
                new TableColumn("f", TdType.DOUBLE, 8),
                new TableColumn("f_integer", TdType.BIGINT, 8)),
            List.of(),
            comment);
    ExpectedWindow widened =
        new ExpectedWindow(
            "m",
            new ColumnPlan(table, new TablePlanner(TypeConflict.WIDEN, TdType.VARCHAR)),
            PLACEMENT);
    widened.add(
        new SeriesBlock.Builder(SERIES)
            .row(1)
            .set("f", 3L)
            .row(2)
            .set("f", 9007199254740993L)
            .build(),
        differences);
    widened.actual(TABLE, 1, new Object[] {3.0, null}, differences);
    widened.actual(TABLE, 2, new Object[] {null, 9007199254740993L}, differences);
    widened.finish(differences);
    assertThat(differences.kept()).isEmpty();
  }

  @Test
  void allAreCountedAndSomeAreListed() {
    SeriesBlock.Builder many = new SeriesBlock.Builder(SERIES);
    for (int i = 0; i < 100; i++) {
      many.row(i).set("f", 1.0);
    }
    window.add(many.build(), differences);
    window.finish(differences);
    assertThat(differences.count()).isEqualTo(100);
    assertThat(differences.kept()).hasSize(10);
  }
}
