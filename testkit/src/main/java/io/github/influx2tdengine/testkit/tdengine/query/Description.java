package io.github.influx2tdengine.testkit.tdengine.query;

import io.github.influx2tdengine.testkit.tdengine.store.DataType;
import io.github.influx2tdengine.testkit.tdengine.store.Field;
import io.github.influx2tdengine.testkit.tdengine.store.Stable;
import java.util.ArrayList;
import java.util.List;

/** The answer to DESCRIBE. */
final class Description {
  private static final List<ResultColumn> COLUMNS =
      List.of(
          ResultColumn.text("field", 325),
          ResultColumn.text("type", 20),
          ResultColumn.of("length", DataType.INT),
          ResultColumn.text("note", 16),
          ResultColumn.text("encode", 12),
          ResultColumn.text("compress", 12),
          ResultColumn.text("level", 12));

  private Description() {}

  static Result of(Stable stable) {
    List<Object[]> rows = new ArrayList<>();
    stable
        .columns()
        .forEach(
            field ->
                rows.add(row(field, "", encoding(field.type()), compression(field), "medium")));
    stable.tags().forEach(field -> rows.add(row(field, "TAG", "disabled", "disabled", "disabled")));
    return Result.rows(COLUMNS, rows);
  }

  private static String encoding(DataType type) {
    return switch (type) {
      case TIMESTAMP -> "delta-i";
      case BOOL -> "bit-packing";
      case FLOAT, DOUBLE -> "delta-d";
      case VARCHAR, NCHAR, VARBINARY -> "disabled";
      default -> "simple8b";
    };
  }

  private static String compression(Field field) {
    return field.type().sized() || field.type() == DataType.BOOL ? "zstd" : "lz4";
  }

  private static Object[] row(
      Field field, String note, String encode, String compress, String level) {
    return new Object[] {
      Result.text(field.name()),
      Result.text(field.type().label()),
      (long) field.shownLength(),
      Result.text(note),
      Result.text(encode),
      Result.text(compress),
      Result.text(level)
    };
  }
}
