package io.github.influx2tdengine.sink.batch;

import io.github.influx2tdengine.points.ColumnValues;
import io.github.influx2tdengine.points.FieldType;
import io.github.influx2tdengine.sink.schema.TableColumn;
import io.github.influx2tdengine.sink.schema.TableNeeds;
import io.github.influx2tdengine.sink.schema.TdType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Single values: whether a column takes them unchanged, and how it holds them. */
public final class Values {
  private Values() {}

  /**
   * True when the column holds exactly this value; for text, when it is long enough. The column's
   * type belongs to the value's, or is a DOUBLE for a whole number.
   */
  public static boolean fits(ColumnValues values, int row, TableColumn column) {
    return switch (column.type()) {
      case DOUBLE ->
          values.type() == FieldType.FLOAT || exactDouble(values.type(), values.getLong(row));
      case FLOAT -> {
        double value = values.getDouble(row);
        yield Double.compare((float) value, value) == 0;
      }
      case TINYINT -> (byte) values.getLong(row) == values.getLong(row);
      case SMALLINT -> (short) values.getLong(row) == values.getLong(row);
      case INT -> (int) values.getLong(row) == values.getLong(row);
      case UTINYINT -> values.getLong(row) >>> 8 == 0;
      case USMALLINT -> values.getLong(row) >>> 16 == 0;
      case UINT -> values.getLong(row) >>> 32 == 0;
      case VARCHAR, NCHAR ->
          TableNeeds.Text.of(values.getString(row)).length(column.type()) <= column.length();
      default -> true;
    };
  }

  private static boolean exactDouble(FieldType type, long bits) {
    if (type == FieldType.UNSIGNED && bits < 0) {
      BigDecimal exact = new BigDecimal(ColumnValues.unsigned(bits));
      return new BigDecimal(exact.doubleValue()).compareTo(exact) == 0;
    }
    // Long.MAX_VALUE rounds up to 2^63, which casts back to Long.MAX_VALUE.
    return (long) (double) bits == bits && bits != Long.MAX_VALUE;
  }

  /** The value as a column of a type that is not text holds it; see {@link ColumnData}. */
  static long bits(ColumnValues values, int row, TdType column) {
    return switch (column) {
      case BOOL, TINYINT, SMALLINT, INT, BIGINT, UTINYINT, USMALLINT, UINT, UBIGINT ->
          values.getLong(row);
      case FLOAT -> Float.floatToRawIntBits((float) values.getDouble(row));
      case DOUBLE ->
          Double.doubleToRawLongBits(
              switch (values.type()) {
                case FLOAT -> values.getDouble(row);
                case UNSIGNED -> values.getUnsigned(row).doubleValue();
                default -> (double) values.getLong(row);
              });
      case VARCHAR, NCHAR, TIMESTAMP, OTHER ->
          throw new IllegalStateException("no number goes into a " + column + " column");
    };
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The longest beginning of a text that a column holds, ending with a whole character. */
  static String truncated(String text, TableColumn column) {
    int used = 0;
    int end = 0;
    while (end < text.length()) {
      int next = end + Character.charCount(text.codePointAt(end));
      used += TableNeeds.Text.of(text.substring(end, next)).length(column.type());
      if (used > column.length()) {
        break;
      }
      end = next;
    }
    return text.substring(0, end);
  }

  /** True for a column that may not take every value of the field type that it holds. */
  static boolean mayNotFit(TdType column, FieldType value) {
    return column.text() || !column.full() || !column.holds(value);
  }
}
