package io.github.influx2tdengine.sink.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.taosdata.jdbc.common.ColumnInfo;
import com.taosdata.jdbc.common.SerializeBlock;
import com.taosdata.jdbc.common.TableInfo;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.sink.batch.Insert;
import io.github.influx2tdengine.sink.batch.Pending;
import io.github.influx2tdengine.sink.batch.RowRules;
import io.github.influx2tdengine.sink.batch.TableBatch;
import io.github.influx2tdengine.sink.schema.Precision;
import io.github.influx2tdengine.sink.schema.TableColumn;
import io.github.influx2tdengine.sink.schema.TableComment;
import io.github.influx2tdengine.sink.schema.TableModel;
import io.github.influx2tdengine.sink.schema.TablePlanner;
import io.github.influx2tdengine.sink.schema.TdType;
import io.github.influx2tdengine.sink.schema.TypeConflict;
import io.netty.buffer.ByteBuf;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes are those that the driver makes of the same values, given to it as objects. */
class BindMessageTest {
  private static final List<TdType> TYPES =
      List.of(
          TdType.TINYINT,
          TdType.SMALLINT,
          TdType.INT,
          TdType.BIGINT,
          TdType.UTINYINT,
          TdType.USMALLINT,
          TdType.UINT,
          TdType.UBIGINT,
          TdType.FLOAT,
          TdType.DOUBLE,
          TdType.BOOL,
          TdType.VARCHAR,
          TdType.NCHAR);

  private final TablePlanner planner = new TablePlanner(TypeConflict.COLUMN, TdType.VARCHAR);
  private final TableModel table = new TableModel("m", columns(), tags(), TableComment.of("m"));

  private static List<TableColumn> columns() {
    List<TableColumn> columns = new ArrayList<>();
    columns.add(new TableColumn("_ts", TdType.TIMESTAMP, 8));
    TYPES.forEach(type -> columns.add(new TableColumn(name(type), type, 32)));
    return columns;
  }

  private static List<TableColumn> tags() {
    List<TableColumn> tags = new ArrayList<>();
    tags.add(new TableColumn("none", TdType.NCHAR, 8));
    TYPES.forEach(type -> tags.add(new TableColumn("t" + name(type), type, 32)));
    return tags;
  }

  private static String name(TdType type) {
    return type.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static SeriesBlock block(String text) {
    SeriesBlock.Builder block =
        new SeriesBlock.Builder(
            new SeriesKey(
                "m",
                Tags.of(
                    "ttinyint", "-128",
                    "tsmallint", "-32768",
                    "tint", "-7",
                    "tbigint", "9223372036854775807",
                    "tutinyint", "255",
                    "tusmallint", "65535",
                    "tuint", "4294967295",
                    "tubigint", "18446744073709551615",
                    "tfloat", "1.5",
                    "tdouble", "-0.1",
                    "tbool", "true",
                    "tvarchar", text,
                    "tnchar", "漢字" + text)));
    for (int row = 0; row < 3; row++) {
      block.row(1_000L + row);
      block.set("tinyint", (long) -row).set("smallint", -300L * row).set("int", -70_000L * row);
      block.set("bigint", Long.MIN_VALUE + row);
      block.setUnsigned("utinyint", 255 - row).setUnsigned("usmallint", 65_535 - row);
      block.setUnsigned("uint", 4_294_967_295L - row).setUnsigned("ubigint", -1L - row);
      block.set("float", 0.5 * row).set("double", row == 0 ? -0.0 : 1e300 / row);
      block
          .set("bool", row == 1)
          .set("varchar", text + row)
          .set("nchar", row == 2 ? "" : "😀" + row);
    }
    return block.build();
  }

  private static TableInfo expected(String subtable, String text) {
    List<List<Object>> tags = new ArrayList<>();
    tags.add(Arrays.asList((Object) null));
    for (Object tag :
        new Object[] {
          (byte) -128,
          (short) -32768,
          -7,
          Long.MAX_VALUE,
          (short) 255,
          65_535,
          4_294_967_295L,
          new BigInteger("18446744073709551615"),
          1.5f,
          -0.1,
          true,
          utf8(text),
          utf8("漢字" + text)
        }) {
      tags.add(List.of(tag));
    }
    List<List<Object>> values = new ArrayList<>();
    values.add(List.of(1_000L, 1_001L, 1_002L));
    values.add(List.of((byte) 0, (byte) -1, (byte) -2));
    values.add(List.of((short) 0, (short) -300, (short) -600));
    values.add(List.of(0, -70_000, -140_000));
    values.add(List.of(Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MIN_VALUE + 2));
    values.add(List.of((short) 255, (short) 254, (short) 253));
    values.add(List.of(65_535, 65_534, 65_533));
    values.add(List.of(4_294_967_295L, 4_294_967_294L, 4_294_967_293L));
    values.add(
        List.of(
            new BigInteger("18446744073709551615"),
            new BigInteger("18446744073709551614"),
            new BigInteger("18446744073709551613")));
    values.add(List.of(0f, 0.5f, 1f));
    values.add(List.of(-0.0, 1e300, 5e299));
    values.add(List.of(false, true, false));
    values.add(List.of(utf8(text + "0"), utf8(text + "1"), utf8(text + "2")));
    values.add(List.of(utf8("😀0"), utf8("😀1"), utf8("")));
    TableInfo info = TableInfo.getEmptyTableInfo();
    info.setTableName(ByteBuffer.wrap(utf8(subtable)));
    info.setTagInfo(infos(tags, types(tags())));
    info.setDataList(infos(values, types(columns())));
    return info;
  }

  private static List<ColumnInfo> infos(List<List<Object>> columns, List<Byte> types) {
    List<ColumnInfo> infos = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      infos.add(new ColumnInfo(i, columns.get(i), types.get(i)));
    }
    return infos;
  }

