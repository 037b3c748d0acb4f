package io.github.influx2tdengine.testkit.tdengine;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.ResultSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Queries, and SQL that writes. */
class ReadingContractIT extends TdengineContract {
  @Test
  void countsOfNothingAreZeroAndSumsOfNothingAreNoRow() throws Exception {
    assertThat(rows("SELECT COUNT(*) FROM cpu")).containsExactly("0");
    assertThat(rows("SELECT SUM(a) FROM cpu")).isEmpty();
  }

  @Test
  void rowsAreFoundByTimeTableAndTag() throws Exception {
    try (ColumnarInsert insert = insert(INSERT_A)) {
      insert.table("t1").tag("h1").times(T, T + 1, T + 2).doubles(1.0, 2.0, null).add();
      insert.table("t2").tag("h2").times(T, T + 1).doubles(10.0, 20.0).add().execute();
    }
    assertThat(
            rows("SELECT a FROM cpu WHERE _ts >= " + (T + 1) + " AND tbname = 't1' ORDER BY _ts"))
        .containsExactly("2.0", "null");
    assertThat(rows("SELECT a FROM cpu WHERE `host` = 'h2' AND _ts < " + (T + 1)))
        .containsExactly("10.0");
    assertThat(
            rows(
                "SELECT tbname, COUNT(*), COUNT(a), SUM(a), MIN(a), MAX(a), FIRST(a), LAST(a)"
                    + " FROM cpu GROUP BY tbname ORDER BY tbname"))
        .containsExactly("t1|3|2|3.0|1.0|2.0|1.0|2.0", "t2|2|2|30.0|10.0|20.0|10.0|20.0");
    assertThat(rows("SELECT CAST(_ts AS BIGINT) FROM cpu WHERE a IS NULL"))
        .containsExactly(Long.toString(T + 2));
    assertThat(rows("SELECT tbname, a FROM cpu ORDER BY tbname, _ts LIMIT 2 OFFSET 2"))
        .containsExactly("t1|null", "t2|10.0");
  }

  @Test
  void manyRowsComeInManyBlocksWholeAndInOrder() throws Exception {
    int count = 20_000;
    Long[] times = IntStream.range(0, count).mapToObj(i -> T + i).toArray(Long[]::new);
    Double[] values = IntStream.range(0, count).mapToObj(i -> (double) i).toArray(Double[]::new);
    try (ColumnarInsert insert = insert(INSERT_A)) {
      assertThat(insert.table("t").tag("h").times(times).doubles(values).add().execute())
          .isEqualTo(count);
    }
    try (ResultSet rows = sql.executeQuery("SELECT _ts, a FROM cpu ORDER BY _ts")) {
      for (int i = 0; i < count; i++) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getLong(1)).isEqualTo(T + i);
        assertThat(rows.getDouble(2)).isEqualTo(i);
      }
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void sqlInsertsIntoSeveralTablesAndDeletesByTime() throws Exception {
    assertThat(
            sql.executeUpdate(
                "INSERT INTO t1 USING cpu TAGS('h1') (_ts, a, text) VALUES ("
                    + T
                    + ", 1, 'it''s \\'x\\'') ("
                    + (T + 1)
                    + ", NULL, NULL) t2 USING cpu (`host`) TAGS('h2') (_ts, n) VALUES ("
                    + T
                    + ", 7)"))
        .isEqualTo(3);
    assertThat(rows("SELECT a, n, text, tbname FROM cpu ORDER BY tbname, _ts"))
        .containsExactly("1.0|null|it's 'x'|t1", "null|null|null|t1", "null|7|null|t2");
    assertThat(sql.executeUpdate("DELETE FROM cpu WHERE _ts <= " + T)).isEqualTo(2);
    assertThat(rows("SELECT COUNT(*) FROM cpu")).containsExactly("1");
  }
}
