package io.github.influx2tdengine.testkit.tdengine.query;

import io.github.influx2tdengine.testkit.tdengine.sql.Statement;
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
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The answers to SHOW. */
final class Listings {
  private final Store store;
  private final Executor executor;

  Listings(Store store, Executor executor) {
    this.store = store;
    this.executor = executor;
  }

  Result show(Statement.Show show) {
    return switch (show.listing()) {
      case CLUSTER_ALIVE ->
          Result.rows(
              List.of(ResultColumn.of("status", DataType.INT)),
              List.<Object[]>of(new Object[] {1L}));
      case DATABASES ->
          names(
              "name",
              Limits.DATABASE_NAME_BYTES,
              Stream.concat(
                  Stream.of("information_schema", "performance_schema"),
                  store.databases().stream().map(Database::name)),
              show.like());
      case STABLES ->
          names(
              "stable_name",
              Limits.TABLE_NAME_BYTES,
              listed(show).stables().stream().map(Stable::name),
              show.like());
      case TABLES ->
          names(
              "table_name",
              Limits.TABLE_NAME_BYTES,
              listed(show).tables().stream().map(Subtable::name),
              show.like());
      case TAGS -> tags(show);
      case TABLE_TAGS -> tableTags(show);
      case CREATE_DATABASE -> createDatabase(show.name());
      case CREATE_STABLE, CREATE_TABLE -> createTable(show);
    };
  }

  private Database listed(Statement.Show show) {
    return store.database(
        show.database().or(executor::currentDatabase).orElseThrow(Errors::listingWithoutDatabase));
  }

  private static Result names(
      String title, int length, Stream<String> names, Optional<String> like) {
    Pattern pattern = Compiler.likePattern(like.orElse("%"));
    return Result.rows(
        List.of(ResultColumn.text(title, length)),
        names
            .filter(name -> pattern.matcher(name).matches())
            .map(name -> new Object[] {Result.text(name)})
            .toList());
  }

  private Result tags(Statement.Show show) {
    Database in = executor.database(show.database());
    Subtable table = in.table(show.name()).orElseThrow(Errors::noTableInfo);
    List<ResultColumn> columns =
        List.of(
            ResultColumn.text("table_name", Limits.TABLE_NAME_BYTES),
            ResultColumn.text("db_name", Limits.DATABASE_NAME_BYTES),
            ResultColumn.text("stable_name", Limits.TABLE_NAME_BYTES),
            ResultColumn.text("tag_name", Limits.COLUMN_NAME_BYTES),
            ResultColumn.text("tag_type", 32),
            ResultColumn.text("tag_value", Limits.TAG_BYTES));
    return Result.rows(columns, InformationSchema.tagsOf(in, table));
  }

  private Result tableTags(Statement.Show show) {
    Database in = executor.database(show.database());
    Stable stable = in.stable(show.name()).orElseThrow(Errors::tableNotExist);
    List<ResultColumn> columns = new ArrayList<>();
    columns.add(ResultColumn.text("tbname", TableRelation.TBNAME_LENGTH));
    stable.tags().forEach(tag -> columns.add(ResultColumn.of(tag)));
    List<Object[]> rows = new ArrayList<>();
    for (Subtable table : stable.subtables()) {
      rows.add(
          Stream.concat(
                  Stream.of((Object) Result.text(table.name())),
                  stable.tags().stream().map(table::tag))
              .toArray());
    }
    return Result.rows(columns, rows);
  }

  private Result createDatabase(String name) {
    Database database = store.database(name);
    String keep = database.options().keepDays() + "d";
    String others =
        database.options().others().entrySet().stream()
            .map(option -> " " + option.getKey() + " " + option.getValue())
            .collect(Collectors.joining());
    String sql =
        "CREATE DATABASE `%s` VGROUPS %d KEEP %s,%s,%s PRECISION '%s'%s"
            .formatted(
                quoted(name),
                database.options().vgroups(),
                keep,
                keep,
                keep,
                database.options().precision().label(),
                others);
    return created("Database", name, "Create Database", sql);
  }

  private Result createTable(Statement.Show show) {
    Database in = executor.database(show.database());
    Optional<Subtable> table = in.table(show.name());
    if (table.isPresent() && !table.get().stable().normal()) {
      return created("Table", show.name(), "Create Table", createChild(table.get()));
    }
    Stable stable = executor.stableOf(new Statement.TableName(show.database(), show.name()));
    String comment = stable.comment().map(text -> " COMMENT '" + text + "'").orElse("");
    String sql =
        (stable.normal() ? "CREATE TABLE `" : "CREATE STABLE `")
            + quoted(stable.name())
            + "` ("
            + fields(stable.columns())
            + ")"
            + (stable.normal() ? "" : " TAGS (" + fields(stable.tags()) + ")")
            + comment;
    return created("Table", show.name(), "Create Table", sql);
  }

  private static String createChild(Subtable table) {
    return "CREATE TABLE `%s` USING `%s` (%s) TAGS (%s)"
        .formatted(
            quoted(table.name()),
            quoted(table.stable().name()),
            table.stable().tags().stream()
                .map(tag -> "`" + quoted(tag.name()) + "`")
                .collect(Collectors.joining(", ")),
            table.stable().tags().stream()
                .map(tag -> value(table.tag(tag), tag))
                .collect(Collectors.joining(", ")));
  }

  private static String value(Object value, Field tag) {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof Double real) {
      return String.format(Locale.ROOT, "%e", real);
    }
    String shown = Values.shown(value, tag.type());
    return tag.type().sized() ? "\"" + shown + "\"" : shown;
  }

  private static String fields(List<Field> fields) {
    return fields.stream()
        .map(field -> "`" + quoted(field.name()) + "` " + field.sqlType())
        .collect(Collectors.joining(", "));
  }

  private static String quoted(String name) {
    return name.replace("`", "``");
  }

  private static Result created(String title, String name, String sqlTitle, String sql) {
    return Result.rows(
        List.of(ResultColumn.text(title, 193), ResultColumn.text(sqlTitle, 3_145_726)),
        List.<Object[]>of(new Object[] {Result.text(name), Result.text(sql)}));
  }
}
