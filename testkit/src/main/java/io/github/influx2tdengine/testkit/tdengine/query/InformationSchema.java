package io.github.influx2tdengine.testkit.tdengine.query;

import io.github.influx2tdengine.testkit.tdengine.store.DataType;
import io.github.influx2tdengine.testkit.tdengine.store.Database;
import io.github.influx2tdengine.testkit.tdengine.store.Errors;
import io.github.influx2tdengine.testkit.tdengine.store.Field;
import io.github.influx2tdengine.testkit.tdengine.store.Limits;
import io.github.influx2tdengine.testkit.tdengine.store.Stable;
import io.github.influx2tdengine.testkit.tdengine.store.Store;
import io.github.influx2tdengine.testkit.tdengine.store.Subtable;
import java.util.ArrayList;
import java.util.List;

/** The tables of information_schema that clients ask for. */
final class InformationSchema {
  private final Store store;

  InformationSchema(Store store) {
    this.store = store;
  }

  Relation relation(String table) {
    return switch (table) {
      case "ins_databases" -> databases();
      case "ins_stables" -> stables();
      case "ins_tables" -> tables();
      case "ins_tags" -> tags();
      case "ins_columns" -> columns();
      case "ins_grants" -> grants();
      default -> throw Errors.tableNotExist();
    };
  }

  private static ResultColumn name(String column) {
    return ResultColumn.text(column, Limits.TABLE_NAME_BYTES);
  }

  /** The edition. The open one lets every user do everything. */
  private static Relation grants() {
    return new ListRelation(
        List.of(ResultColumn.text("version", 64), ResultColumn.text("expire_time", 19)),
        List.<Object[]>of(
            new Object[] {Result.text("TDengine TSDB-OSS"), Result.text("unlimited")}));
  }

  private Relation databases() {
    List<ResultColumn> columns =
        List.of(
            ResultColumn.text("name", Limits.DATABASE_NAME_BYTES),
            ResultColumn.of("create_time", DataType.TIMESTAMP),
            ResultColumn.of("vgroups", DataType.INT),
            ResultColumn.of("ntables", DataType.BIGINT),
            ResultColumn.of("replica", DataType.TINYINT),
            ResultColumn.text("duration", 10),
            ResultColumn.text("keep", 32),
            ResultColumn.text("precision", 2),
            ResultColumn.text("status", 10));
    List<Object[]> rows = new ArrayList<>();
    for (Database database : store.databases()) {
      String keep = database.options().keepDays() + "d";
      rows.add(
          new Object[] {
            Result.text(database.name()),
            database.createdMillis(),
            (long) database.options().vgroups(),
            (long) database.tableCount(),
            1L,
            Result.text(database.options().duration()),
            Result.text(keep + "," + keep + "," + keep),
            Result.text(database.options().precision().label()),
            Result.text("ready")
          });
    }
    return new ListRelation(columns, rows);
  }

  private Relation stables() {
    List<ResultColumn> columns =
        List.of(
            name("stable_name"),
            ResultColumn.text("db_name", Limits.DATABASE_NAME_BYTES),
            ResultColumn.of("create_time", DataType.TIMESTAMP),
            ResultColumn.of("columns", DataType.INT),
            ResultColumn.of("tags", DataType.INT),
            ResultColumn.of("last_update", DataType.TIMESTAMP),
            ResultColumn.text("table_comment", Limits.COMMENT_BYTES),
            ResultColumn.of("uid", DataType.BIGINT));
    List<Object[]> rows = new ArrayList<>();
    for (Database database : store.databases()) {
      for (Stable stable : database.stables()) {
        rows.add(
            new Object[] {
              Result.text(stable.name()),
              Result.text(database.name()),
              stable.createdMillis(),
              (long) stable.columns().size(),
              (long) stable.tags().size(),
              stable.createdMillis(),
              stable.comment().map(Result::text).orElse(null),
              stable.uid()
            });
      }
    }
    return new ListRelation(columns, rows);
  }

