package io.github.influx2tdengine.source.read;

import static io.github.influx2tdengine.points.FieldType.FLOAT;
import static io.github.influx2tdengine.points.FieldType.INTEGER;
import static io.github.influx2tdengine.points.FieldType.UNSIGNED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.points.FieldType;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a number was, from how it looks in each type. */
class NumberTypesTest {
  private static final Set<FieldType> FLOAT_INTEGER = EnumSet.of(FLOAT, INTEGER);
  private static final Set<FieldType> INTEGERS = EnumSet.of(INTEGER, UNSIGNED);
  private static final Set<FieldType> ALL = EnumSet.of(FLOAT, INTEGER, UNSIGNED);

  private static Set<FieldType> ofFloat(Set<FieldType> types, double value) {
    return NumberTypes.possible(types, value, (long) value, (long) value);
  }

  private static Set<FieldType> ofInteger(Set<FieldType> types, long value) {
    return NumberTypes.possible(types, value, value, value);
  }

  private static Set<FieldType> ofUnsigned(Set<FieldType> types, long bits, double value) {
    return NumberTypes.possible(types, value, bits, bits);
  }

  @Test
  void aFractionIsAFloat() {
    assertThat(ofFloat(FLOAT_INTEGER, 2.5)).containsExactly(FLOAT);
    assertThat(ofFloat(ALL, -0.1)).containsExactly(FLOAT);
  }

  @Test
  void minusZeroIsAFloat() {
    assertThat(ofFloat(FLOAT_INTEGER, -0.0)).containsExactly(FLOAT);
  }

  @Test
  void whatAFloatCannotHoldIsAnInteger() {
    assertThat(ofInteger(FLOAT_INTEGER, 9007199254740993L)).containsExactly(INTEGER);
    assertThat(ofInteger(FLOAT_INTEGER, Long.MAX_VALUE - 1)).containsExactly(INTEGER);
  }

  @Test
  void floatsBeyondAllIntegersAreFloats() {
    assertThat(NumberTypes.possible(FLOAT_INTEGER, 1e300, Long.MIN_VALUE, 0))
        .containsExactly(FLOAT);
    assertThat(NumberTypes.possible(ALL, 1e300, Long.MIN_VALUE, Long.MIN_VALUE)).contains(FLOAT);
  }

  @Test
  void smallWholeNumbersCanBeEither() {
    assertThat(ofFloat(FLOAT_INTEGER, 3)).containsExactlyInAnyOrder(FLOAT, INTEGER);
    assertThat(ofInteger(INTEGERS, 3)).containsExactlyInAnyOrder(INTEGER, UNSIGNED);
  }

  @Test
  void theSignTellsIntegersApart() {
    assertThat(ofInteger(INTEGERS, -1)).containsExactly(INTEGER);
    assertThat(ofUnsigned(INTEGERS, -1L, 0x1p64)).containsExactly(UNSIGNED);
    assertThat(ofUnsigned(INTEGERS, Long.MIN_VALUE, 0x1p63)).containsExactly(UNSIGNED);
  }

  @Test
  void theStrongestTypeOfAQueryLeavesWeakerOnesPossible() {
    assertThat(NumberTypes.under(ALL, FLOAT)).isEqualTo(ALL);
    assertThat(NumberTypes.under(ALL, INTEGER)).isEqualTo(INTEGERS);
    assertThat(NumberTypes.under(ALL, UNSIGNED)).containsExactly(UNSIGNED);
  }

  @Test
  void withinOneShardOneCertainNumberTellsAll() {
    assertThat(NumberTypes.inOneShard(EnumSet.of(INTEGER), FLOAT)).isEqualTo(INTEGER);
    assertThat(NumberTypes.inOneShard(EnumSet.noneOf(FieldType.class), FLOAT)).isEqualTo(FLOAT);
  }
}
