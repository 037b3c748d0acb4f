package io.github.influx2tdengine.testkit.tdengine.sql;

import io.github.influx2tdengine.testkit.tdengine.store.DataType;
import java.util.List;

/** An expression as parsed. */
public sealed interface Expression {

  /**
   * A constant.
   *
   * @param value Long, Double, String, Boolean, or null
   */
  record Literal(Object value) implements Expression {}

  /** A span of time such as 1d. */
  record Span(long count, char unit) implements Expression {}

  /** A column, tag or tbname. */
  record Name(String name) implements Expression {}

  /** All columns. */
  record Star() implements Expression {}

  /** A question mark, counted from 0. */
  record Parameter(int index) implements Expression {}

  record Call(String function, List<Expression> arguments) implements Expression {}

  record Cast(Expression operand, DataType type, int length) implements Expression {}

  /** An operator in upper case: AND OR = <> < <= > >= + - * / %. */
  record Binary(String operator, Expression left, Expression right) implements Expression {}

  record Not(Expression operand) implements Expression {}

  record Negative(Expression operand) implements Expression {}

  record IsNull(Expression operand, boolean negated) implements Expression {}

  record In(Expression operand, List<Expression> options, boolean negated) implements Expression {}

  record Like(Expression operand, String pattern, boolean negated) implements Expression {}
}
