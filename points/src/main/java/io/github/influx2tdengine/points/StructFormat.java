package io.github.influx2tdengine.points;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;

/**
 * Points as Connect structs. Writing keeps the schemas it made, so that equal field sets share one
 * schema object; belongs to one thread.
 */
public final class StructFormat {
  /** The name of a point's schema. */
  public static final String POINT = "io.github.influx2tdengine.Point";

  private static final String FIELDS = "io.github.influx2tdengine.Fields";
  private static final BigInteger UNSIGNED_MAX =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final Schema TAGS =
      SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build();

  /** More field sets than this at once are rare; beyond it schemas are made anew. */
  private static final int KEPT_SCHEMAS = 1_000;

  private final Map<List<Column>, Schema> points = kept();
  private final Map<Schema, Schema> arrays = kept();

  private static <K, V> Map<K, V> kept() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > KEPT_SCHEMAS;
      }
    };
  }

  /**
   * The schema of a point with these fields, all optional: FLOAT64, INT64, BOOLEAN, STRING, and
   * Decimal of scale 0 for unsigned integers.
   */
  public static Schema pointSchema(List<Column> columns) {
    SchemaBuilder fields = SchemaBuilder.struct().name(FIELDS);
    for (Column column : columns) {
      fields.field(column.name(), fieldSchema(column.type()));
    }
    return SchemaBuilder.struct()
        .name(POINT)
        .field("measurement", Schema.STRING_SCHEMA)
        .field("tags", TAGS)
        .field("time", Schema.INT64_SCHEMA)
        .field("fields", fields.build())
        .build();
  }

  private static Schema fieldSchema(FieldType type) {
    return switch (type) {
      case FLOAT -> Schema.OPTIONAL_FLOAT64_SCHEMA;
      case INTEGER -> Schema.OPTIONAL_INT64_SCHEMA;
      case UNSIGNED -> Decimal.builder(0).optional().build();
      case BOOLEAN -> Schema.OPTIONAL_BOOLEAN_SCHEMA;
      case STRING -> Schema.OPTIONAL_STRING_SCHEMA;
    };
  }

  /** One row as a struct. Of a field with two columns in the block, the one with a value counts. */
  Struct point(SeriesBlock block, int row) {
    Schema schema = points.computeIfAbsent(columnsOf(block, row), StructFormat::pointSchema);
    Struct fields = new Struct(schema.field("fields").schema());
    for (ColumnValues values : block.columns()) {
      if (!values.isNull(row)) {
        Object value = values.get(row);
        fields.put(
            values.column().name(),
            value instanceof BigInteger unsigned ? new BigDecimal(unsigned) : value);
      }
    }
    return new Struct(schema)
        .put("measurement", block.series().measurement())
        .put("tags", block.series().tags().asMap())
        .put("time", block.time(row))
        .put("fields", fields);
  }

  Schema arrayOf(Schema point) {
    return arrays.computeIfAbsent(point, schema -> SchemaBuilder.array(schema).build());
  }

  /** The block's columns; where a name stands twice, the one that has a value in this row. */
  private static List<Column> columnsOf(SeriesBlock block, int row) {
    Map<String, Column> byName = new LinkedHashMap<>();
    for (ColumnValues values : block.columns()) {
      byName.merge(
          values.column().name(),
          values.column(),
          (first, second) -> values.isNull(row) ? first : second);
    }
    return new ArrayList<>(byName.values());
  }

  /**
   * Reads a point, in the schema above or one like it: any integer and float widths, a Connect
   * Timestamp as time, other names of the structs, and maps where JSON came without a schema.
   *
   * @throws PointFormatException when it has another shape; nothing was added to {@code blocks}
   *     then
   */
  static void read(Object value, Map<SeriesKey, SeriesBlock.Builder> blocks) {
    Map<String, Object> point = entries(value, "point");
    if (!(point.get("measurement") instanceof String measurement) || measurement.isEmpty()) {
      throw new PointFormatException("point has no measurement (a string)");
    }
    Map<String, String> tags = new LinkedHashMap<>();
    if (point.get("tags") != null) {
      entries(point.get("tags"), "tags")
          .forEach(
              (name, tag) -> {
                if (tag != null && !(tag instanceof String)) {
                  throw new PointFormatException("tag '" + name + "' is not a string");
                }
                tags.put(name, (String) tag);
              });
    }
    long time = time(point.get("time"));
    Map<String, Object> fields = new LinkedHashMap<>();
    entries(point.get("fields"), "fields")
        .forEach(
            (name, field) -> {
              if (field != null) {
                fields.put(name, checked(name, field));
              }
            });
    if (fields.isEmpty()) {
      throw new PointFormatException("point of '" + measurement + "' has no field with a value");
    }
    SeriesBlock.Builder block =
        blocks.computeIfAbsent(new SeriesKey(measurement, Tags.of(tags)), SeriesBlock.Builder::new);
    block.row(time);
    fields.forEach((name, field) -> add(block, name, field));
  }

  private static Map<String, Object> entries(Object value, String what) {
    Map<String, Object> entries = new LinkedHashMap<>();
    if (value instanceof Struct struct) {
      struct.schema().fields().forEach(field -> entries.put(field.name(), struct.get(field)));
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((name, entry) -> entries.put(String.valueOf(name), entry));
    } else {
      throw new PointFormatException(
          what + " is missing or neither a struct nor a map: " + typeName(value));
    }
    return entries;
  }

  private static long time(Object time) {
    if (time instanceof Long nanos) {
      return nanos;
    }
    if (time instanceof java.util.Date date) {
      try {
        return Math.multiplyExact(date.getTime(), 1_000_000L);
      } catch (ArithmeticException e) {
        throw new PointFormatException(
            "time " + date.getTime() + " ms does not fit nanoseconds", e);
      }
    }
    throw new PointFormatException(
        "time is not INT64 nanoseconds or a " + Timestamp.LOGICAL_NAME + ": " + typeName(time));
  }

  /** The value as Double, Long, BigInteger (an unsigned), Boolean or String. */
  private static Object checked(String name, Object value) {
    if (value instanceof Double
        || value instanceof Long
        || value instanceof Boolean
        || value instanceof String) {
      return value;
    }
    if (value instanceof Float number) {
      return number.doubleValue();
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof BigDecimal decimal) {
      try {
        BigInteger number = decimal.toBigIntegerExact();
        if (number.signum() >= 0 && number.compareTo(UNSIGNED_MAX) <= 0) {
          return number;
        }
      } catch (ArithmeticException e) {
        throw new PointFormatException(
            "field '" + name + "': decimal " + decimal + " is not a whole number", e);
      }
      throw new PointFormatException(
          "field '" + name + "': decimal " + decimal + " does not fit 64 bits unsigned");
    }
    throw new PointFormatException(
        "field '" + name + "' has a type InfluxDB does not have: " + typeName(value));
  }

  private static void add(SeriesBlock.Builder block, String name, Object value) {
    if (value instanceof Double number) {
      block.set(name, (double) number);
    } else if (value instanceof Long number) {
      block.set(name, (long) number);
    } else if (value instanceof BigInteger number) {
      block.setUnsigned(name, number.longValue());
    } else if (value instanceof Boolean flag) {
      block.set(name, (boolean) flag);
    } else {
      block.set(name, (String) value);
    }
  }

  private static String typeName(Object value) {
    return value == null ? "null" : value.getClass().getSimpleName();
  }
}
