package io.github.influx2tdengine.sink.write;

import com.taosdata.jdbc.common.ColumnInfo;
import com.taosdata.jdbc.common.SerializeBlock;
import com.taosdata.jdbc.common.TableInfo;
import io.github.influx2tdengine.benchmark.CpuBlocks;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.sink.batch.ColumnData;
import io.github.influx2tdengine.sink.batch.Insert;
import io.github.influx2tdengine.sink.batch.Pending;
import io.github.influx2tdengine.sink.batch.RowRules;
import io.github.influx2tdengine.sink.batch.SubtableRows;
import io.github.influx2tdengine.sink.batch.TableBatch;
import io.github.influx2tdengine.sink.name.SubtableNames;
import io.github.influx2tdengine.sink.schema.Precision;
import io.github.influx2tdengine.sink.schema.TableColumn;
import io.github.influx2tdengine.sink.schema.TableModel;
import io.github.influx2tdengine.sink.schema.TablePlanner;
import io.github.influx2tdengine.sink.schema.TdType;
import io.github.influx2tdengine.sink.schema.TypeConflict;
import io.github.influx2tdengine.testkit.data.TsbsCpu;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Binding an insert of 100 subtables with 100 rows each: the sink's message and, of the same
 * values, the driver's. The driver takes lists of objects; what making those costs is told apart.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(BindBenchmark.SUBTABLES * BindBenchmark.ROWS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BindBenchmark {
  static final int SUBTABLES = 100;
  static final int ROWS = 100;

  private static final long REQUEST = 7;
  private static final long STATEMENT = 9;
  private static final int NANOSECONDS = 2;

  private Insert insert;
  private List<Byte> tagTypes;
  private List<Byte> columnTypes;
  private LinkedHashMap<ByteBuffer, TableInfo> objects;

  @Setup
  public void prepare() throws SQLException {
    insert = insert(CpuBlocks.of(SUBTABLES, ROWS));
    tagTypes = types(insert.tags());
    columnTypes = types(insert.columns());
    objects = objects();
    // Twice, since the driver keeps sizes in the objects.
    for (int i = 0; i < 2; i++) {
      if (!Arrays.equals(bytes(ours()), bytes(theirs(objects)))) {
        throw new IllegalStateException("the driver makes other bytes of the same values");
      }
    }
  }

  private static Insert insert(List<SeriesBlock> blocks) {
    String measurement = TsbsCpu.MEASUREMENT;
    SubtableNames names = SubtableNames.endpoint();
    List<Pending> pending = new ArrayList<>();
    for (SeriesBlock block : blocks) {
      String subtable = names.of(measurement, block.series());
      pending.add(new Pending(block, measurement, subtable, () -> false, 0));
    }
    TablePlanner planner = new TablePlanner(TypeConflict.COLUMN, TdType.VARCHAR);
    TableBatch batch = new TableBatch(pending, planner);
    TableModel table =
        planner.plan(
            TablePlanner.empty(measurement, measurement, "_ts"),
            measurement,
            batch.needs(new TableBatch.RouteCache(null, planner)));
    TableBatch.Result result =
        batch.build(
            new TableBatch.RouteCache(table, planner),
            new RowRules(Precision.NS, 0, Long.MAX_VALUE - 1, false, false));
    Insert insert = result.inserts().get(0);
    if (insert.rows() != SUBTABLES * ROWS) {
      throw new IllegalStateException("an insert of other rows: " + insert.rows());
    }
    return insert;
  }

  private static List<Byte> types(List<TableColumn> columns) {
    return columns.stream().map(column -> BindMessage.number(column.type())).toList();
  }

  /** The insert's values as the driver takes them. */
  private LinkedHashMap<ByteBuffer, TableInfo> objects() {
    LinkedHashMap<ByteBuffer, TableInfo> tables = new LinkedHashMap<>();
    for (SubtableRows subtable : insert.subtables()) {
      List<ColumnInfo> tags = new ArrayList<>();
      for (int i = 0; i < tagTypes.size(); i++) {
        tags.add(new ColumnInfo(i, List.of(utf8((String) subtable.tag(i))), tagTypes.get(i)));
      }
      List<ColumnInfo> columns = new ArrayList<>();
      for (int i = 0; i < columnTypes.size(); i++) {
        columns.add(new ColumnInfo(i, boxed(subtable.columns()[i]), columnTypes.get(i)));
      }
      TableInfo table = TableInfo.getEmptyTableInfo();
      table.setTableName(ByteBuffer.wrap(utf8(subtable.name())));
      table.setTagInfo(tags);
      table.setDataList(columns);
      tables.put(table.getTableName(), table);
    }
    return tables;
  }

  private static List<Object> boxed(ColumnData column) {
    List<Object> values = new ArrayList<>(column.rows());
    boolean time = column.type() == TdType.TIMESTAMP;
    for (long bits : column.bits()) {
      if (time) {
        values.add(bits);
      } else {
        values.add(Double.longBitsToDouble(bits));
      }
    }
    return values;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private ByteBuf ours() {
    return BindMessage.of(insert, tagTypes, columnTypes, REQUEST, STATEMENT);
  }

  private ByteBuf theirs(LinkedHashMap<ByteBuffer, TableInfo> tables) throws SQLException {
    return SerializeBlock.getStmt2BindBlock(
        REQUEST, STATEMENT, tables, 0, tagTypes.size(), columnTypes.size(), NANOSECONDS);
  }

  private static byte[] bytes(ByteBuf message) {
    try {
      return ByteBufUtil.getBytes(message);
    } finally {
      message.release();
    }
  }

  private static int length(ByteBuf message) {
    int length = message.readableBytes();
    message.release();
    return length;
  }

  @Benchmark
  public int sink() {
    return length(ours());
  }

  @Benchmark
  public int driver() throws SQLException {
    return length(theirs(objects));
  }

  @Benchmark
  public int driverWithBoxing() throws SQLException {
    return length(theirs(objects()));
  }
}
