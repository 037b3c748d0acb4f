package io.github.influx2tdengine.testkit.tdengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Databases, tables and their limits. */
class DdlContractIT extends TdengineContract {
  @Test
  void whatExistsCannotBeCreatedAgain() throws Exception {
    assertSqlError(
        0x0360,
        "STable already exists",
        "CREATE STABLE `cpu` (`_ts` TIMESTAMP, `a` DOUBLE) TAGS (`host` NCHAR(8))");
    assertSqlError(0x036B, "Column already exists", "ALTER STABLE `cpu` ADD COLUMN `a` DOUBLE");
    assertSqlError(0x0369, "Tag already exists", "ALTER STABLE `cpu` ADD TAG `host` NCHAR(8)");
    assertSqlError(0x0381, "Database already exists", "CREATE DATABASE " + DATABASE);
  }

  @Test
  void ifNotExistsSucceedsForATableOfAnotherShape() throws Exception {
    sql.execute(
        "CREATE STABLE IF NOT EXISTS `cpu` (`_ts` TIMESTAMP, `q` INT) TAGS (`rack` NCHAR(8))");
    assertThat(rows("DESCRIBE `cpu`")).hasSize(8).noneMatch(row -> row.startsWith("q|"));
  }

  @Test
  void oneNameForAColumnAndATagIsRefused() {
    assertSqlError(
        0x263C,
        "Duplicated column names",
        "CREATE STABLE `other` (`_ts` TIMESTAMP, `a` DOUBLE) TAGS (`a` NCHAR(8))");
  }

  @Test
  void namesOfColumnsThatDifferInCaseAreTwoNames() throws Exception {
    define("CREATE STABLE `other` (`_ts` TIMESTAMP, `v` DOUBLE, `V` DOUBLE) TAGS (`Tag` INT)");
    assertThat(rows("DESCRIBE `other`")).hasSize(4);
  }

  @Test
  void widthsOnlyGrowAndTypesStay() throws Exception {
    String text =
        "Only varbinary/binary/nchar/geometry column length could be modified, and the length can"
            + " only be increased, not decreased";
    assertSqlError(0x264B, text, "ALTER STABLE `cpu` MODIFY COLUMN `text` VARCHAR(8)");
    assertSqlError(0x264B, text, "ALTER STABLE `cpu` MODIFY COLUMN `text` VARCHAR(16)");
    assertSqlError(0x264B, text, "ALTER STABLE `cpu` MODIFY COLUMN `text` NCHAR(32)");
    assertSqlError(0x264B, text, "ALTER STABLE `cpu` MODIFY COLUMN `a` BIGINT");
    assertSqlError(0x264B, text, "ALTER STABLE `cpu` MODIFY TAG `host` NCHAR(4)");
    sql.execute("ALTER STABLE `cpu` MODIFY COLUMN `text` VARCHAR(64)");
    sql.execute("ALTER STABLE `cpu` MODIFY TAG `host` NCHAR(64)");
    assertThat(rows("DESCRIBE `cpu`"))
        .anyMatch(row -> row.startsWith("text|VARCHAR|64|"))
        .anyMatch(row -> row.startsWith("host|NCHAR|64|TAG"));
  }

  @Test
  void describeListsColumnsThenTags() throws Exception {
    assertThat(rows("DESCRIBE `cpu`").stream().map(row -> row.split("\\|", -1)).toList())
        .extracting(row -> row[0] + " " + row[1] + " " + row[2] + " " + row[3])
        .containsExactly(
            "_ts TIMESTAMP 8 ",
            "a DOUBLE 8 ",
            "b DOUBLE 8 ",
            "n BIGINT 8 ",
            "u BIGINT UNSIGNED 8 ",
            "ok BOOL 1 ",
            "text VARCHAR 16 ",
            "host NCHAR 8 TAG");
  }

  @Test
  void aTableIsAsWideAsItsDeclaredColumns() throws Exception {
    assertSqlError(
        0x263E,
        "Row length exceeds max length 65531",
        "CREATE STABLE `other` (`_ts` TIMESTAMP, `v` VARCHAR(65000), `w` VARCHAR(522))"
            + " TAGS (`t` INT)");
    // 8 + 65,002 + 521 = 65,531
    sql.execute(
        "CREATE STABLE `other` (`_ts` TIMESTAMP, `v` VARCHAR(65000), `w` VARCHAR(519))"
            + " TAGS (`t` INT)");
    assertCode(0x263E, () -> sql.execute("ALTER STABLE `other` ADD COLUMN `x` BOOL"));
  }

