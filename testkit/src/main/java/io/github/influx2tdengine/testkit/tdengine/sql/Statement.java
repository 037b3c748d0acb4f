package io.github.influx2tdengine.testkit.tdengine.sql;

import io.github.influx2tdengine.testkit.tdengine.store.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A statement as parsed. */
public sealed interface Statement {

  /**
   * A table's name.
   *
   * @param database as written before the dot
   */
  record TableName(Optional<String> database, String table) {}

  record CreateDatabase(String name, boolean ifNotExists, Map<String, List<String>> options)
      implements Statement {}

  record AlterDatabase(String name, Map<String, List<String>> options) implements Statement {}

  record DropDatabase(String name, boolean ifExists) implements Statement {}

  record Use(String name) implements Statement {}

  /** A supertable, or a normal table where there are no tags. */
  record CreateTable(
      TableName name,
      boolean stable,
      boolean ifNotExists,
      List<Field> columns,
      List<Field> tags,
      Optional<String> comment)
      implements Statement {}

  /** One subtable of CREATE TABLE … USING. */
  record Child(
      TableName name,
      boolean ifNotExists,
      TableName stable,
      List<String> tagNames,
      List<Expression> tags) {}

  record CreateChildren(List<Child> children) implements Statement {}

  enum Change {
    ADD_COLUMN,
    ADD_TAG,
    MODIFY_COLUMN,
    MODIFY_TAG,
    DROP_COLUMN,
    DROP_TAG,
    COMMENT,
    SET_TAG
  }

  /**
   * ALTER of a table.
   *
   * @param field the column or tag; only its name counts for DROP and SET TAG
   * @param value the comment or the tag's value
   */
  record AlterTable(TableName name, boolean stable, Change change, Field field, Expression value)
      implements Statement {}

  record DropTables(List<TableName> names, boolean stable, boolean ifExists) implements Statement {}

  record Describe(TableName name) implements Statement {}

  enum Listing {
    DATABASES,
    STABLES,
    TABLES,
    TAGS,
    TABLE_TAGS,
    CREATE_DATABASE,
    CREATE_STABLE,
    CREATE_TABLE,
    CLUSTER_ALIVE
  }

  /** SHOW. */
  record Show(Listing listing, Optional<String> database, String name, Optional<String> like)
      implements Statement {}

  /**
   * One column of the result.
   *
   * @param title what the result calls it
   */
  record Item(Expression expression, String title) {}

  record Order(Expression expression, boolean descending) {}

  /**
   * SELECT; without a table where {@code from} is empty.
   *
   * @param partition whether {@code groupBy} was PARTITION BY, which leaves rows alone
   */
  record Select(
      boolean distinct,
      boolean tagsOnly,
      List<Item> items,
      Optional<TableName> from,
      Optional<Expression> where,
      List<Expression> groupBy,
      boolean partition,
      List<Order> orderBy,
      long limit,
      long offset,
      int parameters)
      implements Statement {}

  /**
   * The rows for one table of an INSERT.
   *
   * @param name empty where the table is a question mark
   * @param columns empty where all are meant
   */
  record InsertPart(
      Optional<TableName> name,
      Optional<TableName> stable,
      List<String> tagNames,
      List<Expression> tags,
      List<String> columns,
      List<List<Expression>> rows) {}

  record Insert(List<InsertPart> parts, int parameters) implements Statement {}

  record Delete(TableName name, Optional<Expression> where) implements Statement {}
}
