package io.github.influx2tdengine.testkit.tdengine.query;

import io.github.influx2tdengine.testkit.tdengine.sql.Expression;
import io.github.influx2tdengine.testkit.tdengine.store.DataType;
import io.github.influx2tdengine.testkit.tdengine.store.Errors;
import io.github.influx2tdengine.testkit.tdengine.store.Field;
import io.github.influx2tdengine.testkit.tdengine.store.Precision;
import io.github.influx2tdengine.testkit.tdengine.store.Stable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Turns values written in SQL into what a column or tag holds. */
final class CellValues {
  private final Executor executor;
  private final Precision precision;

  CellValues(Executor executor, Precision precision) {
    this.executor = executor;
    this.precision = precision;
  }

  /**
   * Tag values by the tags' ids.
   *
   * @param names empty where all tags are given in order
   */
  List<Object> tags(Stable stable, List<String> names, List<Expression> values) {
    List<Field> fields = names.isEmpty() ? stable.tags() : new ArrayList<>();
    for (String name : names) {
      fields.add(stable.tag(name).orElseThrow(() -> Errors.invalidColumn(name)));
    }
    if (fields.size() > values.size() && !names.isEmpty()) {
      throw Errors.valuesNotMatched();
    }
    if (fields.size() != values.size()) {
      throw Errors.tagsNotMatched();
    }
    int slots = stable.tags().stream().mapToInt(Field::id).max().orElse(-1) + 1;
    List<Object> byId = new ArrayList<>(Collections.nCopies(slots, null));
    for (int i = 0; i < values.size(); i++) {
      byId.set(fields.get(i).id(), cell(fields.get(i), values.get(i)));
    }
    return byId;
  }

  /** A Long, a Double, bytes of UTF-8, or null. */
  Object cell(Field field, Expression expression) {
    Object value = executor.constant(expression, precision);
    if (value == null || value instanceof byte[] text && isNullWord(field, text)) {
      return null;
    }
    if (field.type().sized()) {
      byte[] text =
          value instanceof byte[] bytes ? bytes : Result.text(Values.shown(value, DataType.BIGINT));
      requireLength(field, text);
      return text;
    }
    if (field.type() == DataType.TIMESTAMP && value instanceof byte[] text) {
      return Values.time(new String(text, StandardCharsets.UTF_8), precision);
    }
    if (field.type() == DataType.BOOL) {
      return bool(value);
    }
    BigDecimal number = decimal(value);
    if (field.type().isFloating()) {
      double real = number.doubleValue();
      return field.type() == DataType.FLOAT ? (double) (float) real : real;
    }
    return whole(field, number);
  }

  private static boolean isNullWord(Field field, byte[] text) {
    return !field.type().sized()
        && new String(text, StandardCharsets.UTF_8).equalsIgnoreCase("null");
  }

  /** Text that is longer than its column or tag is refused: 0x2653. */
  static void requireLength(Field field, byte[] text) {
    int length = field.type() == DataType.NCHAR ? characters(text) : text.length;
    if (length > field.length()) {
      throw Errors.valueTooLong(field.name());
    }
  }

  /** The characters, as NCHAR counts them, of a text in UTF-8. */
  static int characters(byte[] text) {
    int characters = 0;
    for (byte b : text) {
      // All but the bytes that continue a character.
      characters += (b & 0xC0) == 0x80 ? 0 : 1;
    }
    return characters;
  }

  private static Object bool(Object value) {
    if (value instanceof byte[] text) {
      String word = new String(text, StandardCharsets.UTF_8);
      if (word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")) {
        return Values.of(word.equalsIgnoreCase("true"));
      }
      return Values.of(decimal(value).signum() != 0);
    }
    return Values.of(Values.isTrue(value));
  }

  private static BigDecimal decimal(Object value) {
    try {
      return value instanceof byte[] text
          ? new BigDecimal(new String(text, StandardCharsets.UTF_8).trim())
          : new BigDecimal(value.toString());
    } catch (NumberFormatException notANumber) {
      throw Errors.invalidNumber(
          value instanceof byte[] text ? new String(text, StandardCharsets.UTF_8) : "" + value);
    }
  }

  private static Object whole(Field field, BigDecimal number) {
    BigInteger whole = number.setScale(0, RoundingMode.HALF_UP).toBigInteger();
    int bits = 8 * field.type().width();
    boolean fits =
        field.type().isUnsigned()
            ? whole.signum() >= 0 && whole.bitLength() <= bits
            : whole.bitLength() < bits;
    if (!fits) {
      throw Errors.invalidNumber(number.toPlainString());
    }
    return whole.longValue();
  }
}
