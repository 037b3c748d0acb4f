package io.github.influx2tdengine.testkit.tdengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * What this project relies on of TDengine, claim by claim, against the server at {@code
 * TDENGINE_URL} (a JDBC URL with user and password) or else the stand-in. A claim that holds for
 * only one of the two is a bug in the stand-in.
 */
abstract class TdengineContract {
  /** 2023-11-14T22:13:20Z. */
  static final long T = 1_700_000_000_000_000_000L;

  private static final Pattern URL_PARTS = Pattern.compile("jdbc:TAOS-WS://([^/?]+)/[^?]*(\\?.*)?");
  static final String DATABASE = "tdcontract_" + ProcessHandle.current().pid();
  private static final Pattern CODE = Pattern.compile("0x([0-9a-f]+)");

  /** Used where all columns are bound; {@code cpu} is made anew for every test. */
  static final String INSERT_A =
      "INSERT INTO ? USING `cpu`(`host`) TAGS(?) (`_ts`,`a`) VALUES(?,?)";

  private static Optional<TdengineStandIn> standIn = Optional.empty();
  static String authority;
  static String parameters;

  Connection connection;
  Statement sql;

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
      define(sql, "DROP DATABASE IF EXISTS " + DATABASE);
      // Two vgroups, so that what one refuses and the other takes can be told apart.
      define(sql, "CREATE DATABASE " + DATABASE + " PRECISION 'ns' KEEP 36500 VGROUPS 2");
    }
  }

  @AfterAll
  static void clean() throws Exception {
    try (Connection connection = connect("");
        Statement sql = connection.createStatement()) {
      define(sql, "DROP DATABASE IF EXISTS " + DATABASE);
    }
    standIn.ifPresent(TdengineStandIn::close);
  }

  @BeforeEach
  void open() throws Exception {
    connection = connect(DATABASE);
    sql = connection.createStatement();
    define(
        "CREATE STABLE `cpu` (`_ts` TIMESTAMP, `a` DOUBLE, `b` DOUBLE, `n` BIGINT,"
            + " `u` BIGINT UNSIGNED, `ok` BOOL, `text` VARCHAR(16)) TAGS (`host` NCHAR(8))");
  }

  @AfterEach
  void close() throws Exception {
    define("DROP STABLE IF EXISTS `cpu`");
    define("DROP STABLE IF EXISTS `other`");
    connection.close();
  }

  static Connection connect(String database) throws SQLException {
    return DriverManager.getConnection("jdbc:TAOS-WS://" + authority + "/" + database + parameters);
  }

  /**
   * For what is made ready: it may meet a transaction of the server's own, not done yet: 0x03D3.
   */
  static void define(Statement sql, String statement) {
    await()
        .atMost(Duration.ofMinutes(3))
        .ignoreExceptionsMatching(e -> e instanceof SQLException && code(e) == 0x03D3)
        .until(
            () -> {
              sql.execute(statement);
              return true;
            });
  }

  void define(String statement) {
    define(sql, statement);
  }

  ColumnarInsert insert(String statement) throws SQLException {
    return new ColumnarInsert(connection, statement);
  }

  List<String> rows(String query) throws SQLException {
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
  static int code(Throwable error) {
    if (error instanceof SQLException sqlError && sqlError.getErrorCode() != 0) {
      return sqlError.getErrorCode();
    }
    Matcher matcher = CODE.matcher(String.valueOf(error.getMessage()));
    return matcher.find() ? Integer.parseInt(matcher.group(1), 16) : 0;
  }

  static void assertCode(int expected, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOf(SQLException.class)
        .satisfies(
            error ->
                assertThat(Integer.toHexString(code(error)))
                    .as("code of: %s", error.getMessage())
                    .isEqualTo(Integer.toHexString(expected)));
  }

  /** An error of a prepared statement: vendor code 0, the code and this text in the message. */
  static void assertStatementError(int expected, String text, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOf(SQLException.class)
        .satisfies(error -> assertThat(((SQLException) error).getErrorCode()).isZero())
        .hasMessage("(0x" + Integer.toHexString(expected) + "):" + text);
  }

  void assertSqlError(int expected, String text, String statement) {
    assertThatThrownBy(() -> sql.execute(statement))
        .as(statement)
        .isInstanceOf(SQLException.class)
        .satisfies(error -> assertThat(((SQLException) error).getErrorCode()).isEqualTo(expected))
        .hasMessage("TDengine ERROR (0x" + Integer.toHexString(expected) + "): " + text);
  }

  static long nanos(String instant) {
    return TimeUnit.SECONDS.toNanos(Instant.parse(instant).getEpochSecond());
  }
}
