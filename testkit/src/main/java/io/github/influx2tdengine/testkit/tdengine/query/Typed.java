package io.github.influx2tdengine.testkit.tdengine.query;

import io.github.influx2tdengine.testkit.tdengine.store.DataType;

/** An expression made ready to be evaluated over rows. */
record Typed(DataType type, int length, Evaluator evaluator) {

  /** Gives the value of an expression for a row. */
  @FunctionalInterface
  interface Evaluator {
    Object at(Row row);
  }

  Object at(Row row) {
    return evaluator.at(row);
  }

  static Typed bool(Evaluator evaluator) {
    return new Typed(DataType.BOOL, 0, evaluator);
  }
}
