package io.github.influx2tdengine.testkit.tdengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.taosdata.jdbc.AbstractConnection;
import com.taosdata.jdbc.enums.SchemalessProtocolType;
import com.taosdata.jdbc.enums.SchemalessTimestampType;
import io.github.influx2tdengine.testkit.tdengine.fault.Fault;
import io.github.influx2tdengine.testkit.tdengine.fault.Operation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only the stand-in does: faults, looking inside, and saying what it does not know. */
class TdengineStandInTest {
  private static final long T = 1_700_000_000_000_000_000L;
  private static final String INSERT =
      "INSERT INTO ? USING `s`(`k`) TAGS(?) (`_ts`,`v`) VALUES(?,?)";

  /**
   * Short, so that a lost answer is noticed within the test (the driver's default is 60 s); long
   * enough for every other answer of a machine that is overloaded.
   */
  private static final String SHORT_WAIT = "&messageWaitTimeout=4000";

  private TdengineStandIn server;
  private Connection connection;
  private Statement sql;

  @BeforeEach
  void start() throws Exception {
    server = TdengineStandIn.start();
    try (Connection first = DriverManager.getConnection(server.jdbcUrl(""));
        Statement ddl = first.createStatement()) {
      ddl.execute("CREATE DATABASE d PRECISION 'ns' KEEP 36500");
    }
    connection = DriverManager.getConnection(server.jdbcUrl("d") + SHORT_WAIT);
    sql = connection.createStatement();
    sql.execute("CREATE STABLE `s` (`_ts` TIMESTAMP, `v` DOUBLE) TAGS (`k` NCHAR(8))");
  }

  @AfterEach
  void stop() throws Exception {
    server.faults().heal();
    connection.close();
    server.close();
  }

  private int insert(String table, Long... times) throws SQLException {
    Double[] values = new Double[times.length];
    Arrays.fill(values, 1.0);
    try (ColumnarInsert insert = new ColumnarInsert(connection, INSERT)) {
      return insert.table(table).tag("k").times(times).doubles(values).add().execute();
    }
  }

  @Test
  void rowsCanBeLookedAtWithoutTheDriver() throws Exception {
    insert("t", T, T + 1);
    insert("t2", T);
    assertThat(server.rowCount("d", "t")).isEqualTo(2);
    assertThat(server.rowCount("d", "missing")).isZero();
    assertThat(server.stableRowCount("d", "s")).isEqualTo(3);
    assertThat(server.query("SELECT `_ts`, `v`, `k` FROM d.t2"))
        .containsExactly(Map.of("_ts", T, "v", 1.0, "k", "k"));
  }

  @Test
  void sqlThatTheStandInDoesNotKnowIsNamed() {
    for (String unknown :
        List.of(
            "CREATE TOPIC x AS SELECT * FROM s",
            "SELECT COUNT(*) FROM s INTERVAL(1d)",
            "SELECT * FROM (SELECT * FROM s)",
            "SELECT PERCENTILE(v, 5) FROM s",
            "GRANT ALL ON d TO x")) {
      assertThatThrownBy(() -> sql.execute(unknown))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("not supported by the stand-in for TDengine");
    }
  }

