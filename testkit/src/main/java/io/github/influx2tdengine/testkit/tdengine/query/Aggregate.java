package io.github.influx2tdengine.testkit.tdengine.query;

import io.github.influx2tdengine.testkit.tdengine.store.DataType;
import io.github.influx2tdengine.testkit.tdengine.store.Errors;
import java.math.BigInteger;
import java.util.Set;

/** An aggregate function over an operand; its state is one per group. */
record Aggregate(String function, Typed operand) {
  private static final Set<String> NAMES =
      Set.of("count", "sum", "min", "max", "avg", "first", "last", "last_row");

  static boolean isAggregate(String function) {
    return NAMES.contains(function);
  }

  static Aggregate of(String function, Typed operand) {
    boolean ordered = function.equals("min") || function.equals("max");
    boolean numeric = function.equals("sum") || function.equals("avg");
    DataType type = operand.type();
    boolean neither = type == DataType.TIMESTAMP || type == DataType.BOOL;
    if ((numeric || ordered) && neither || numeric && type.sized()) {
      throw Errors.invalidParameterType(function);
    }
    return new Aggregate(function, operand);
  }

  DataType type() {
    return switch (function) {
      case "count" -> DataType.BIGINT;
      case "avg" -> DataType.DOUBLE;
      case "sum" ->
          operand.type().isFloating()
              ? DataType.DOUBLE
              : operand.type().isUnsigned() ? DataType.UBIGINT : DataType.BIGINT;
      default -> operand.type();
    };
  }

  int length() {
    return function.equals("count") || function.equals("avg") ? 0 : operand.length();
  }

  /** Whether the function has a value where there was no row. */
  boolean valueOfNothing() {
    return function.equals("count");
  }

  State start() {
    return new State();
  }

  /** What was seen of one group. */
  final class State {
    private long count;
    private long whole;
    private double real;
    private Object best;
    private long bestTime;

    void add(Row row, long time) {
      Object value = operand.at(row);
      if (value == null && !(function.equals("last_row"))) {
        return;
      }
      boolean begin = count++ == 0;
      switch (function) {
        case "sum", "avg" -> {
          if (operand.type().isFloating()) {
            real += (Double) value;
          } else {
            whole += (Long) value;
            real += Values.number(value, operand.type()).doubleValue();
          }
        }
        case "min" -> keep(value, time, begin || order(value) < 0);
        case "max" -> keep(value, time, begin || order(value) > 0);
        case "first" -> keep(value, time, begin || time < bestTime);
        case "last", "last_row" -> keep(value, time, begin || time >= bestTime);
        default -> {}
      }
    }

    private int order(Object value) {
      return Values.compare(value, operand.type(), best, operand.type());
    }

    private void keep(Object value, long time, boolean better) {
      if (better) {
        best = value;
        bestTime = time;
      }
    }

    Object value() {
      return switch (function) {
        case "count" -> count;
        case "avg" -> count == 0 ? null : (Object) (real / count);
        case "sum" ->
            count == 0 ? null : type() == DataType.DOUBLE ? (Object) real : (Object) whole;
        default -> best instanceof BigInteger big ? (Object) big.longValue() : best;
      };
    }
  }
}
