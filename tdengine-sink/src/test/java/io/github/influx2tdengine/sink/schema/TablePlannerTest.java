package io.github.influx2tdengine.sink.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.points.Column;
import io.github.influx2tdengine.points.FieldType;
import java.util.List;
import org.junit.jupiter.api.Test;

class TablePlannerTest {
  private final TablePlanner planner = new TablePlanner(TypeConflict.COLUMN, TdType.VARCHAR);
  private final TableModel empty = TablePlanner.empty("m", "m", "_ts");

  private static TableNeeds needs() {
    return new TableNeeds();
  }

  private TableModel plan(TableModel table, TableNeeds needs) {
    return planner.plan(table, "m", needs);
  }

  private static Column field(String name, FieldType type) {
    return new Column(name, type);
  }

  @Test
  void aNewTableHasTheEndpointsTypes() {
    TableNeeds needs = needs();
    needs.field(field("f", FieldType.FLOAT));
    needs.field(field("i", FieldType.INTEGER));
    needs.field(field("u", FieldType.UNSIGNED));
    needs.field(field("b", FieldType.BOOLEAN));
    needs.field(field("s", FieldType.STRING)).add("hello, wörld");
    needs.tag("host").add("a");
    assertThat(Ddl.createTable("db", plan(empty, needs)))
        .isEqualTo(
            "CREATE STABLE IF NOT EXISTS `db`.`m` (`_ts` TIMESTAMP, `f` DOUBLE, `i` BIGINT,"
                + " `u` BIGINT UNSIGNED, `b` BOOL, `s` VARCHAR(16)) TAGS (`host` NCHAR(8))"
                + " COMMENT 'influxdb:6d'");
  }

  @Test
  void withoutTagsThereIsOneNevertheless() {
    TableNeeds needs = needs();
    needs.field(field("f", FieldType.FLOAT));
    assertThat(Ddl.createTable("db", plan(empty, needs))).contains("TAGS (`_tag_null` NCHAR(1))");
  }

  @Test
  void onlyWhatIsMissingIsChanged() {
    TableNeeds first = needs();
    first.field(field("s", FieldType.STRING)).add("short");
    first.tag("t").add("a");
    TableModel table = plan(empty, first);
    assertThat(plan(table, first)).isEqualTo(table);

    TableNeeds second = needs();
    second.field(field("s", FieldType.STRING)).add("x".repeat(100));
    second.field(field("n", FieldType.INTEGER));
    second.tag("t").add("ö".repeat(20));
    second.tag("u").add("b");
    assertThat(Ddl.alter("db", table, plan(table, second)))
        .containsExactly(
            "ALTER STABLE `db`.`m` MODIFY COLUMN `s` VARCHAR(128)",
            "ALTER STABLE `db`.`m` ADD COLUMN `n` BIGINT",
            "ALTER STABLE `db`.`m` MODIFY TAG `t` NCHAR(32)",
            "ALTER STABLE `db`.`m` ADD TAG `u` NCHAR(8)");
  }

  @Test
  void anotherTypeGetsAColumnThatTheCommentTellsOf() {
    TableNeeds first = needs();
    first.field(field("f", FieldType.FLOAT));
    TableModel table = plan(empty, first);
    TableNeeds second = needs();
    second.field(field("f", FieldType.INTEGER));
    // 90a2ecb9 begins the md5 of "f_integer".
    assertThat(Ddl.alter("db", table, plan(table, second)))
        .containsExactly(
            "ALTER STABLE `db`.`m` COMMENT 'influxdb:6d;made=90a2ecb9'",
            "ALTER STABLE `db`.`m` ADD COLUMN `f_integer` BIGINT");
  }

  @Test
  void aRealColumnIsNobodysSibling() {
    TableNeeds needs = needs();
    needs.field(field("value", FieldType.FLOAT));
    needs.field(field("value_string", FieldType.STRING)).add("x");
    TableModel table = plan(empty, needs);
    assertThat(FieldColumns.of(table, "value").all())
        .extracting(TableColumn::name)
        .containsExactly("value");
  }

  @Test
  void tagsThatDoNotFitAsNcharAreVarchar() {
    TableNeeds needs = needs();
    needs.tag("long").add("x".repeat(5_000));
    needs.tag("short").add("y");
    TableModel table = plan(empty, needs);
    assertThat(table.tags())
        .containsExactly(
            new TableColumn("long", TdType.VARCHAR, 5_000),
            new TableColumn("short", TdType.NCHAR, 1));
  }

  @Test
  void aTableWithoutCommentIsClaimedAndAnothersIsNot() {
    TableModel endpoint = empty.withComment(TableComment.parse(null));
    assertThat(plan(endpoint, needs()).comment().text()).isEqualTo("influxdb:6d");
    TableModel theirs = empty.withComment(TableComment.parse("plant 7"));
    assertThat(Ddl.alter("db", theirs, plan(theirs, needs())))
        .containsExactly("ALTER STABLE `db`.`m` ADD TAG `_tag_null` NCHAR(1)");
    assertThat(TableComment.of("other").admits("m")).isFalse();
  }