  private static List<Byte> types(List<TableColumn> columns) {
    return columns.stream().map(column -> BindMessage.number(column.type())).toList();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ByteBuf message) {
    try {
      byte[] bytes = new byte[message.readableBytes()];
      message.readBytes(bytes);
      return bytes;
    } finally {
      message.release();
    }
  }

  private byte[] message(Insert insert) {
    return bytes(BindMessage.of(insert, types(tags()), types(columns()), 7, 9));
  }

  private static byte[] byDriver(TableInfo... subtables) throws Exception {
    LinkedHashMap<ByteBuffer, TableInfo> all = new LinkedHashMap<>();
    for (TableInfo subtable : subtables) {
      all.put(subtable.getTableName(), subtable);
    }
    return bytes(
        SerializeBlock.getStmt2BindBlock(7, 9, all, 0, tags().size(), columns().size(), 2));
  }

  private Insert insert(String... texts) {
    List<Pending> blocks = new ArrayList<>();
    for (String text : texts) {
      blocks.add(new Pending(block(text), "m", "sub " + text, () -> false, 100));
    }
    TableBatch.Result result =
        new TableBatch(blocks, planner)
            .build(
                new TableBatch.RouteCache(table, planner),
                new RowRules(Precision.NS, 0, Long.MAX_VALUE - 1, false, false));
    assertThat(result.refusals()).isEmpty();
    assertThat(result.inserts()).hasSize(1);
    return result.inserts().get(0);
  }

  @Test
  void everyTypeIsWrittenAsTheDriverDoes() throws Exception {
    assertThat(message(insert("ä"))).isEqualTo(byDriver(expected("sub ä", "ä")));
  }

  @Test
  void severalSubtablesAreWrittenAsTheDriverDoes() throws Exception {
    assertThat(message(insert("a", "bcd")))
        .isEqualTo(byDriver(expected("sub a", "a"), expected("sub bcd", "bcd")));
  }

  @Test
  void theHalvesOfAnInsertHaveAllOfItsRows() throws Exception {
    List<Insert> halves = insert("a", "b").halves();
    assertThat(message(halves.get(0))).isEqualTo(byDriver(expected("sub a", "a")));
    assertThat(message(halves.get(1))).isEqualTo(byDriver(expected("sub b", "b")));
  }
}
