package io.github.influx2tdengine.testkit.tdengine.query;

import java.util.Iterator;
import java.util.List;

/** Rows made beforehand: the tables of information_schema. */
record ListRelation(List<ResultColumn> columns, List<Object[]> values) implements Relation {

  @Override
  public int starColumns() {
    return columns.size();
  }

  @Override
  public boolean constantPerTable(int column) {
    return false;
  }

  @Override
  public Iterator<Row> rows(Scan scan) {
    return values.stream().<Row>map(row -> column -> row[column]).iterator();
  }

  @Override
  public Iterator<Row> tables(Scan scan) {
    return rows(scan);
  }
}
