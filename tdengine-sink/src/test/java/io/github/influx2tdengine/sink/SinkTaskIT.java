package io.github.influx2tdengine.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.sink.config.SinkConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SinkTaskIT {
  private static Harness sink() {
    return new Harness(TestTdengine.jdbcUrl());
  }

  private static List<String> row(String... values) {
    return Arrays.asList(values);
  }

  @Test
  void everyTypeArrivesUnchanged() {
    try (Harness sink = sink().start()) {
      sink.lines(
          "all,host=a,dc=Köln f=1.5,i=-9223372036854775808i,u=18446744073709551615u,b=true,"
              + "s=\"ß \\\"x\\\"\" 1600000000000000001",
          "all,host=a,dc=Köln f=2.5 1600000000000000002");
      assertThat(
              sink.query(
                  "SELECT CAST(_ts AS BIGINT), f, i, u, b, s, `host`, dc FROM `all` ORDER BY _ts"))
          .containsExactly(
              row(
                  "1600000000000000001",
                  "1.5",
                  "-9223372036854775808",
                  "18446744073709551615",
                  "true",
                  "ß \"x\"",
                  "a",
                  "Köln"),
              row("1600000000000000002", "2.5", null, null, null, null, "a", "Köln"));
      assertThat(sink.describe("all"))
          .containsExactly(
              "_ts TIMESTAMP 8 ",
              "f DOUBLE 8 ",
              "i BIGINT 8 ",
              "u BIGINT UNSIGNED 8 ",
              "b BOOL 1 ",
              "s VARCHAR 8 ",
              "dc NCHAR 8 TAG",
              "host NCHAR 8 TAG");
    }
  }

  @Test
  void blocksOfManySeriesArriveWhole() {
    try (Harness sink = sink().start()) {
      for (int series = 0; series < 20; series++) {
        SeriesBlock.Builder block =
            new SeriesBlock.Builder(new SeriesKey("cpu", Tags.of("host", "h" + series)));
        for (int row = 0; row < 1000; row++) {
          block.row(1_600_000_000_000_000_000L + row * 1_000_000_000L);
          for (int f = 0; f < 10; f++) {
            block.set("f" + f, row + f * 0.5);
          }
        }
        sink.task.put(List.of(sink.block(block.build())));
      }
      sink.awaitCommitted();
      // 20 series of 0..999, each value 4.5 higher.
      assertThat(sink.query("SELECT COUNT(*), SUM(f9) FROM cpu"))
          .containsExactly(row("20000", "1.008E7"));
      assertThat(sink.query("SELECT DISTINCT tbname FROM cpu")).hasSize(20);
    }
  }

  @Test
  void anOmittedFieldKeepsItsValueAndTheLaterRecordWinsPerField() {
    try (Harness sink = sink().start()) {
      sink.lines("m,t=1 a=1,b=1 1000", "m,t=1 a=2 1000", "m,t=1 c=3 1000", "m,t=1 a=9 2000");
      assertThat(sink.query("SELECT CAST(_ts AS BIGINT), a, b, c FROM m ORDER BY _ts"))
          .containsExactly(row("1000", "2.0", "1.0", "3.0"), row("2000", "9.0", null, null));
      sink.lines("m,t=1 b=5 1000");
      assertThat(sink.query("SELECT CAST(_ts AS BIGINT), a, b, c FROM m ORDER BY _ts LIMIT 1"))
          .containsExactly(row("1000", "2.0", "5.0", "3.0"));
    }
  }

  @Test
  void deliveredAgainInAnotherOrderLeavesTheSameRows() {
    try (Harness sink = sink().start()) {
      sink.lines("m,t=1 a=1 1000", "m,t=1 a=2 2000", "m,t=1 a=3 3000");
      sink.lines("m,t=1 a=3 3000", "m,t=1 a=1 1000", "m,t=1 a=2 2000", "m,t=1 a=2 2000");
      assertThat(sink.query("SELECT CAST(_ts AS BIGINT), a FROM m ORDER BY _ts"))
          .containsExactly(row("1000", "1.0"), row("2000", "2.0"), row("3000", "3.0"));
    }
  }

  @Test
  void columnsAndTagsAreAddedAndTextWidened() {
    try (Harness sink = sink().start()) {
      sink.lines("m,t=1 s=\"x\" 1");
      sink.lines("m,t=" + "ö".repeat(100) + ",u=2 s=\"" + "ß".repeat(500) + "\",n=1i 2");
      assertThat(sink.describe("m"))
          .containsExactly(
              "_ts TIMESTAMP 8 ",
              "s VARCHAR 1024 ",
              "n BIGINT 8 ",
              "t NCHAR 128 TAG",
              "u NCHAR 8 TAG");
      assertThat(sink.query("SELECT s, t, u, n FROM m ORDER BY _ts"))
          .containsExactly(
              row("x", "1", null, null), row("ß".repeat(500), "ö".repeat(100), "2", "1"));
    }
  }

  @Test
  void eachFurtherTypeOfAFieldGetsAColumnAndTakesItsSiblingsPlace() {
    try (Harness sink = sink().start()) {
      sink.lines("m,t=1 f=1.5 1", "m,t=1 f=2i 2", "m,t=1 f=\"three\" 3", "m,t=1 f=true 4");
      sink.lines("m,t=1 f=10i 1", "m,t=1 f=7u 2");
      assertThat(
              sink.query(
                  "SELECT f, f_integer, f_unsigned, f_string, f_boolean FROM m ORDER BY _ts"))
          .containsExactly(
              row(null, "10", null, null, null),
              row(null, null, "7", null, null),
              row(null, null, null, "three", null),
              row(null, null, null, null, "true"));
    }
  }

  @Test
  void aRealFieldNamedLikeAGeneratedOneIsNeverMerged() {
    try (Harness sink = sink().start()) {
      sink.lines("m,t=1 f=1.5,f_integer=5i 1");
      sink.lines("m,t=1 f=2i 2");
      sink.lines("n,t=1 f=1.5 1");
      sink.lines("n,t=1 f=2i 2");
      sink.lines("n,t=1 f_integer=5i 3");
      // 90a2ecb9 begins the md5 of "f_integer".
      assertThat(sink.query("SELECT f, f_integer, f_integer_90a2ecb9 FROM m ORDER BY _ts"))
          .containsExactly(row("1.5", "5", null), row(null, null, "2"));
      assertThat(sink.query("SELECT f, f_integer, f_integer_ FROM n ORDER BY _ts"))
          .containsExactly(row("1.5", null, null), row(null, "2", null), row(null, null, "5"));
    }
  }

  @Test
  void namesMeet() {
    try (Harness sink = sink().start()) {
      sink.lines("m,x=1,tbname=2,_ts=3 x=5,tbname=6,_ts=7 1");
      assertThat(
              sink.query("SELECT x, `tbname_`, `_ts_`, `x_tag`, `tbname__tag`, `_ts__tag` FROM m"))
          .containsExactly(row("5.0", "6.0", "7.0", "1", "2", "3"));
    }
  }

  @Test
  void aSecondMeasurementThatWouldMeetTheFirstIsRefused() {
    try (Harness sink = sink().start()) {
      sink.lines("a.b,t=1 v=1 1");
      sink.lines("a_b,t=1 v=2 1");
      assertThat(sink.query("SELECT v FROM a_b")).containsExactly(row("1.0"));
      assertThat(sink.context.deadLetters).hasSize(1);
      assertThat(sink.context.deadLetters.get(0).value()).isEqualTo("a_b,t=1 v=2.0 1");
      assertThat(sink.context.errors.get(0)).hasMessageContaining("supertable.names=a_b:");
    }
  }

  @Test
  void twoSeriesThatGetOneSubtableAreNeverMerged() {
    try (Harness sink = sink().with(SinkConfig.SUBTABLE_NAME, "m_{tag.host}").start()) {
      sink.lines("m,host=A'b,dc=1 v=1 1", "m,host=c v=5 1");
      sink.lines("m,host=A'b,dc=2 v=2 1", "m,host=A'b,dc=1 v=3 2");
      assertThat(sink.query("SELECT v, dc, tbname FROM m ORDER BY v"))
          .containsExactly(
              row("1.0", "1", "m_A'b"), row("3.0", "1", "m_A'b"), row("5.0", null, "m_c"));
      assertThat(sink.context.deadLetters)
          .extracting(SinkRecord::value)
          .containsExactly("m,dc=2,host=A'b v=2.0 1");
    }
  }

  /** {a=1, b=4} and {a=2, b=1} have one hash code in Java. */
  @Test
  void tagSetsWithOneHashCodeAreNeverMergedEither() {
    try (Harness sink = sink().with(SinkConfig.SUBTABLE_NAME, "all_{measurement}").start()) {
      sink.lines("m,a=1,b=4 v=1 1");
      sink.lines("m,a=2,b=1 v=2 2", "m,a=1,b=4 v=3 3");
      assertThat(sink.query("SELECT v, a, b FROM m ORDER BY v"))
          .containsExactly(row("1.0", "1", "4"), row("3.0", "1", "4"));
      assertThat(sink.context.deadLetters)
          .extracting(SinkRecord::value)
          .containsExactly("m,a=2,b=1 v=2.0 2");
    }
  }

  @Test
  void aDeadLetterSentAgainAfterTheCauseIsMendedIsWritten() {
    try (Harness sink = sink().start()) {
      sink.execute("CREATE STABLE `" + sink.database + "`.m (ts TIMESTAMP, v BIGINT) TAGS (t INT)");
      SeriesBlock.Builder block = new SeriesBlock.Builder(new SeriesKey("m", Tags.of("t", "x")));
      block.row(1).set("v", 5L);
      sink.write(sink.line("m,t=x v=1i 1"), sink.block(block.build()));
      assertThat(sink.context.deadLetters).hasSize(2);
      sink.execute("DROP STABLE `" + sink.database + "`.m");
      Awaitility.await()
          .atMost(Duration.ofMinutes(5))
          .until(
              () -> {
                List<SinkRecord> letters = List.copyOf(sink.context.deadLetters);
                sink.context.deadLetters.clear();
                for (SinkRecord letter : letters) {
                  sink.write(sink.record(letter.valueSchema(), letter.value()));
                }
                return sink.context.deadLetters.isEmpty();
              });
      assertThat(sink.query("SELECT v, t FROM m")).containsExactly(row("5", "x"));
    }
  }

  @Test
  void tablesMadeByOthersAreAdopted() {
    try (Harness sink = sink().start()) {
      sink.execute(
          "CREATE STABLE `"
              + sink.database
              + "`.m (ts TIMESTAMP, f FLOAT, i INT, s NCHAR(3)) TAGS (t VARCHAR(2), n INT)");
      sink.lines(
          "m,t=ab,n=7 f=1.5,i=5i,s=\"x\" 1", "m,t=abcdef,n=7 f=0.1,i=5000000000i,s=\"xöxxx\" 2");
      assertThat(sink.query("SELECT f, f_float, i, i_integer, s, t, n FROM m ORDER BY ts"))
          .containsExactly(
              row("1.5", null, "5", null, "x", "ab", "7"),
              row(null, "0.1", null, "5000000000", "xöxxx", "abcdef", "7"));
    }
  }

  @Test
  void sqlInNamesAndValuesStaysText() {
    try (Harness sink = sink().start()) {
      String nasty = "a`b'c\"d;DROP DATABASE x--%?";
      SeriesBlock.Builder block =
          new SeriesBlock.Builder(new SeriesKey(nasty, Tags.of(nasty + "t", nasty)));
      block.row(1).set(nasty, nasty).set(nasty + "2", 1L);
      sink.write(sink.block(block.build()));
      assertThat(sink.context.deadLetters).isEmpty();
      String quoted = "`" + nasty.replace("`", "``");
      assertThat(sink.query("SELECT " + quoted + "`, " + quoted + "t` FROM " + quoted + "`"))
          .containsExactly(row(nasty, nasty));
    }
  }

  @Test
  void aTagAddedLaterMakesNoSeriesAnother() {
    try (Harness sink = sink().with(SinkConfig.SUBTABLE_NAME, "m_{tag.host}").start()) {
      sink.lines("m,host=a v=1 1");
      sink.lines("m,host=b,new=x v=2 1", "m,host=a v=3 2");
      assertThat(sink.query("SELECT v FROM m ORDER BY v"))
          .containsExactly(row("1.0"), row("2.0"), row("3.0"));
      assertThat(sink.context.deadLetters).isEmpty();
    }
  }

  @Test
  void keepRaisedMeanwhileIsNoticedBeforeARowIsRefused() {
    long old = System.currentTimeMillis() - Duration.ofDays(400).toMillis();
    try (Harness sink = sink().with(SinkConfig.DATABASE_OPTIONS, "KEEP 365 VGROUPS 1").start()) {
      sink.lines("m,t=1 v=1 " + old + "000000");
      assertThat(sink.context.deadLetters).hasSize(1);
      sink.execute("ALTER DATABASE `" + sink.database + "` KEEP 3650");
      Awaitility.await()
          .atMost(Duration.ofMinutes(5))
          .until(
              () -> {
                sink.context.deadLetters.clear();
                sink.lines("m,t=1 v=1 " + old + "000000");
                return sink.context.deadLetters.isEmpty();
              });
      assertThat(sink.query("SELECT v FROM m")).containsExactly(row("1.0"));
    }
  }

  @Test
  void expiredRowsAreCountedAndSkippedWhereToldSo() {
    try (Harness sink =
        sink()
            .with(SinkConfig.DATABASE_OPTIONS, "KEEP 3650 VGROUPS 1")
            .with(SinkConfig.EXPIRED, "skip")
            .start()) {
      sink.lines("m,t=1 v=1 1", "m,t=1 v=2 " + System.currentTimeMillis() + "000000");
      assertThat(sink.query("SELECT v FROM m")).containsExactly(row("2.0"));
      assertThat(sink.context.deadLetters).isEmpty();
    }
  }

  @Test
  void aBadRowCostsNoOther() {
    try (Harness sink = sink().start()) {
      StringBuilder lines = new StringBuilder();
      for (int i = 1; i <= 1000; i++) {
        lines.append(i == 500 ? "not a line\n" : "m,t=1 v=" + i + ",s=\"ok\" " + i + "\n");
      }
      lines.append("m,t=1 v=5 9223372036854775806\n");
      lines.append("m,t=1 s=\"").append("x".repeat(70_000)).append("\" 5000\n");
      sink.lines(lines.toString());
      assertThat(sink.query("SELECT COUNT(*) FROM m")).containsExactly(row("999"));
      assertThat(sink.context.deadLetters)
          .extracting(record -> record.headers().lastWithName("influx2tdengine.reason").value())
          .containsExactlyInAnyOrder("format", "time", "text");
    }
  }

  @Test
  void aRowThatFitsNoTableIsRefusedThoughThereIsNoTableYet() {
    try (Harness sink = sink().start()) {
      sink.lines("m,t=1 s=\"" + "x".repeat(70_000) + "\" 1\n");
      assertThat(sink.context.deadLetters)
          .extracting(record -> record.headers().lastWithName("influx2tdengine.reason").value())
          .containsExactly("text");
      assertThat(sink.exists("m")).isFalse();
      sink.lines("m,t=1 v=1 2\n");
      assertThat(sink.query("SELECT COUNT(*) FROM m")).containsExactly(row("1"));
    }
  }

  @Test
  void withoutADeadLetterTopicTheTaskFailsAndSaysWhere() {
    try (Harness sink = sink()) {
      sink.context.tolerant = false;
      sink.start();
      sink.task.put(List.of(sink.line("m,t=1 v=1 1"), sink.line("m,t=1 v=1 9223372036854775806")));
      assertThatThrownBy(sink::awaitCommitted)
          .hasMessageContaining("topic 'influx.test' partition 0 offset 1")
          .hasMessageContaining("table 'm'")
          .hasMessageContaining("column '_ts'");
      assertThat(sink.committed()).isEqualTo(1);
    }
  }

  @Test
  void aTailIsWrittenWithoutFurtherRecords() {
    try (Harness sink = sink().start()) {
      sink.task.put(List.of(sink.line("m,t=1 v=1 1")));
      assertThat(sink.context.timeoutMs).isBetween(1L, 200L);
      Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> sink.exists("m"));
      Awaitility.await()
          .atMost(Duration.ofMinutes(5))
          .until(
              () -> {
                sink.task.put(List.of());
                return sink.context.commitRequested;
              });
      assertThat(sink.committed()).isEqualTo(1);
    }
  }

  @Test
  void theEndpointContinuesInTheSameSubtables() throws Exception {
    String rest = TestTdengine.restUrl();
    String[] series = {
      "cpu,a=x\\ y,b=2",
      "disk_io,z=1",
      "nt",
      "es\\,c,k=1",
      "sp\\ ace,k=1",
      "a.b,t=1",
      "Mixed,Tag=Köln,tag=ß",
      "host,zz=1,aa=2,bb=3,ü=4",
      "quo`te,t=\"x\"",
      "back\\slash,t=1",
    };
    try (Harness sink = sink().start()) {
      List<String> ours = new ArrayList<>();
      StringBuilder theirs = new StringBuilder();
      for (String key : series) {
        ours.add(key + " vf=1,vi=1i,vb=true,vs=\"one\" 1000");
        theirs.append(key).append(" vf=2,vi=2i,vb=false,vs=\"two and more\" 2000\n");
      }
      sink.lines(ours.toArray(new String[0]));
      List<List<String>> before = sink.query("SHOW TABLES");
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create(rest + "/influxdb/v1/write?precision=ns&db=" + sink.database))
                      .header("Authorization", "Basic cm9vdDp0YW9zZGF0YQ==")
                      .POST(HttpRequest.BodyPublishers.ofString(theirs.toString()))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assumeTrue(response.statusCode() != 404, "this server has no line-protocol endpoint");
      assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
      assertThat(sink.query("SHOW TABLES")).containsExactlyInAnyOrderElementsOf(before);
      for (List<String> table : before) {
        assertThat(sink.query("SELECT vf, vi, vb, vs FROM `" + table.get(0) + "` ORDER BY _ts"))
            .as(table.get(0))
            .containsExactly(
                row("1.0", "1", "true", "one"), row("2.0", "2", "false", "two and more"));
      }
    }
  }
}
