package io.github.influx2tdengine.testkit.tdengine.sql;

import io.github.influx2tdengine.testkit.tdengine.store.Errors;
import io.github.influx2tdengine.testkit.tdengine.store.Limits;
import java.util.Optional;

/** Parses {@code [database.]table}. */
record TableName(Statement.TableName statement) {

  static TableName parse(Tokens tokens) {
    boolean qualified = tokens.peek(1).isSign(".");
    Optional<String> database = Optional.empty();
    if (qualified) {
      database = Optional.of(tokens.databaseName());
      tokens.expectSign(".");
    }
    String table = tokens.name(Limits.TABLE_NAME_BYTES);
    if (table.contains(".")) {
      throw Errors.dotInName("table");
    }
    return new TableName(new Statement.TableName(database, table));
  }
}
