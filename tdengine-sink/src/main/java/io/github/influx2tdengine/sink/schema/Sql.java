package io.github.influx2tdengine.sink.schema;

import java.sql.SQLException;
import java.util.List;

/** Runs SQL on one connection. */
public interface Sql {
  /** Rows of a query, each value as text, null where it is NULL. */
  List<List<String>> query(String sql) throws SQLException;

  /** Runs a statement that returns no rows. */
  void execute(String sql) throws SQLException;

  /** A string in SQL. */
  static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
