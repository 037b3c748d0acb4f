package io.github.influx2tdengine.testkit.tdengine.query;

import io.github.influx2tdengine.testkit.tdengine.sql.Expression;
import io.github.influx2tdengine.testkit.tdengine.sql.Parser;
import io.github.influx2tdengine.testkit.tdengine.sql.Statement;
import io.github.influx2tdengine.testkit.tdengine.store.Database;
import io.github.influx2tdengine.testkit.tdengine.store.Errors;
import io.github.influx2tdengine.testkit.tdengine.store.Precision;
import io.github.influx2tdengine.testkit.tdengine.store.Stable;
import io.github.influx2tdengine.testkit.tdengine.store.Store;
import io.github.influx2tdengine.testkit.tdengine.store.Subtable;
import java.util.List;
import java.util.Optional;

/** Runs SQL for one connection, which has a current database. */
public final class Executor {
  /** What the stand-in says it is: the server that its behaviour was measured on. */
  public static final String SERVER_VERSION = "3.3.7.5";

  private final Store store;
  private Optional<String> database;

  /**
   * @param database the current one
   * @throws io.github.influx2tdengine.testkit.tdengine.store.TdengineException 0x0388 where there
   *     is no such database
   */
  public Executor(Store store, Optional<String> database) {
    this.store = store;
    this.database = database;
    database.ifPresent(store::database);
  }

  public Result execute(String sql) {
    return execute(Parser.parse(sql), List.of());
  }

  /** Runs a statement with the values of its question marks. */
  public Result execute(Statement statement, List<Object> parameters) {
    if (statement instanceof Statement.Select select) {
      return store.using(() -> select(select, parameters));
    }
    if (statement instanceof Statement.Insert insert) {
      return store.using(() -> new Result.Changed(new SqlInsert(this).insert(insert)));
    }
    if (statement instanceof Statement.Delete delete) {
      return store.using(() -> delete(delete));
    }
    if (statement instanceof Statement.Describe describe) {
      return store.using(() -> Description.of(stableOf(describe.name())));
    }
    if (statement instanceof Statement.Show show) {
      return store.using(() -> new Listings(store, this).show(show));
    }
    if (statement instanceof Statement.Use use) {
      store.database(use.name());
      database = Optional.of(use.name());
      return new Result.Changed(0);
    }
    store.changing(
        () -> {
          new SchemaChange(store, this).apply(statement);
          return true;
        });
    return new Result.Changed(0);
  }

  Store store() {
    return store;
  }

  /** The database that unqualified names are of. */
  public Optional<String> currentDatabase() {
    return database;
  }

  /** The database named, or the current one. */
  public Database database(Optional<String> name) {
    return store.database(name.or(() -> database).orElseThrow(Errors::databaseNotSpecified));
  }

  /** The schema behind a name, be it a supertable's, a subtable's or a normal table's. */
  Stable stableOf(Statement.TableName name) {
    Database in = database(name.database());
    return in.stable(name.table())
        .or(() -> in.table(name.table()).map(Subtable::stable))
        .orElseThrow(Errors::tableNotExist);
  }

  private Result select(Statement.Select select, List<Object> parameters) {
    if (select.from().isEmpty()) {
      return Constants.of(this, select);
    }
    Statement.TableName from = select.from().get();
    if (from.database().or(() -> database).equals(Optional.of("information_schema"))) {
      Relation relation = new InformationSchema(store).relation(from.table());
      return new Selection(select, relation, Precision.MS, parameters).run();
    }
    Database in = database(from.database());
    Relation relation =
        in.stable(from.table())
            .map(TableRelation::of)
            .or(() -> in.table(from.table()).map(TableRelation::of))
            .orElseThrow(Errors::tableNotExist);
    return new Selection(select, relation, in.options().precision(), parameters).run();
  }

  private Result delete(Statement.Delete delete) {
    Database in = database(delete.name().database());
    Optional<Stable> stable = in.stable(delete.name().table());
    Relation relation;
    List<Subtable> tables;
    if (stable.isPresent()) {
      relation = TableRelation.of(stable.get());
      tables = List.copyOf(stable.get().subtables());
    } else {
      Subtable table = in.table(delete.name().table()).orElseThrow(Errors::tableNotExist);
      relation = TableRelation.of(table);
      tables = List.of(table);
    }
    Precision precision = in.options().precision();
    Compiler compiler = new Compiler(relation.columns(), true, precision, List.of());
    WhereClause where = WhereClause.of(delete.where(), relation, compiler, precision);
    int deleted = 0;
    for (Subtable table : tables) {
      if (where.scan().wants(table.name()) && matches(where, table)) {
        deleted += table.delete(where.scan().from(), where.scan().to());
      }
    }
    return new Result.Changed(deleted);
  }

  /** Tests of DELETE may only be about tags: they hold for all of a subtable or for nothing. */
  private static boolean matches(WhereClause where, Subtable table) {
    if (where.tests().isEmpty()) {
      return true;
    }
    Relation one = TableRelation.of(table);
    int columns = table.stable().columns().size();
    Row row = one.tables(Scan.ALL).next();
    Row guarded =
        column -> {
          if (column < columns) {
            throw Errors.deleteWhere();
          }
          return row.get(column);
        };
    return where.tests().stream().allMatch(test -> Values.isTrue(test.at(guarded)));
  }

  /** The value of an expression that names no column. */
  Object constant(Expression expression, Precision precision) {
    return new Compiler(List.of(), false, precision, List.of())
        .compile(expression)
        .at(column -> null);
  }
}
