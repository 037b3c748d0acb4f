package io.github.influx2tdengine.testkit.tdengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** When prepared statements go stale, and what they refuse. */
class StatementContractIT extends TdengineContract {
  @Test
  void aStatementIsOfTheSchemaOfItsFirstExecution() throws Exception {
    try (ColumnarInsert insert = insert(INSERT_A)) {
      sql.execute("ALTER STABLE `cpu` ADD COLUMN `c` DOUBLE");
      insert.table("t").tag("h").times(T).doubles(1.0).add();
      assertThat(insert.execute()).isEqualTo(1);
    }
  }

  private void assertStaleAfter(String change) throws Exception {
    try (ColumnarInsert insert = insert(INSERT_A);
        Connection another = connect(DATABASE);
        Statement ddl = another.createStatement()) {
      insert.table("t").tag("h").times(T).doubles(1.0).add().execute();
      ddl.execute(change);
      for (int attempt = 0; attempt < 2; attempt++) {
        assertStatementError(
            0x061B,
            "Table schema is old",
            () -> insert.table("t").tag("h").times(T + 1).doubles(1.0).add().execute());
      }
    }
    try (ColumnarInsert again = insert(INSERT_A)) {
      again.table("t").tag("h").times(T + 1).doubles(1.0).add();
      assertThat(again.execute()).as("after preparing again").isEqualTo(1);
    }
  }

  @Test
  void anAddedColumnMakesPreparedStatementsStale() throws Exception {
    assertStaleAfter("ALTER STABLE `cpu` ADD COLUMN `c` DOUBLE");
  }

  @Test
  void aWidenedColumnMakesPreparedStatementsStale() throws Exception {
    assertStaleAfter("ALTER STABLE `cpu` MODIFY COLUMN `text` VARCHAR(32)");
  }

  @Test
  void changesOfTagsAreHarmlessForPreparedStatements() throws Exception {
    try (ColumnarInsert insert = insert(INSERT_A);
        Connection another = connect(DATABASE);
        Statement ddl = another.createStatement()) {
      insert.table("t").tag("h").times(T).doubles(1.0).add().execute();
      ddl.execute("ALTER STABLE `cpu` ADD TAG `rack` NCHAR(8)");
      ddl.execute("ALTER STABLE `cpu` MODIFY TAG `host` NCHAR(16)");
      insert.table("t").tag("h").times(T + 1).doubles(1.0).add();
      assertThat(insert.execute()).isEqualTo(1);
    }
  }

  // Errors of prepared statements.

  @Test
  void oneRowOutsideOfKeepRefusesItsVgroupAndTheRestIsWritten() throws Exception {
    int tables = 16;
    try (ColumnarInsert insert = insert(INSERT_A)) {
      for (int i = 0; i < tables; i++) {
        insert.table("t" + i).tag("h").times(T).doubles(1.0).add();
      }
      insert.execute();
      // The year 1900 is further back than 36,500 days.
      long tooOld = nanos("1900-01-01T00:00:00Z");
      for (int i = 0; i < tables; i++) {
        insert
            .table("t" + i)
            .tag("h")
            .times(i == 0 ? tooOld : T + 1, T + 2)
            .doubles(2.0, 2.0)
            .add();
      }
      assertStatementError(0x060B, "Timestamp data out of range", insert::execute);
    }
    long written = Long.parseLong(rows("SELECT COUNT(*) FROM cpu WHERE _ts > " + T).get(0));
    assertThat(written).isPositive().isLessThan(2L * tables).isEven();
    assertThat(rows("SELECT COUNT(*) FROM t0")).containsExactly("1");
  }

  @Test
  void aValueThatIsTooLongIsRefused() throws Exception {
    String statement = "INSERT INTO ? USING `cpu`(`host`) TAGS(?) (`_ts`,`text`) VALUES(?,?)";
    try (ColumnarInsert insert = insert(statement)) {
      insert.table("t").tag("h").times(T, T + 1).texts("fine", "1234567890123456").add();
      assertThat(insert.execute()).as("16 bytes").isEqualTo(2);
      insert.table("t").tag("h").times(T + 2, T + 3).texts("fine", "ääääääää1").add();
      assertStatementError(0x2653, "Value too long for column/tag", insert::execute);
    }
    assertThat(rows("SELECT COUNT(*) FROM cpu")).containsExactly("2");
  }

