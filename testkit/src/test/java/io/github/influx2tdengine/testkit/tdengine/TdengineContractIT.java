package io.github.influx2tdengine.testkit.tdengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What this project relies on of TDengine, claim by claim, against the server at {@code
 * TDENGINE_URL} (a JDBC URL with user and password) or else the stand-in. A claim that holds for
 * only one of the two is a bug in the stand-in.
 */
class TdengineContractIT {
  /** 2023-11-14T22:13:20Z. */
  private static final long T = 1_700_000_000_000_000_000L;

  private static final Pattern URL_PARTS = Pattern.compile("jdbc:TAOS-WS://([^/?]+)/[^?]*(\\?.*)?");
  private static final String DATABASE = "tdcontract_" + ProcessHandle.current().pid();
  private static final Pattern CODE = Pattern.compile("0x([0-9a-f]+)");

  /** Used where all columns are bound; {@code cpu} is made anew for every test. */
  private static final String INSERT_A =
      "INSERT INTO ? USING `cpu`(`host`) TAGS(?) (`_ts`,`a`) VALUES(?,?)";

  private static Optional<TdengineStandIn> standIn = Optional.empty();
  private static String authority;
  private static String parameters;

  private Connection connection;
  private Statement sql;

  @BeforeAll
  static void findServer() throws Exception {
    String url = System.getenv("TDENGINE_URL");
    if (url == null || url.isEmpty()) {
      standIn = Optional.of(TdengineStandIn.start());
      url = standIn.get().jdbcUrl("");
    }
    Matcher parts = URL_PARTS.matcher(url);
    assertThat(parts.matches()).as("TDENGINE_URL is a JDBC URL: %s", url).isTrue();
    authority = parts.group(1);
    parameters = Optional.ofNullable(parts.group(2)).orElse("?user=root&password=taosdata");
    System.out.println(
        "TDengine contract runs against "
            + (standIn.isPresent() ? "the stand-in" : "the server at " + authority));
    try (Connection connection = connect("");
        Statement sql = connection.createStatement()) {
      sql.execute("DROP DATABASE IF EXISTS " + DATABASE);
      // Two vgroups, so that what one refuses and the other takes can be told apart.
      sql.execute("CREATE DATABASE " + DATABASE + " PRECISION 'ns' KEEP 36500 VGROUPS 2");
    }
  }

  @AfterAll
  static void clean() throws Exception {
    try (Connection connection = connect("");
        Statement sql = connection.createStatement()) {
      dropDatabase(sql, DATABASE);
    }
    standIn.ifPresent(TdengineStandIn::close);
  }

  @BeforeEach
  void open() throws Exception {
    connection = connect(DATABASE);
    sql = connection.createStatement();
    sql.execute(
        "CREATE STABLE `cpu` (`_ts` TIMESTAMP, `a` DOUBLE, `b` DOUBLE, `n` BIGINT,"
            + " `u` BIGINT UNSIGNED, `ok` BOOL, `text` VARCHAR(16)) TAGS (`host` NCHAR(8))");
  }

  @AfterEach
  void close() throws Exception {
    sql.execute("DROP STABLE IF EXISTS `cpu`");
    sql.execute("DROP STABLE IF EXISTS `other`");
    connection.close();
  }

  private static Connection connect(String database) throws SQLException {
    return DriverManager.getConnection("jdbc:TAOS-WS://" + authority + "/" + database + parameters);
  }

  /** A drop may meet a transaction of the server's own that is not done yet: 0x03D3. */
  private static void dropDatabase(Statement sql, String name) {
    await()
        .atMost(Duration.ofMinutes(3))
        .ignoreExceptionsMatching(e -> e instanceof SQLException && code(e) == 0x03D3)
        .until(
            () -> {
              sql.execute("DROP DATABASE IF EXISTS " + name);
              return true;
            });
  }

  private ColumnarInsert insert(String statement) throws SQLException {
    return new ColumnarInsert(connection, statement);
  }

  private List<String> rows(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = sql.executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          row.append(i == 1 ? "" : "|").append(result.getString(i));
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }

  /** The code an error has: the vendor code, or the one in the text of a prepared statement's. */
  private static int code(Throwable error) {
    if (error instanceof SQLException sqlError && sqlError.getErrorCode() != 0) {
      return sqlError.getErrorCode();
    }
    Matcher matcher = CODE.matcher(String.valueOf(error.getMessage()));
    return matcher.find() ? Integer.parseInt(matcher.group(1), 16) : 0;
  }

  private static void assertCode(int expected, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOf(SQLException.class)
        .satisfies(
            error ->
                assertThat(Integer.toHexString(code(error)))
                    .as("code of: %s", error.getMessage())
                    .isEqualTo(Integer.toHexString(expected)));
  }

  /** An error of a prepared statement: vendor code 0, the code and this text in the message. */
  private static void assertStatementError(int expected, String text, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOf(SQLException.class)
        .satisfies(error -> assertThat(((SQLException) error).getErrorCode()).isZero())
        .hasMessage("(0x" + Integer.toHexString(expected) + "):" + text);
  }

  private void assertSqlError(int expected, String text, String statement) {
    assertThatThrownBy(() -> sql.execute(statement))
        .as(statement)
        .isInstanceOf(SQLException.class)
        .satisfies(error -> assertThat(((SQLException) error).getErrorCode()).isEqualTo(expected))
        .hasMessage("TDengine ERROR (0x" + Integer.toHexString(expected) + "): " + text);
  }