  @Test
  void theNextExecutionsFailWithTheCodeAskedFor() throws Exception {
    server.faults().failNext(Operation.EXECUTE, 2, 0x0520, "Vnode is closed");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> insert("t", T))
          .isInstanceOf(SQLException.class)
          .hasMessage("(0x520):Vnode is closed");
    }
    assertThat(server.rowCount("d", "t")).isZero();
    assertThat(insert("t", T)).isEqualTo(1);
    assertThat(server.faults().seen(Operation.EXECUTE)).isEqualTo(3);
  }

  @Test
  void theNextBindFailsWithTheCodeAskedForAndLeavesTheStatementUsable() throws Exception {
    server.faults().failNext(Operation.BIND, 1, 0x2318, "timeout");
    try (ColumnarInsert insert = new ColumnarInsert(connection, INSERT)) {
      insert.table("t").tag("k").times(T).doubles(1.0).add();
      assertThatThrownBy(insert::execute).hasMessage("(0x2318):timeout");
      insert.table("t").tag("k").times(T).doubles(1.0).add();
      assertThat(insert.execute()).isEqualTo(1);
    }
  }

  @Test
  void sqlFailsWithTheCodeAskedFor() {
    server.faults().failNext(Operation.QUERY, 1, 0x03D3, "Conflict transaction not completed");
    assertThatThrownBy(() -> sql.execute("CREATE TABLE x (ts TIMESTAMP, v INT)"))
        .isInstanceOf(SQLException.class)
        .satisfies(e -> assertThat(((SQLException) e).getErrorCode()).isEqualTo(0x03D3));
  }

  @Test
  void anExecutionWhoseAnswerIsLostIsDoneAndTheDriverTellsOfNoRows() throws Exception {
    server.faults().next(Operation.EXECUTE, 1, new Fault.LoseAnswer());
    assertThat(insert("t", T, T + 1)).isZero();
    assertThat(server.rowCount("d", "t")).isEqualTo(2);
  }

  @Test
  void aConnectionDroppedAtABindLosesTheRowsAndTheDriverTellsOfNoRows() throws Exception {
    server.faults().next(Operation.BIND, 1, new Fault.Drop());
    ColumnarInsert insert = new ColumnarInsert(connection, INSERT);
    insert.table("t").tag("k").times(T).doubles(1.0).add();
    assertThat(insert.execute()).isZero();
    assertThat(server.rowCount("d", "t")).isZero();
    assertThatThrownBy(() -> sql.executeQuery("SELECT 1")).isInstanceOf(SQLException.class);
  }

  @Test
  void aConnectionDroppedAfterAnExecutionHasWrittenTheRows() throws Exception {
    server.faults().next(Operation.EXECUTE, 1, new Fault.DropAfter());
    ColumnarInsert insert = new ColumnarInsert(connection, INSERT);
    insert.table("t").tag("k").times(T).doubles(1.0).add();
    assertThat(insert.execute()).isZero();
    assertThat(server.rowCount("d", "t")).isEqualTo(1);
  }

  @Test
  void anAnswerCutInTheMiddleOfItsFrameNeverArrives() throws Exception {
    insert("t", T);
    server.faults().next(Operation.FETCH, 1, new Fault.Cut());
    // Never closed: the driver's close fails where the connection is gone.
    Connection cut = DriverManager.getConnection(server.jdbcUrl("d") + SHORT_WAIT);
    ResultSet rows = cut.createStatement().executeQuery("SELECT * FROM s");
    assertThatThrownBy(rows::next).isInstanceOf(SQLException.class);
    try (Connection another = DriverManager.getConnection(server.jdbcUrl("d"));
        Statement again = another.createStatement();
        ResultSet all = again.executeQuery("SELECT * FROM s")) {
      assertThat(all.next()).isTrue();
    }
  }

  @Test
  void anExecutionTellsFewerRowsThanItWrote() throws Exception {
    server.faults().next(Operation.EXECUTE, 1, new Fault.FewerRows(1));
    assertThat(insert("t", T, T + 1, T + 2)).isEqualTo(2);
    assertThat(server.rowCount("d", "t")).isEqualTo(3);
  }

  @Test
  void connectionsAreRefusedUntilTheyAreAcceptedAgainOnTheSamePort() throws Exception {
    server.refuseConnections();
    assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl("d")))
        .isInstanceOf(SQLException.class);
    assertThat(insert("t", T)).as("a connection that is open").isEqualTo(1);
    server.acceptConnections();
    DriverManager.getConnection(server.jdbcUrl("d")).close();
  }

  @Test
  void droppedConnectionsAreGone() throws Exception {
    server.dropConnections();
    assertThatThrownBy(() -> sql.executeQuery("SELECT 1")).isInstanceOf(SQLException.class);
    assertThat(server.connections()).isZero();
  }

  @Test
  void aHangingServerAnswersNothingUntilHealed() throws Exception {
    server.faults().hang();
    assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl("d") + SHORT_WAIT).close())
        .isInstanceOf(SQLException.class);
    server.faults().heal();
    DriverManager.getConnection(server.jdbcUrl("d")).close();
  }

  @Test
  void aSlowServerTakesItsTime() throws Exception {
    server.faults().slow(Duration.ofMillis(60));
    long start = System.nanoTime();
    assertThat(insert("t", T)).isEqualTo(1);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("prepare, bind, execute")
        .isGreaterThanOrEqualTo(Duration.ofMillis(180));
  }

  @Test
  void twoWritersOfOneStableLoseNothing() throws Exception {
    int batches = 50;
    List<Callable<Integer>> writers = new ArrayList<>();
    for (int writer = 0; writer < 2; writer++) {
      String own = "w" + writer;
      writers.add(
          () -> {
            int written = 0;
            try (Connection mine = DriverManager.getConnection(server.jdbcUrl("d"));
                ColumnarInsert insert = new ColumnarInsert(mine, INSERT)) {
              for (long batch = 0; batch < batches; batch++) {
                insert.table(own).tag("k").times(T + 2 * batch, T + 2 * batch + 1);
                insert.doubles(1.0, 2.0).add();
                insert.table("shared").tag("k").times(T + batch).doubles(1.0).add();
                written += insert.execute();
              }
            }
            return written;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (Future<Integer> written : threads.invokeAll(writers)) {
        assertThat(written.get()).isEqualTo(3 * batches);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(server.stableRowCount("d", "s")).isEqualTo(5 * batches);
  }

  private HttpResponse<String> post(String path, String login, String body) throws Exception {
    String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(server.restUrl() + path))
                .header("Authorization", "Basic " + basic)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void sqlOverHttpAnswersAsJson() throws Exception {
    insert("t", T);
    assertThat(post("/rest/sql/d", "root:taosdata", "SELECT * FROM s").body())
        .isEqualTo(
            "{\"code\":0,\"column_meta\":[[\"_ts\",\"TIMESTAMP\",8],[\"v\",\"DOUBLE\",8],"
                + "[\"k\",\"NCHAR\",8]],\"data\":[[\"2023-11-14T22:13:20.000000000Z\",1,\"k\"]],"
                + "\"rows\":1}");
    assertThat(post("/rest/sql", "root:taosdata", "SELECT * FROM d.missing").body())
        .isEqualTo("{\"code\":9731,\"desc\":\"Table does not exist\"}");
    assertThat(post("/rest/sql", "root:wrong", "SELECT 1").body())
        .isEqualTo("{\"code\":855,\"desc\":\"Authentication failure\"}");
  }

  @Test
  void linesComeInThroughTheDriverToo() throws Exception {
    connection
        .unwrap(AbstractConnection.class)
        .writeRaw(
            "m,k=v f=1.5 " + T,
            SchemalessProtocolType.LINE,
            SchemalessTimestampType.NANO_SECONDS,
            null,
            null);
    assertThat(server.query("SELECT f, k FROM d.m")).containsExactly(Map.of("f", 1.5, "k", "v"));
  }
}