  @Test
  void tagsAreAsWideAsDeclared() throws Exception {
    assertSqlError(
        0x263D,
        "Tags length exceeds max length 16384",
        "CREATE STABLE `other` (`_ts` TIMESTAMP, `v` DOUBLE) TAGS (`t` VARCHAR(16000),"
            + " `w` VARCHAR(381))");
    sql.execute(
        "CREATE STABLE `other` (`_ts` TIMESTAMP, `v` DOUBLE) TAGS (`t` VARCHAR(16000),"
            + " `w` VARCHAR(380))");
  }

  @Test
  void textsHaveALongestWidth() throws Exception {
    assertCode(
        0x2642,
        () ->
            sql.execute(
                "CREATE STABLE `other` (`_ts` TIMESTAMP, `v` VARCHAR(65518)) TAGS (`t` INT)"));
    assertCode(
        0x2642,
        () ->
            sql.execute(
                "CREATE STABLE `other` (`_ts` TIMESTAMP, `v` INT) TAGS (`t` VARCHAR(16383))"));
    sql.execute(
        "CREATE STABLE `other` (`_ts` TIMESTAMP, `v` VARCHAR(65517)) TAGS (`t` VARCHAR(16382))");
  }

  @Test
  void namesHaveALongestLengthInBytes() throws Exception {
    String tags = " (`_ts` TIMESTAMP, `a` DOUBLE) TAGS (`t` INT)";
    assertCode(0x2617, () -> sql.execute("CREATE STABLE `" + "x".repeat(193) + "`" + tags));
    sql.execute("CREATE STABLE `" + "x".repeat(192) + "`" + tags);
    sql.execute("DROP STABLE `" + "x".repeat(192) + "`");
    assertCode(0x2617, () -> sql.execute("CREATE STABLE `" + "é".repeat(97) + "`" + tags));
    String column = "CREATE STABLE `other` (`_ts` TIMESTAMP, `%s` DOUBLE) TAGS (`%s` INT)";
    assertCode(0x2617, () -> sql.execute(column.formatted("x".repeat(65), "t")));
    assertCode(0x2617, () -> sql.execute(column.formatted("v", "é".repeat(33))));
    sql.execute(column.formatted("x".repeat(64), "é".repeat(32)));
    assertCode(0x2617, () -> sql.execute("CREATE DATABASE `" + "x".repeat(65) + "`"));
  }

  @Test
  void dotsAreRefusedInTableNamesAndFineInColumnsAndTags() throws Exception {
    assertSqlError(
        0x2617,
        "The table name cannot contain '.'",
        "CREATE STABLE `a.b` (`_ts` TIMESTAMP, `v` DOUBLE) TAGS (`t` INT)");
    define("CREATE STABLE `other` (`_ts` TIMESTAMP, `v.w` DOUBLE) TAGS (`t.u` NCHAR(8))");
    try (ColumnarInsert insert =
        insert("INSERT INTO ? USING `other`(`t.u`) TAGS(?) (`_ts`,`v.w`) VALUES(?,?)")) {
      insert.table("o").tag("h").times(T).doubles(1.5).add();
      assertThat(insert.execute()).isEqualTo(1);
    }
    assertThat(rows("SELECT `v.w`, `t.u` FROM `other`")).containsExactly("1.5|h");
  }

  @Test
  void backticksKeepCaseAndAlmostAnyCharacter() throws Exception {
    sql.execute(
        "CREATE STABLE `other` (`_ts` TIMESTAMP, `Ä b``c,'\"$` DOUBLE) TAGS (`Tag /\\=` NCHAR(8))");
    try (ColumnarInsert insert =
        insert(
            "INSERT INTO ? USING `other`(`Tag /\\=`) TAGS(?) (`_ts`,`Ä b``c,'\"$`)"
                + " VALUES(?,?)")) {
      insert.table("Sub table/ü'`x").tag("h").times(T).doubles(1.5).add();
      assertThat(insert.execute()).isEqualTo(1);
    }
    assertThat(rows("DESCRIBE `other`").stream().map(row -> row.split("\\|")[0]))
        .containsExactly("_ts", "Ä b`c,'\"$", "Tag /\\=");
    assertThat(rows("SELECT `Ä b``c,'\"$`, `Tag /\\=`, tbname FROM `other`"))
        .containsExactly("1.5|h|Sub table/ü'`x");
    assertThat(rows("SELECT COUNT(*) FROM `Sub table/ü'``x`")).containsExactly("1");
  }