  @Test
  void aTagThatIsTooLongIsRefused() throws Exception {
    try (ColumnarInsert insert = insert(INSERT_A)) {
      insert.table("t").tag("ääääääää").times(T).doubles(1.0).add();
      assertThat(insert.execute()).as("8 characters of two bytes").isEqualTo(1);
      insert.table("t2").tag("123456789").times(T).doubles(1.0).add();
      assertStatementError(0x2653, "Value too long for column/tag", insert::execute);
    }
  }

  @Test
  void aTagOfMoreBytesThanDeclaredIsAnotherError() throws Exception {
    // NCHAR(8) is declared with 32 bytes.
    try (ColumnarInsert insert = insert(INSERT_A)) {
      insert.table("t").tag("1".repeat(33)).times(T).doubles(1.0).add();
      assertStatementError(0x0200, "tag length is too big", insert::execute);
    }
  }

  @Test
  void aStatementThatRefusedWhatWasBoundRefusesEverythingAfter() throws Exception {
    try (ColumnarInsert insert = insert(INSERT_A)) {
      insert.table("t").tag("123456789").times(T).doubles(1.0).add();
      assertCode(0x2653, insert::execute);
      insert.table("t").tag("fine").times(T).doubles(1.0).add();
      assertCode(0x2653, insert::execute);
    }
    try (ColumnarInsert again = insert(INSERT_A)) {
      again.table("t").tag("fine").times(T).doubles(1.0).add();
      assertThat(again.execute()).as("prepared again").isEqualTo(1);
    }
  }

  @Test
  void aStatementWhoseRowsTheServerRefusedGoesOn() throws Exception {
    try (ColumnarInsert insert = insert(INSERT_A)) {
      insert.table("t").tag("h").times(nanos("1900-01-01T00:00:00Z")).doubles(1.0).add();
      assertCode(0x060B, insert::execute);
      insert.table("t").tag("h").times(T).doubles(1.0).add();
      assertThat(insert.execute()).isEqualTo(1);
    }
  }

  @Test
  void aDotInASubtableNameIsMisleadinglyAMissingDatabase() throws Exception {
    try (ColumnarInsert insert = insert(INSERT_A)) {
      assertCode(0x0388, () -> insert.table("a.b").tag("h").times(T).doubles(1.0).add().execute());
    }
  }

  @Test
  void aSubtableOfADatabaseThatIsNotTheConnectionsIsNotFound() throws Exception {
    String name = DATABASE + "_far";
    sql.execute("CREATE DATABASE " + name + " PRECISION 'ns' KEEP 36500");
    try {
      sql.execute(
          "CREATE STABLE " + name + ".cpu (`_ts` TIMESTAMP, `a` DOUBLE) TAGS (`host` NCHAR(8))");
      try (ColumnarInsert insert = insert(INSERT_A.replace("`cpu`", name + ".`cpu`"))) {
        assertCode(0x2603, () -> insert.table("t").tag("h").times(T).doubles(1.0).add().execute());
      }
    } finally {
      define(sql, "DROP DATABASE IF EXISTS " + name);
    }
  }

  @Test
  void aBoundTimeIsNotNull() throws Exception {
    try (ColumnarInsert insert = insert(INSERT_A)) {
      assertStatementError(
          0x267B,
          "Primary key column should not be null",
          () -> insert.table("t").tag("h").times((Long) null).doubles(1.0).add().execute());
    }
  }

  @Test
  void columnsOfOneSubtableHaveEquallyManyValues() throws Exception {
    try (ColumnarInsert insert = insert(INSERT_A)) {
      assertStatementError(
          0x0200,
          "row number in each bind param should be the same",
          () -> insert.table("t").tag("h").times(T, T + 1).doubles(1.0).add().execute());
    }
  }

  @Test
  void aSubtableNameThatIsTooLongIsRefused() throws Exception {
    try (ColumnarInsert insert = insert(INSERT_A)) {
      assertStatementError(
          0x0200,
          "name too long",
          () -> insert.table("n".repeat(193)).tag("h").times(T).doubles(1.0).add().execute());
    }
    try (ColumnarInsert insert = insert(INSERT_A)) {
      insert.table("n".repeat(192)).tag("h").times(T).doubles(1.0).add();
      assertThat(insert.execute()).isEqualTo(1);
    }
  }

