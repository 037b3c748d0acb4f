package io.github.influx2tdengine.sink.refuse;

import io.github.influx2tdengine.points.ColumnValues;
import io.github.influx2tdengine.points.LinePrecision;
import io.github.influx2tdengine.points.LineWriter;
import io.github.influx2tdengine.points.PackedBlock;
import io.github.influx2tdengine.points.RecordEncoder;
import io.github.influx2tdengine.points.RecordFormat;
import io.github.influx2tdengine.points.RecordValue;
import io.github.influx2tdengine.points.SeriesBlock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * A single row as a record value in the format of the record it came in, so that it can be sent to
 * the same topic again. Belongs to one thread.
 */
final class RowRecords {
  private final long lineUnitNanos;
  private final RecordEncoder point = new RecordEncoder(RecordFormat.STRUCT, 1, Integer.MAX_VALUE);
  private final RecordEncoder points = new RecordEncoder(RecordFormat.STRUCT, 2, Integer.MAX_VALUE);

  /** A value and its schema; a null schema where there is none. */
  record Value(Schema schema, Object value) {}

  RowRecords(LinePrecision precision) {
    this.lineUnitNanos =
        switch (precision) {
          case NS -> 1;
          case US -> 1_000;
          case MS -> 1_000_000;
          case S -> 1_000_000_000;
        };
  }

  Value of(SeriesBlock row, RecordOrigin.Layout layout) {
    return switch (layout) {
      case LINE -> new Value(Schema.STRING_SCHEMA, LineWriter.write(inLineUnit(row)));
      case LINE_BYTES ->
          new Value(
              Schema.BYTES_SCHEMA,
              LineWriter.write(inLineUnit(row)).getBytes(StandardCharsets.UTF_8));
      case STRUCT -> first(point, row);
      case STRUCT_ARRAY -> first(points, row);
      case BLOCK -> new Value(Schema.BYTES_SCHEMA, PackedBlock.pack(row).toMessage());
    };
  }

  private static Value first(RecordEncoder encoder, SeriesBlock row) {
    RecordValue value = encoder.encode(PackedBlock.pack(row)).get(0);
    return new Value(value.schema(), value.value());
  }

  /** Lines are read with {@code line.precision}, so they are written with it. */
  private SeriesBlock inLineUnit(SeriesBlock row) {
    if (lineUnitNanos == 1) {
      return row;
    }
    SeriesBlock.Builder scaled = new SeriesBlock.Builder(row.series(), 1);
    scaled.row(Math.floorDiv(row.time(0), lineUnitNanos));
    for (ColumnValues values : row.columns()) {
      String field = values.column().name();
      if (!values.isNull(0)) {
        switch (values.type()) {
          case FLOAT -> scaled.set(field, values.getDouble(0));
          case INTEGER -> scaled.set(field, values.getLong(0));
          case UNSIGNED -> scaled.setUnsigned(field, values.getLong(0));
          case BOOLEAN -> scaled.set(field, values.getBoolean(0));
          case STRING -> scaled.set(field, values.getString(0));
        }
      }
    }
    return scaled.build();
  }

  /** The schema of a row that could not be read, by what it is. */
  static Value unread(Object value, RecordOrigin.Layout layout) {
    if (value instanceof Struct struct) {
      return new Value(struct.schema(), struct);
    }
    if (value instanceof String text) {
      return layout == RecordOrigin.Layout.LINE_BYTES
          ? new Value(Schema.BYTES_SCHEMA, text.getBytes(StandardCharsets.UTF_8))
          : new Value(Schema.STRING_SCHEMA, text);
    }
    if (value instanceof byte[] || value instanceof ByteBuffer) {
      return new Value(Schema.BYTES_SCHEMA, value);
    }
    return new Value(null, value);
  }
}
