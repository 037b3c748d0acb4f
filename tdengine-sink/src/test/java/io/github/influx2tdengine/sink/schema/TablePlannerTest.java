package io.github.influx2tdengine.sink.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.points.Column;
import io.github.influx2tdengine.points.FieldType;
import io.github.influx2tdengine.sink.schema.TableNeeds.Text;
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
    needs.field(field("f", FieldType.FLOAT), Text.NONE);
    needs.field(field("i", FieldType.INTEGER), Text.NONE);
    needs.field(field("u", FieldType.UNSIGNED), Text.NONE);
    needs.field(field("b", FieldType.BOOLEAN), Text.NONE);
    needs.field(field("s", FieldType.STRING), Text.of("hello, wörld"));
    needs.tag("host", Text.of("a"));
    assertThat(Ddl.createTable("db", plan(empty, needs)))
        .isEqualTo(
            "CREATE STABLE IF NOT EXISTS `db`.`m` (`_ts` TIMESTAMP, `f` DOUBLE, `i` BIGINT,"
                + " `u` BIGINT UNSIGNED, `b` BOOL, `s` VARCHAR(16)) TAGS (`host` NCHAR(8))"
                + " COMMENT 'influxdb:6d'");
  }

  @Test
  void withoutTagsThereIsOneNevertheless() {
    TableNeeds needs = needs();
    needs.field(field("f", FieldType.FLOAT), Text.NONE);
    assertThat(Ddl.createTable("db", plan(empty, needs))).contains("TAGS (`_tag_null` NCHAR(1))");
  }

  @Test
  void onlyWhatIsMissingIsChanged() {
    TableNeeds first = needs();
    first.field(field("s", FieldType.STRING), Text.of("short"));
    first.tag("t", Text.of("a"));
    TableModel table = plan(empty, first);
    assertThat(plan(table, first)).isEqualTo(table);

    TableNeeds second = needs();
    second.field(field("s", FieldType.STRING), Text.of("x".repeat(100)));
    second.field(field("n", FieldType.INTEGER), Text.NONE);
    second.tag("t", Text.of("ö".repeat(20)));
    second.tag("u", Text.of("b"));
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
    first.field(field("f", FieldType.FLOAT), Text.NONE);
    TableModel table = plan(empty, first);
    TableNeeds second = needs();
    second.field(field("f", FieldType.INTEGER), Text.NONE);
    // 90a2ecb9 begins the md5 of "f_integer".
    assertThat(Ddl.alter("db", table, plan(table, second)))
        .containsExactly(
            "ALTER STABLE `db`.`m` COMMENT 'influxdb:6d;made=90a2ecb9'",
            "ALTER STABLE `db`.`m` ADD COLUMN `f_integer` BIGINT");
  }

  @Test
  void aRealColumnIsNobodysSibling() {
    TableNeeds needs = needs();
    needs.field(field("value", FieldType.FLOAT), Text.NONE);
    needs.field(field("value_string", FieldType.STRING), Text.of("x"));
    TableModel table = plan(empty, needs);
    assertThat(FieldColumns.of(table, "value").all())
        .extracting(TableColumn::name)
        .containsExactly("value");
  }

  @Test
  void tagsThatDoNotFitAsNcharAreVarchar() {
    TableNeeds needs = needs();
    needs.tag("long", Text.of("x".repeat(5_000)));
    needs.tag("short", Text.of("y"));
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
    needs.field(field("f", FieldType.FLOAT), Text.NONE);
    needs.field(field("i", FieldType.INTEGER), Text.NONE);
    needs.tag("t", Text.of("x"));
    assertThat(plan(theirs, needs)).isEqualTo(theirs);
    needs.beyondPlain(field("i", FieldType.INTEGER));
    assertThat(plan(theirs, needs).columns())
        .contains(new TableColumn("i_integer", TdType.BIGINT, 8));
  }

  @Test
  void columnsStopAtTheLimits() {
    TableNeeds needs = needs();
    for (int i = 0; i < 5_000; i++) {
      needs.field(field("f" + i, FieldType.BOOLEAN), Text.NONE);
    }
    needs.tag("t", Text.of("x"));
    TableModel table = plan(empty, needs);
    assertThat(table.columns().size() + table.tags().size()).isEqualTo(4_096);
  }
}