  @Test
  void aCommentHoldsLongNamesByTheirMd5() {
    assertThat(TableComment.of("é".repeat(300)).text()).startsWith("influxdb-md5:").hasSize(45);
    assertThat(TableComment.of("a.b").measurement()).contains("a.b");
  }

  @Test
  void narrowerColumnsAreTakenAsTheyAre() {
    TableModel theirs =
        new TableModel(
            "m",
            List.of(
                new TableColumn("ts", TdType.TIMESTAMP, 8),
                new TableColumn("f", TdType.FLOAT, 4),
                new TableColumn("i", TdType.INT, 4)),
            List.of(new TableColumn("t", TdType.VARCHAR, 20)),
            TableComment.of("m"));
    TableNeeds needs = needs();
    needs.field(field("f", FieldType.FLOAT));
    needs.field(field("i", FieldType.INTEGER));
    needs.tag("t").add("x");
    assertThat(plan(theirs, needs)).isEqualTo(theirs);
    needs.beyondPlain(field("i", FieldType.INTEGER));
    assertThat(plan(theirs, needs).columns())
        .contains(new TableColumn("i_integer", TdType.BIGINT, 8));
  }

  @Test
  void aRowOfMoreColumnsThanATableCanHaveTakesNoneOfThem() {
    TableNeeds wide = needs();
    for (int i = 0; i < 5_000; i++) {
      wide.field(field("f" + i, FieldType.BOOLEAN));
    }
    wide.tag("t").add("x");
    assertThat(plan(empty, together(wide, good())).columns())
        .extracting(TableColumn::name)
        .containsExactly("_ts", "v", "s");
  }

  @Test
  void aSeriesOfMoreTagsThanATableCanHaveTakesNoneOfThem() {
    TableNeeds wide = needs();
    for (int i = 0; i < 200; i++) {
      wide.tag("t" + i).add("x");
    }
    assertThat(plan(empty, together(wide, good())).tags())
        .containsExactly(new TableColumn("t", TdType.NCHAR, 8));
  }

  @Test
  void textThatFitsNowhereTakesNoRoom() {
    TableNeeds needs = good();
    needs.field(field("s", FieldType.STRING)).add("x".repeat(70_000));
    needs.tag("t").add("y".repeat(17_000));
    TableModel table = plan(empty, needs);
    assertThat(table.column("s")).contains(new TableColumn("s", TdType.VARCHAR, 8));
    assertThat(table.tags()).containsExactly(new TableColumn("t", TdType.NCHAR, 8));
  }

  @Test
  void ofTextsThatDoNotFitTogetherAsManyAsPossibleDo() {
    TableNeeds needs = good();
    needs.field(field("s", FieldType.STRING)).add("x".repeat(40_000));
    needs.field(field("u", FieldType.STRING)).add("x".repeat(41_000));
    needs.field(field("u", FieldType.STRING)).add("x".repeat(20_000));
    TableModel table = plan(empty, needs);
    assertThat(table.column("s")).contains(new TableColumn("s", TdType.VARCHAR, 40_000));
    assertThat(table.column("u")).contains(new TableColumn("u", TdType.VARCHAR, 20_000));
  }

  @Test
  void manyTextsFitExactlyWhereThereIsNoRoomToGrow() {
    TableNeeds needs = needs();
    for (int i = 0; i < 128; i++) {
      needs.field(field("s" + i, FieldType.STRING)).add("x".repeat(300));
    }
    TableModel table = plan(empty, needs);
    assertThat(table.columns()).hasSize(129);
    assertThat(table.column("s127")).contains(new TableColumn("s127", TdType.VARCHAR, 300));
  }

  @Test
  void textThatIsCutGetsAColumnAsLongAsLeavesRoomForOthers() {
    TablePlanner cutting = new TablePlanner(TypeConflict.COLUMN, TdType.VARCHAR, true);
    TableNeeds needs = good();
    needs.field(field("s", FieldType.STRING)).add("x".repeat(70_000));
    TableModel table = cutting.plan(empty, "m", needs);
    assertThat(table.column("s")).contains(new TableColumn("s", TdType.VARCHAR, 32_763));
    assertThat(cutting.plan(table, "m", needs)).isEqualTo(table);
  }

  private static TableNeeds good() {
    TableNeeds needs = needs();
    needs.tag("t").add("x");
    needs.field(field("v", FieldType.FLOAT));
    needs.field(field("s", FieldType.STRING)).add("ok");
    return needs;
  }

  private static TableNeeds together(TableNeeds... parts) {
    TableNeeds all = needs();
    for (TableNeeds part : parts) {
      part.tags().keySet().forEach(tag -> all.tag(tag).add("x"));
      part.fields().keySet().forEach(column -> all.field(column).add("ok"));
    }
    all.parts(() -> List.of(parts));
    return all;
  }
}