  @Test
  void reservedWordsNeedBackticks() throws Exception {
    assertCode(
        0x2600,
        () -> sql.execute("CREATE STABLE `other` (`_ts` TIMESTAMP, value DOUBLE) TAGS (`t` INT)"));
    assertCode(0x2600, () -> sql.executeQuery("SELECT host FROM cpu"));
    assertThat(rows("SELECT `host` FROM cpu")).isEmpty();
  }

  @Test
  void atMost128Tags() throws Exception {
    assertCode(0x2643, () -> sql.execute(manyTags(129)));
    sql.execute(manyTags(128));
    assertThat(rows("DESCRIBE `other`")).hasSize(130);
  }

  private static String manyTags(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "`t" + i + "` INT")
        .collect(
            Collectors.joining(
                ",", "CREATE STABLE `other` (`_ts` TIMESTAMP, `v` INT) TAGS (", ")"));
  }

  @Test
  void atMost4096ColumnsAndTags() throws Exception {
    assertCode(0x2640, () -> sql.execute(manyColumns(4095)));
    sql.execute(manyColumns(4094));
    assertCode(0x0365, () -> sql.execute("ALTER STABLE `other` ADD COLUMN `more` BOOL"));
    assertThat(rows("DESCRIBE `other`")).hasSize(4096);
  }

  private static String manyColumns(int besidesTheTime) {
    return IntStream.range(0, besidesTheTime)
        .mapToObj(i -> "`c" + i + "` BOOL")
        .collect(
            Collectors.joining(
                ",", "CREATE STABLE `other` (`_ts` TIMESTAMP,", ") TAGS (`tag` INT)"));
  }

  @Test
  void aStableHasATag() {
    assertCode(0x2601, () -> sql.execute("CREATE STABLE `other` (`_ts` TIMESTAMP, `v` DOUBLE)"));
  }

  @Test
  void aCommentHolds1024BytesAndComesBack() throws Exception {
    String create = "CREATE STABLE `other` (`_ts` TIMESTAMP, `v` DOUBLE) TAGS (`t` INT) COMMENT '";
    assertSqlError(0x264E, "Comment too long", create + "c".repeat(1025) + "'");
    sql.execute(create + "c".repeat(1024) + "'");
    assertThat(comment("other")).isEqualTo("c".repeat(1024));
    sql.execute("ALTER STABLE `other` COMMENT 'influxdb:6370752e'");
    assertThat(comment("other")).isEqualTo("influxdb:6370752e");
    assertSqlError(
        0x264E, "Comment too long", "ALTER STABLE `other` COMMENT '" + "c".repeat(1025) + "'");
  }

  @Test
  void aCommentComesBackWithItsEscapes() throws Exception {
    sql.execute(
        "CREATE STABLE `other` (`_ts` TIMESTAMP, `v` DOUBLE) TAGS (`t` INT)"
            + " COMMENT 'a\\'b\\\\c''d'");
    assertThat(comment("other")).isEqualTo("a\\'b\\\\c''d");
  }

  private String comment(String stable) throws SQLException {
    return rows("SELECT table_comment FROM information_schema.ins_stables WHERE db_name = '"
            + DATABASE
            + "' AND stable_name = '"
            + stable
            + "'")
        .get(0);
  }

  @Test
  void listingsTellOfDatabasesStablesTablesAndTags() throws Exception {
    try (ColumnarInsert insert = insert(INSERT_A)) {
      insert.table("t1").tag("h1").times(T).doubles(1.0).add();
      insert.table("t2").tag("h2").times(T).doubles(1.0).add().execute();
    }
    assertThat(rows("SHOW DATABASES")).contains(DATABASE);
    assertThat(rows("SHOW STABLES")).containsExactly("cpu");
    assertThat(rows("SHOW " + DATABASE + ".STABLES LIKE 'c%'")).containsExactly("cpu");
    assertThat(rows("SHOW TABLES")).containsExactlyInAnyOrder("t1", "t2");
    assertThat(rows("SHOW TAGS FROM t1")).hasSize(1).first().asString().endsWith("NCHAR(8)|h1");
    assertThat(rows("SHOW TABLE TAGS FROM cpu")).containsExactlyInAnyOrder("t1|h1", "t2|h2");
    assertThat(
            rows(
                "SELECT `precision`, `keep` FROM information_schema.ins_databases WHERE name = '"
                    + DATABASE
                    + "'"))
        .containsExactly("ns|36500d,36500d,36500d");
    assertThat(
            rows(
                "SELECT table_name, stable_name FROM information_schema.ins_tables WHERE db_name ="
                    + " '"
                    + DATABASE
                    + "' ORDER BY table_name"))
        .containsExactly("t1|cpu", "t2|cpu");
    assertThat(rows("SHOW CREATE STABLE cpu"))
        .containsExactly(
            "cpu|CREATE STABLE `cpu` (`_ts` TIMESTAMP, `a` DOUBLE, `b` DOUBLE, `n` BIGINT, `u`"
                + " BIGINT UNSIGNED, `ok` BOOL, `text` VARCHAR(16)) TAGS (`host` NCHAR(8))");
  }

  @Test
  void theVersionIsTold() throws Exception {
    assertThat(rows("SELECT SERVER_VERSION()").get(0)).startsWith("3.");
    assertThat(connection.isValid(5)).isTrue();
  }

  @Test
  void whatIsMissingIsNamedByCode() throws Exception {
    assertSqlError(0x2603, "Table does not exist", "SELECT * FROM missing");
    assertSqlError(0x2603, "Table does not exist", "DESCRIBE missing");
    assertSqlError(0x2602, "Invalid column name: zz", "SELECT zz FROM cpu");
    assertSqlError(0x0388, "Database not exist", "SELECT * FROM nodb.cpu");
    assertSqlError(0x0388, "Database not exist", "USE nodb");
    assertSqlError(0x0362, "STable not exist", "DROP STABLE missing");
    try (Connection none = connect("");
        Statement without = none.createStatement()) {
      assertCode(0x2616, () -> without.execute("SELECT * FROM cpu"));
    }
  }

  @Test
  void aMissingDatabaseIsRefusedAtConnect() {
    assertCode(0x0388, () -> connect("nodb_at_all").close());
  }

  @Test
  void aWrongPasswordIsRefusedAtConnect() {
    assertCode(
        0x0357,
        () ->
            DriverManager.getConnection(
                    "jdbc:TAOS-WS://" + authority + "/?user=root&password=wrong")
                .close());
  }

  @Test
  void keepOfANanosecondDatabaseGoesUpTo106580Days() throws Exception {
    String name = DATABASE + "_keep";
    assertCode(
        0x2619, () -> sql.execute("CREATE DATABASE " + name + " PRECISION 'ns' KEEP 106581"));
    sql.execute("CREATE DATABASE " + name + " PRECISION 'ns' KEEP 106580");
    try {
      sql.execute(
          "CREATE STABLE " + name + ".s (`_ts` TIMESTAMP, `a` DOUBLE) TAGS (`host` NCHAR(8))");
      try (Connection there = connect(name);
          ColumnarInsert insert =
              new ColumnarInsert(
                  there, "INSERT INTO ? USING s(`host`) TAGS(?) (`_ts`,`a`) VALUES(?,?)")) {
        long from = nanos("1736-01-01T00:00:00Z");
        long to = nanos("2261-01-01T00:00:00Z");
        assertThat(insert.table("t").tag("h").times(from, to).doubles(1.0, 2.0).add().execute())
            .isEqualTo(2);
        assertCode(
            0x060B,
            () -> insert.table("t").tag("h").times(Long.MAX_VALUE).doubles(1.0).add().execute());
        assertThat(rows("SELECT `a` FROM " + name + ".s WHERE _ts < 0")).containsExactly("1.0");
      }
    } finally {
      define(sql, "DROP DATABASE IF EXISTS " + name);
    }
  }

  @Test
  void aDatabaseKeepsTenYearsInMillisecondsUnlessToldOtherwise() throws Exception {
    String name = DATABASE + "_default";
    sql.execute("CREATE DATABASE " + name);
    try {
      assertThat(
              rows(
                  "SELECT `precision`, `keep` FROM information_schema.ins_databases WHERE name = '"
                      + name
                      + "'"))
          .containsExactly("ms|3650d,3650d,3650d");
      sql.execute("CREATE STABLE " + name + ".s (`_ts` TIMESTAMP, `a` DOUBLE) TAGS (`h` INT)");
      long elevenYears = Instant.now().minus(Duration.ofDays(11 * 365)).toEpochMilli();
      assertCode(
          0x060B,
          () ->
              sql.execute(
                  "INSERT INTO "
                      + name
                      + ".t USING "
                      + name
                      + ".s TAGS(1) VALUES ("
                      + elevenYears
                      + ", 1)"));
      assertThatThrownBy(() -> sql.execute("ALTER DATABASE " + name + " PRECISION 'ns'"))
          .isInstanceOf(SQLException.class);
    } finally {
      define(sql, "DROP DATABASE IF EXISTS " + name);
    }
  }

  @Test
  void theServerTellsItsEdition() throws Exception {
    assertThat(rows("SELECT version FROM information_schema.ins_grants"))
        .singleElement()
        .asString()
        .contains("OSS");
  }
}