  private Relation tables() {
    List<ResultColumn> columns =
        List.of(
            name("table_name"),
            ResultColumn.text("db_name", Limits.DATABASE_NAME_BYTES),
            ResultColumn.of("create_time", DataType.TIMESTAMP),
            ResultColumn.of("columns", DataType.INT),
            name("stable_name"),
            ResultColumn.of("uid", DataType.BIGINT),
            ResultColumn.of("vgroup_id", DataType.INT),
            ResultColumn.of("ttl", DataType.INT),
            ResultColumn.text("table_comment", Limits.COMMENT_BYTES),
            ResultColumn.text("type", 21));
    List<Object[]> rows = new ArrayList<>();
    for (Database database : store.databases()) {
      for (Subtable table : database.tables()) {
        boolean normal = table.stable().normal();
        rows.add(
            new Object[] {
              Result.text(table.name()),
              Result.text(database.name()),
              table.createdMillis(),
              (long) table.stable().columns().size(),
              normal ? null : Result.text(table.stable().name()),
              table.uid(),
              (long) database.vgroup(table.name()) + 2,
              0L,
              normal ? table.stable().comment().map(Result::text).orElse(null) : null,
              Result.text(normal ? "NORMAL_TABLE" : "CHILD_TABLE")
            });
      }
    }
    return new ListRelation(columns, rows);
  }

  private Relation tags() {
    List<ResultColumn> columns =
        List.of(
            name("table_name"),
            ResultColumn.text("db_name", Limits.DATABASE_NAME_BYTES),
            name("stable_name"),
            ResultColumn.text("tag_name", Limits.COLUMN_NAME_BYTES),
            ResultColumn.text("tag_type", 32),
            ResultColumn.text("tag_value", Limits.TAG_BYTES));
    List<Object[]> rows = new ArrayList<>();
    for (Database database : store.databases()) {
      for (Subtable table : database.tables()) {
        rows.addAll(tagsOf(database, table));
      }
    }
    return new ListRelation(columns, rows);
  }

  /** Rows of ins_tags for one table. */
  static List<Object[]> tagsOf(Database database, Subtable table) {
    List<Object[]> rows = new ArrayList<>();
    for (Field tag : table.stable().tags()) {
      Object value = table.tag(tag);
      rows.add(
          new Object[] {
            Result.text(table.name()),
            Result.text(database.name()),
            Result.text(table.stable().name()),
            Result.text(tag.name()),
            Result.text(tag.sqlType()),
            value == null ? null : Result.text(Values.shownTag(value, tag.type()))
          });
    }
    return rows;
  }

  private Relation columns() {
    List<ResultColumn> columns =
        List.of(
            name("table_name"),
            ResultColumn.text("db_name", Limits.DATABASE_NAME_BYTES),
            ResultColumn.text("table_type", 21),
            ResultColumn.text("col_name", Limits.COLUMN_NAME_BYTES),
            ResultColumn.text("col_type", 32),
            ResultColumn.of("col_length", DataType.INT));
    List<Object[]> rows = new ArrayList<>();
    for (Database database : store.databases()) {
      for (Stable stable : database.stables()) {
        addColumns(rows, database, stable.name(), stable, "SUPER_TABLE");
      }
      for (Subtable table : database.tables()) {
        String type = table.stable().normal() ? "NORMAL_TABLE" : "CHILD_TABLE";
        addColumns(rows, database, table.name(), table.stable(), type);
      }
    }
    return new ListRelation(columns, rows);
  }

  private static void addColumns(
      List<Object[]> rows, Database database, String table, Stable stable, String type) {
    for (Field column : stable.columns()) {
      rows.add(
          new Object[] {
            Result.text(table),
            Result.text(database.name()),
            Result.text(type),
            Result.text(column.name()),
            Result.text(column.sqlType()),
            (long) column.declaredBytes()
          });
    }
  }
}
