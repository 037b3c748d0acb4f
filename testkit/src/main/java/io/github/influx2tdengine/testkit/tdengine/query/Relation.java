package io.github.influx2tdengine.testkit.tdengine.query;

import java.util.Iterator;
import java.util.List;

/** What a SELECT reads from. */
interface Relation {

  /** All columns that an expression may name. */
  List<ResultColumn> columns();

  /** How many of them {@code *} means, from the first. */
  int starColumns();

  /** Whether a column is the same for all rows of a subtable. */
  boolean constantPerTable(int column);

  Iterator<Row> rows(Scan scan);

  /** Rows of tables, one for each, with tags and name only. */
  Iterator<Row> tables(Scan scan);
}
