package io.github.influx2tdengine.testkit.tdengine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** TDengine's own endpoint for line protocol. */
class LineProtocolContractIT extends TdengineContract {
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
    define("CREATE STABLE `other` (`_ts` TIMESTAMP, `f` DOUBLE) TAGS (`k` VARCHAR(8))");
    assertThat(write("&precision=ns", "other,k=v f=2 " + T)).startsWith("500").contains("3002");
  }

  private static String md5(String text) throws Exception {
    byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }
}
