package io.github.influx2tdengine.testkit.tdengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that prepared statements write: which arrive, and what they overwrite. */
class WritingContractIT extends TdengineContract {
  @Test
  void oneExecuteCarriesManySubtablesAndCountsAllRows() throws Exception {
    try (ColumnarInsert insert = insert(INSERT_A)) {
      for (int i = 0; i < 20; i++) {
        insert.table("t" + i).tag("h" + i).times(T, T + 1).doubles(1.0 * i, 2.0 * i).add();
      }
      assertThat(insert.execute()).isEqualTo(40);
    }
    assertThat(rows("SELECT COUNT(*), SUM(a) FROM cpu")).containsExactly("40|570.0");
    assertThat(rows("SELECT DISTINCT tbname, `host` FROM cpu ORDER BY tbname LIMIT 2"))
        .containsExactly("t0|h0", "t1|h1");
  }

  @Test
  void allTypesComeBackAsTheyWereBound() throws Exception {
    BigInteger largest = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    try (ColumnarInsert insert =
        insert(
            "INSERT INTO ? USING `cpu`(`host`) TAGS(?) (`_ts`,`a`,`n`,`u`,`ok`,`text`)"
                + " VALUES(?,?,?,?,?,?)")) {
      insert
          .table("t")
          .tag("häß🙂")
          .times(T, T + 1, T + 2)
          .doubles(Double.MIN_VALUE, -0.0, null)
          .longs(Long.MAX_VALUE, Long.MIN_VALUE + 1, null)
          .unsigned(largest, BigInteger.ZERO, null)
          .booleans(true, false, null)
          .texts("🙂é'\"\\\n", "", null)
          .add();
      assertThat(insert.execute()).isEqualTo(3);
    }
    try (ResultSet rows = sql.executeQuery("SELECT * FROM cpu ORDER BY _ts")) {
      rows.next();
      assertThat(rows.getLong("_ts")).isEqualTo(T);
      assertThat(rows.getDouble("a")).isEqualTo(Double.MIN_VALUE);
      assertThat(rows.getLong("n")).isEqualTo(Long.MAX_VALUE);
      assertThat(rows.getObject("u")).isEqualTo(largest);
      assertThat(rows.getBoolean("ok")).isTrue();
      assertThat(rows.getString("text")).isEqualTo("🙂é'\"\\\n");
      assertThat(rows.getString("host")).isEqualTo("häß🙂");
      assertThat(rows.getObject("b")).isNull();
      rows.next();
      assertThat(Double.doubleToRawLongBits(rows.getDouble("a")))
          .isEqualTo(Double.doubleToRawLongBits(-0.0));
      assertThat(rows.getLong("n")).isEqualTo(Long.MIN_VALUE + 1);
      assertThat(rows.getObject("u")).isEqualTo(BigInteger.ZERO);
      assertThat(rows.getBoolean("ok")).isFalse();
      assertThat(rows.getString("text")).isEmpty();
      rows.next();
      for (String column : List.of("a", "n", "u", "ok", "text")) {
        assertThat(rows.getObject(column)).as(column).isNull();
      }
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void tagsBoundToASubtableThatExistsAreIgnored() throws Exception {
    try (ColumnarInsert insert = insert(INSERT_A)) {
      assertThat(insert.table("t").tag("first").times(T).doubles(1.0).add().execute()).isEqualTo(1);
      assertThat(insert.table("t").tag("second").times(T).doubles(2.0).add().execute())
          .isEqualTo(1);
    }
    assertThat(rows("SELECT a, `host` FROM cpu")).containsExactly("2.0|first");
  }

  @Test
  void aMissingSubtableWithoutTagsIsAnError() throws Exception {
    assertThatThrownBy(() -> insert("INSERT INTO ? (`_ts`,`a`) VALUES(?,?)").close())
        .isInstanceOf(SQLException.class);
    assertSqlError(0x2603, "Table does not exist", "INSERT INTO missing VALUES (1, 2)");
  }

  @Test
  void aStableNamedInInsertTakesTbnameAndTagsAmongItsColumns() throws Exception {
    try (ColumnarInsert insert =
        insert("INSERT INTO `cpu` (tbname,`host`,`_ts`,`a`) VALUES(?,?,?,?)")) {
      insert.table("t").tag("h").times(T, T + 1).doubles(1.0, 2.0).add();
      assertThat(insert.execute()).isEqualTo(2);
    }
    assertThat(rows("SELECT a, `host`, tbname FROM cpu ORDER BY _ts"))
        .containsExactly("1.0|h|t", "2.0|h|t");
  }

  @Test
  void theSameSubtableTwiceInOneExecuteIsRefused() throws Exception {
    try (ColumnarInsert insert = insert(INSERT_A)) {
      insert.table("t").tag("h").times(T).doubles(1.0).add();
      insert.table("t").tag("h").times(T + 1).doubles(1.0).add();
      assertCode(0x2303, insert::execute);
    }
  }

  @Test
  void affectedRowsAreTheRowsSentForNewRowsUpsertsAndNewSubtables() throws Exception {
    try (ColumnarInsert insert = insert(INSERT_A)) {
      insert.table("t").tag("h").times(T, T + 1).doubles(1.0, 2.0).add();
      assertThat(insert.execute()).as("new subtable").isEqualTo(2);
      insert.table("t").tag("h").times(T + 1, T + 2).doubles(1.0, 2.0).add();
      assertThat(insert.execute()).as("one upsert, one new row").isEqualTo(2);
      insert.table("t").tag("h").times(T - 5, T - 6).doubles(1.0, 2.0).add();
      insert.table("t2").tag("h").times(T).doubles(1.0).add();
      assertThat(insert.execute()).as("out of order, and another subtable").isEqualTo(3);
    }
    assertThat(rows("SELECT COUNT(*) FROM cpu")).containsExactly("6");
  }

  @Test
  void duplicateTimesInOneBatchCountOnce() throws Exception {
    try (ColumnarInsert insert = insert(INSERT_A)) {
      insert.table("t").tag("h").times(T, T + 1, T, T).doubles(1.0, 2.0, 3.0, 4.0).add();
      assertThat(insert.execute()).isEqualTo(2);
    }
    assertThat(rows("SELECT a FROM cpu ORDER BY _ts")).containsExactly("4.0", "2.0");
  }

  // Upsert.

  @Test
  void anOmittedColumnKeepsItsValue() throws Exception {
    try (ColumnarInsert a = insert(INSERT_A);
        ColumnarInsert b =
            insert("INSERT INTO ? USING `cpu`(`host`) TAGS(?) (`_ts`,`b`) VALUES(?,?)")) {
      a.table("t").tag("h").times(T, T + 1).doubles(1.0, 2.0).add().execute();
      assertThat(b.table("t").tag("h").times(T + 1, T + 2).doubles(9.0, 8.0).add().execute())
          .isEqualTo(2);
    }
    assertThat(rows("SELECT a, b FROM cpu ORDER BY _ts"))
        .containsExactly("1.0|null", "2.0|9.0", "null|8.0");
  }

  @Test
  void aBoundNullOverwrites() throws Exception {
    try (ColumnarInsert insert =
        insert("INSERT INTO ? USING `cpu`(`host`) TAGS(?) (`_ts`,`a`,`b`) VALUES(?,?,?)")) {
      insert.table("t").tag("h").times(T).doubles(1.0).doubles(2.0).add().execute();
      insert.table("t").tag("h").times(T).doubles((Double) null).doubles(3.0).add().execute();
    }
    assertThat(rows("SELECT a, b FROM cpu")).containsExactly("null|3.0");
  }

  @Test
  void theSameTimeTwiceInOneBatchIsMergedByValuesThatAreNotNull() throws Exception {
    try (ColumnarInsert insert =
        insert("INSERT INTO ? USING `cpu`(`host`) TAGS(?) (`_ts`,`a`,`b`) VALUES(?,?,?)")) {
      insert
          .table("t")
          .tag("h")
          .times(T, T, T)
          .doubles(1.0, null, 5.0)
          .doubles(null, 2.0, null)
          .add()
          .execute();
    }
    assertThat(rows("SELECT a, b FROM cpu")).containsExactly("5.0|2.0");
  }

  @Test
  void mergedRowsWithinABatchOverwriteWhatIsStored() throws Exception {
    try (ColumnarInsert insert =
        insert("INSERT INTO ? USING `cpu`(`host`) TAGS(?) (`_ts`,`a`,`b`) VALUES(?,?,?)")) {
      insert.table("t").tag("h").times(T).doubles(7.0).doubles(8.0).add().execute();
      insert.table("t").tag("h").times(T, T).doubles(null, 2.0).doubles(null, null).add().execute();
    }
    assertThat(rows("SELECT a, b FROM cpu")).containsExactly("2.0|null");
  }
}