  // Writing.

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

  // Statements that grow stale.

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
      dropDatabase(sql, name);
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
    sql.execute("CREATE STABLE `other` (`_ts` TIMESTAMP, `a` DOUBLE) TAGS (`host` NCHAR(8))");
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

  // DDL.

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
    sql.execute("CREATE STABLE `other` (`_ts` TIMESTAMP, `v` DOUBLE, `V` DOUBLE) TAGS (`Tag` INT)");
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
    sql.execute("CREATE STABLE `other` (`_ts` TIMESTAMP, `v.w` DOUBLE) TAGS (`t.u` NCHAR(8))");
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
      dropDatabase(sql, name);
    }
  }

  private static long nanos(String instant) {
    return TimeUnit.SECONDS.toNanos(Instant.parse(instant).getEpochSecond());
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
      dropDatabase(sql, name);
    }
  }

  // Reading.

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

  // TDengine's own endpoint for line protocol.

  private String write(String query, String lines) throws Exception {
    String user = parameters.replaceFirst(".*[?&]user=([^&]*).*", "$1");
    String password = parameters.replaceFirst(".*[?&]password=([^&]*).*", "$1");
    String login =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://" + authority + "/influxdb/v1/write?db=" + DATABASE + query))
            .header("Authorization", "Basic " + login)
            .POST(HttpRequest.BodyPublishers.ofString(lines))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + response.body();
  }

  private List<String> shape(String stable) throws SQLException {
    return rows("DESCRIBE `" + stable + "`").stream()
        .map(row -> row.split("\\|", -1))
        .map(row -> (row[0] + " " + row[1] + " " + row[3]).strip())
        .toList();
  }

  @Test
  void linesMakeTheTablesThatTheSinkMakes() throws Exception {
    assertThat(
            write(
                "&precision=ns",
                "other,b=2,a=x\\ y f=1.5,i=2i,u=3u,ok=true,s=\"text\" " + T + "\n"))
        .isEqualTo("204");
    assertThat(shape("other"))
        .containsExactly(
            "_ts TIMESTAMP",
            "f DOUBLE",
            "i BIGINT",
            "u BIGINT UNSIGNED",
            "ok BOOL",
            "s VARCHAR",
            "b NCHAR TAG",
            "a NCHAR TAG");
    assertThat(rows("SELECT _ts, f, i, u, ok, s, a, b, tbname FROM `other`").get(0))
        .endsWith("|1.5|2|3|true|text|x y|2|t_" + md5("other,a=x y,b=2"));
    sql.execute("DROP STABLE `other`");
  }

  @Test
  void linesWithoutTagsGetATagThatIsNull() throws Exception {
    assertThat(write("&precision=ns", "other f=1 " + T)).isEqualTo("204");
    assertThat(shape("other")).containsExactly("_ts TIMESTAMP", "f DOUBLE", "_tag_null NCHAR TAG");
    assertThat(rows("SELECT tbname, `_tag_null` FROM `other`"))
        .containsExactly("t_" + md5("other") + "|null");
  }

  @Test
  void aDotOfAMeasurementBecomesALowDash() throws Exception {
    assertThat(write("&precision=ns", "other.x,z=1 f=1 " + T)).isEqualTo("204");
    assertThat(rows("SELECT tbname FROM `other_x`")).containsExactly("t_" + md5("other_x,z=1"));
    sql.execute("DROP STABLE `other_x`");
  }

  @Test
  void theNameOfASubtableIsMadeFromUnescapedTags() throws Exception {
    assertThat(write("&precision=ns", "oth\\,m,k=1\\=v\\,2 f=1 " + T)).isEqualTo("204");
    assertThat(rows("SELECT tbname, k FROM `oth,m`"))
        .containsExactly("t_" + md5("oth\\,m,k=1=v,2") + "|1=v,2");
    sql.execute("DROP STABLE `oth,m`");
  }

  @Test
  void linesGoOnInTablesMadeByHandAndWidenThem() throws Exception {
    sql.execute(
        "CREATE STABLE `other` (`_ts` TIMESTAMP, `f` DOUBLE, `s` VARCHAR(4)) TAGS (`k` NCHAR(2))");
    try (ColumnarInsert insert =
        insert("INSERT INTO ? USING `other`(`k`) TAGS(?) (`_ts`,`f`) VALUES(?,?)")) {
      insert.table("t_" + md5("other,k=v")).tag("v").times(T).doubles(1.0).add().execute();
    }
    assertThat(
            write(
                "&precision=ns",
                "other,k=v f=2,s=\"longer than four\",g=7i "
                    + (T + 1)
                    + "\nother,k=longer,j=1 f=3 "
                    + T))
        .isEqualTo("204");
    assertThat(rows("SELECT f, s, g, k, j FROM `other` ORDER BY f"))
        .containsExactly(
            "1.0|null|null|v|null", "2.0|longer than four|7|v|null", "3.0|null|null|longer|1");
    assertThat(rows("SELECT COUNT(*) FROM `t_" + md5("other,k=v") + "`")).containsExactly("2");
  }

  @Test
  void linesAreRefusedWhereATagIsVarchar() throws Exception {
    sql.execute("CREATE STABLE `other` (`_ts` TIMESTAMP, `f` DOUBLE) TAGS (`k` VARCHAR(8))");
    assertThat(write("&precision=ns", "other,k=v f=2 " + T)).startsWith("500").contains("3002");
  }

  private static String md5(String text) throws Exception {
    byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }
}
