package io.github.influx2tdengine.testkit.tdengine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubtableTest {
  private static final Field TIME = new Field(0, "_ts", DataType.TIMESTAMP, 0);
  private static final List<Field> FIELDS =
      List.of(
          new Field(1, "a", DataType.BIGINT, 0),
          new Field(2, "b", DataType.DOUBLE, 0),
          new Field(3, "text", DataType.VARCHAR, 8));

  /** Random batches of column subsets, in any order of time, against maps of maps. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void rowsAreThoseOfAModelOfMaps(long seed) {
    Random random = new Random(seed);
    Stable stable =
        new Stable(
            "s",
            false,
            List.of(TIME, FIELDS.get(0), FIELDS.get(1), FIELDS.get(2)),
            List.of(new Field(0, "k", DataType.NCHAR, 4)),
            Optional.empty(),
            1);
    Subtable table = new Subtable("t", stable, List.of(), 2);
    TreeMap<Long, Map<Integer, Object>> model = new TreeMap<>();
    for (int batch = 0; batch < 200; batch++) {
      if (random.nextInt(20) == 0) {
        long from = random.nextInt(500);
        long to = from + random.nextInt(50);
        assertThat(table.delete(from, to)).isEqualTo(model.subMap(from, true, to, true).size());
        model.subMap(from, true, to, true).clear();
      } else {
        write(random, table, model, batch);
      }
    }
    assertSame(table.snapshot(), model);
  }

  private static void write(
      Random random, Subtable table, TreeMap<Long, Map<Integer, Object>> model, int batch) {
    List<Field> bound = FIELDS.stream().filter(field -> random.nextInt(3) > 0).toList();
    int rows = 1 + random.nextInt(30);
    // Half of the batches append, as most writers do; the others fall anywhere.
    boolean append = random.nextBoolean();
    long[] times = new long[rows];
    List<Column> columns = new ArrayList<>();
    bound.forEach(field -> columns.add(Column.of(field.type(), 0)));
    Map<Long, Map<Integer, Object>> merged = new HashMap<>();
    for (int row = 0; row < rows; row++) {
      times[row] = append ? 1_000L * batch + row : random.nextInt(500);
      Map<Integer, Object> values = merged.computeIfAbsent(times[row], t -> new HashMap<>());
      for (int c = 0; c < bound.size(); c++) {
        Field field = bound.get(c);
        values.putIfAbsent(field.id(), "NULL");
        if (random.nextInt(4) == 0) {
          columns.get(c).addNull();
        } else if (field.type() == DataType.VARCHAR) {
          byte[] text = {(byte) ('a' + random.nextInt(26))};
          columns.get(c).addText(text);
          values.put(field.id(), new String(text, StandardCharsets.UTF_8));
        } else {
          long bits = random.nextLong();
          columns.get(c).addBits(bits);
          values.put(field.id(), bits);
        }
      }
    }
    assertThat(table.write(new RowBatch(times, bound, columns))).isEqualTo(merged.size());
    merged.forEach(
        (time, values) -> model.computeIfAbsent(time, t -> new HashMap<>()).putAll(values));
  }

  private static void assertSame(
      Subtable.Snapshot rows, TreeMap<Long, Map<Integer, Object>> model) {
    assertThat(rows.rows()).isEqualTo(model.size());
    int row = 0;
    for (Map.Entry<Long, Map<Integer, Object>> expected : model.entrySet()) {
      assertThat(rows.time(row)).isEqualTo(expected.getKey());
      for (Field field : FIELDS) {
        Column column = rows.column(field);
        Object value = expected.getValue().getOrDefault(field.id(), "NULL");
        if (column.isNull(row)) {
          assertThat(value).as("%s at row %d", field.name(), row).isEqualTo("NULL");
        } else if (field.type() == DataType.VARCHAR) {
          assertThat(new String(column.text(row), StandardCharsets.UTF_8)).isEqualTo(value);
        } else {
          assertThat(column.bits(row)).isEqualTo(value);
        }
      }
      row++;
    }
  }
}