  @Test
  void anUnknownColumnIsRefusedAtPrepare() {
    assertStatementError(
        0x2602,
        "Invalid column name: zz",
        () -> insert("INSERT INTO ? USING `cpu`(`host`) TAGS(?) (`_ts`,`zz`) VALUES(?,?)"));
  }

  @Test
  void anUnknownTagIsRefusedAtPrepare() {
    assertStatementError(
        0x2602,
        "Invalid column name: zz",
        () -> insert("INSERT INTO ? USING `cpu`(`zz`) TAGS(?) (`_ts`,`a`) VALUES(?,?)"));
  }

  @Test
  void anUnknownStableIsRefusedAtPrepare() {
    assertCode(
        0x022B,
        () -> insert("INSERT INTO ? USING `missing`(`host`) TAGS(?) (`_ts`,`a`) VALUES(?,?)"));
  }

  @Test
  void anUnknownDatabaseIsRefusedAtPrepare() {
    assertCode(
        0x0388,
        () -> insert("INSERT INTO ? USING nodb.`cpu`(`host`) TAGS(?) (`_ts`,`a`) VALUES(?,?)"));
  }

  @Test
  void aSubtableOfAnotherStableIsRefused() throws Exception {
    define("CREATE STABLE `other` (`_ts` TIMESTAMP, `a` DOUBLE) TAGS (`host` NCHAR(8))");
    try (ColumnarInsert insert = insert(INSERT_A);
        ColumnarInsert other = insert(INSERT_A.replace("`cpu`", "`other`"))) {
      insert.table("t").tag("h").times(T).doubles(1.0).add().execute();
      assertCode(0x061D, () -> other.table("t").tag("h").times(T).doubles(1.0).add().execute());
    }
  }

  @Test
  void aSubtableAndAStableCannotHaveOneName() throws Exception {
    try (ColumnarInsert insert = insert(INSERT_A)) {
      insert.table("other").tag("h").times(T).doubles(1.0).add().execute();
      assertSqlError(
          0x0603,
          "Table already exists",
          "CREATE STABLE `other` (`_ts` TIMESTAMP, `a` DOUBLE) TAGS (`host` NCHAR(8))");
      assertCode(0x061D, () -> insert.table("cpu").tag("h").times(T).doubles(1.0).add().execute());
    }
  }

  @Test
  void aDroppedStableMakesItsStatementsFail() throws Exception {
    try (ColumnarInsert insert = insert(INSERT_A)) {
      insert.table("t").tag("h").times(T).doubles(1.0).add().execute();
      sql.execute("DROP STABLE `cpu`");
      assertThatThrownBy(() -> insert.table("t").tag("h").times(T).doubles(1.0).add().execute())
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void notANumberAndInfinityAreTakenBoundAndRefusedAsText() throws Exception {
    try (ColumnarInsert insert = insert(INSERT_A)) {
      insert
          .table("t")
          .tag("h")
          .times(T, T + 1, T + 2)
          .doubles(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)
          .add();
      assertThat(insert.execute()).isEqualTo(3);
    }
    assertThat(rows("SELECT a FROM cpu ORDER BY _ts"))
        .containsExactly("NaN", "Infinity", "-Infinity");
    assertCode(0x0216, () -> sql.execute("INSERT INTO t (_ts, a) VALUES (" + T + ", nan)"));
  }

  @Test
  void aValueOfTheWrongClassIsAClassCastException() throws Exception {
    try (ColumnarInsert insert =
        insert("INSERT INTO ? USING `cpu`(`host`) TAGS(?) (`_ts`,`u`) VALUES(?,?)")) {
      insert.table("t").tag("h").times(T).longs(5L).add();
      assertThatThrownBy(insert::execute).isInstanceOf(ClassCastException.class);
    }
  }

  @Test
  void thePreparedFormOfManyColumnsTakesThemInTheOrderWritten() throws Exception {
    try (ColumnarInsert insert =
        insert("INSERT INTO ? USING `cpu`(`host`) TAGS(?) (`b`,`_ts`,`a`) VALUES(?,?,?)")) {
      insert.table("t").tag("h").doubles(2.0).times(T).doubles(1.0).add();
      assertThat(insert.execute()).isEqualTo(1);
    }
    assertThat(rows("SELECT a, b FROM cpu")).containsExactly("1.0|2.0");
  }
}
