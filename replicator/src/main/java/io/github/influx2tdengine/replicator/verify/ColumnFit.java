package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.points.ColumnValues;
import io.github.influx2tdengine.points.FieldType;
import io.github.influx2tdengine.sink.schema.TdType;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Whether a column's type takes a value without changing it; the length of text aside. */
final class ColumnFit {
  private ColumnFit() {}

  static boolean fits(ColumnValues values, int row, TdType type) {
    return switch (values.type()) {
      case FLOAT -> type != TdType.FLOAT || single(values.getDouble(row));
      case INTEGER -> whole(BigInteger.valueOf(values.getLong(row)), type, values.type());
      case UNSIGNED -> whole(values.getUnsigned(row), type, values.type());
      case BOOLEAN, STRING -> true;
    };
  }

  /** A FLOAT column has half the bits of InfluxDB's floats. */
  private static boolean single(double value) {
    return Double.doubleToRawLongBits((float) value) == Double.doubleToRawLongBits(value);
  }

  private static boolean whole(BigInteger value, TdType type, FieldType of) {
    return switch (type) {
      case TINYINT, SMALLINT, INT, BIGINT -> value.bitLength() < 8 * type.width(0);
      case UTINYINT, USMALLINT, UINT, UBIGINT ->
          value.signum() >= 0 && value.bitLength() <= 8 * type.width(0);
      case DOUBLE -> new BigDecimal(value.doubleValue()).toBigInteger().equals(value);
      default -> of == FieldType.INTEGER;
    };
  }
}
