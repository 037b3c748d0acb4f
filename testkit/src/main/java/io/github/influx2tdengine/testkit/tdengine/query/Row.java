package io.github.influx2tdengine.testkit.tdengine.query;

/** A row of what a SELECT reads; valid until the next one is asked for. */
interface Row {
  /** The value of the relation's column of this number. */
  Object get(int column);
}
