package io.github.influx2tdengine.source.read;

import io.github.influx2tdengine.points.FieldType;
import java.util.EnumSet;
import java.util.Set;

/**
 * Finds the type of a number whose field has had several number types. InfluxDB casts on reading:
 * {@code f::integer} of a float drops its fraction, {@code f::float} of an integer rounds it, and
 * an integer read as unsigned wraps. Asked for in every type, a number betrays what it was, except
 * where all casts are exact: 3 may be an integer or a float.
 *
 * <p>For those, {@code f::field} helps: InfluxDB gives it the strongest type (float, integer,
 * unsigned) among the shards that a query touches.
 */
final class NumberTypes {
  private NumberTypes() {}

  /**
   * The types a number can have had.
   *
   * @param types the number types of its field
   * @param floating the number as a float
   * @param integer as an integer; empty unless the field has that type
   * @param unsigned as the bits of an unsigned integer; likewise
   */
  static Set<FieldType> possible(
      Set<FieldType> types, double floating, long integer, long unsigned) {
    Set<FieldType> possible = EnumSet.noneOf(FieldType.class);
    boolean exact = true;
    long bits = Double.doubleToRawLongBits(floating);
    if (types.contains(FieldType.INTEGER)
        // Bits, because -0.0 equals 0 but is no integer.
        && Double.doubleToRawLongBits((double) integer) == bits) {
      possible.add(FieldType.INTEGER);
      exact = (long) floating == integer;
    }
    if (types.contains(FieldType.UNSIGNED)
        && Double.doubleToRawLongBits(unsignedToDouble(unsigned)) == bits) {
      possible.add(FieldType.UNSIGNED);
      exact &= unsigned < 0 ? isExact(unsigned, floating) : (long) floating == unsigned;
    }
    // An integer that a float cannot hold was not made from one.
    if (types.contains(FieldType.FLOAT) && exact) {
      possible.add(FieldType.FLOAT);
    }
    return possible;
  }

  /** The types that numbers of a query can have when {@code f::field} came as {@code strongest}. */
  static Set<FieldType> under(Set<FieldType> types, FieldType strongest) {
    Set<FieldType> possible = EnumSet.copyOf(types);
    if (strongest != FieldType.FLOAT) {
      possible.remove(FieldType.FLOAT);
    }
    if (strongest == FieldType.UNSIGNED) {
      possible.remove(FieldType.INTEGER);
    }
    return possible;
  }

  /**
   * The type of the numbers that can have several, within a time range that no shard begins or ends
   * in, where all numbers of a field have one type.
   *
   * @param certain the types of those numbers of the range that betrayed theirs
   * @param strongest the type {@code f::field} came as
   */
  static FieldType inOneShard(Set<FieldType> certain, FieldType strongest) {
    return certain.size() == 1 ? certain.iterator().next() : strongest;
  }

  /**
   * The type that {@code f::field} came as. Integers of both kinds may be encoded alike, so that
   * only a computed value tells them apart: zero minus one is beyond 2^63 for an unsigned one, and
   * only those need the form with the first byte 0xcf.
   */
  static FieldType ofFieldValue(byte[] bytes, int at, Projection.Field field) {
    if (Packed.isFloat(bytes, at)) {
      return FieldType.FLOAT;
    }
    if (field.computed()) {
      return (bytes[at] & 0xff) == 0xcf ? FieldType.UNSIGNED : FieldType.INTEGER;
    }
    return field.numbers().contains(FieldType.INTEGER) ? FieldType.INTEGER : FieldType.UNSIGNED;
  }

  private static double unsignedToDouble(long bits) {
    if (bits >= 0) {
      return (double) bits;
    }
    // Halved with its lowest bit kept, so that rounding is to the same side.
    return (double) (bits >>> 1 | bits & 1) * 2.0;
  }

  private static boolean isExact(long bits, double floating) {
    return floating < 0x1p64 && (long) (floating - 0x1p63) + Long.MIN_VALUE == bits;
  }
}
