package io.github.influx2tdengine.sink.schema;

import io.github.influx2tdengine.sink.name.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** SQL that makes a table what it must be. All names are quoted; comments need no escape. */
public final class Ddl {
  private Ddl() {}

  /**
   * @param precision and KEEP come first, so that what the user asks for stands behind and wins
   */
  public static String createDatabase(String database, String options) {
    String given = options.toUpperCase(Locale.ROOT);
    StringBuilder sql = new StringBuilder("CREATE DATABASE IF NOT EXISTS ");
    sql.append(Names.quoted(database));
    if (!given.contains("PRECISION")) {
      sql.append(" PRECISION 'ns'");
    }
    if (!given.matches("(?s).*\\bKEEP\\b.*")) {
      // The most that a database of nanoseconds admits: from 1735 on. The default, 3650 days,
      // refuses whatever is older than ten years.
      sql.append(" KEEP 106580");
    }
    return options.isBlank() ? sql.toString() : sql.append(' ').append(options.trim()).toString();
  }

  public static String createTable(String database, TableModel table) {
    return "CREATE STABLE IF NOT EXISTS "
        + qualified(database, table.name())
        + " ("
        + definitions(table.columns())
        + ") TAGS ("
        + definitions(table.tags())
        + ")"
        + (table.comment().text().isEmpty() ? "" : " COMMENT '" + table.comment().text() + "'");
  }

  /**
   * The statements that lead from one state of a table to another, in an order that is safe to stop
   * in: the comment first, since it tells what the columns after it are.
   */
  public static List<String> alter(String database, TableModel from, TableModel to) {
    String alter = "ALTER STABLE " + qualified(database, to.name()) + " ";
    List<String> sql = new ArrayList<>();
    if (!from.comment().equals(to.comment())) {
      sql.add(alter + "COMMENT '" + to.comment().text() + "'");
    }
    for (TableColumn column : to.columns()) {
      Optional<TableColumn> before = from.column(column.name());
      if (before.isEmpty()) {
        sql.add(alter + "ADD COLUMN " + column.ddl());
      } else if (!before.get().equals(column)) {
        sql.add(alter + "MODIFY COLUMN " + column.ddl());
      }
    }
    for (TableColumn tag : to.tags()) {
      Optional<TableColumn> before = from.tag(tag.name());
      if (before.isEmpty()) {
        sql.add(alter + "ADD TAG " + tag.ddl());
      } else if (!before.get().equals(tag)) {
        sql.add(alter + "MODIFY TAG " + tag.ddl());
      }
    }
    return sql;
  }

  public static String qualified(String database, String table) {
    return Names.quoted(database) + "." + Names.quoted(table);
  }

  private static String definitions(List<TableColumn> columns) {
    return columns.stream().map(TableColumn::ddl).collect(Collectors.joining(", "));
  }
}
