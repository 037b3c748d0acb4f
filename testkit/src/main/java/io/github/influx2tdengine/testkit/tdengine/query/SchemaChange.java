package io.github.influx2tdengine.testkit.tdengine.query;

import io.github.influx2tdengine.testkit.tdengine.sql.Expression;
import io.github.influx2tdengine.testkit.tdengine.sql.Statement;
import io.github.influx2tdengine.testkit.tdengine.store.Database;
import io.github.influx2tdengine.testkit.tdengine.store.DatabaseOptions;
import io.github.influx2tdengine.testkit.tdengine.store.Errors;
import io.github.influx2tdengine.testkit.tdengine.store.Field;
import io.github.influx2tdengine.testkit.tdengine.store.Stable;
import io.github.influx2tdengine.testkit.tdengine.store.Store;
import io.github.influx2tdengine.testkit.tdengine.store.Subtable;
import java.util.List;
import java.util.Optional;

/** CREATE, ALTER and DROP. */
final class SchemaChange {
  private final Store store;
  private final Executor executor;

  SchemaChange(Store store, Executor executor) {
    this.store = store;
    this.executor = executor;
  }

  void apply(Statement statement) {
    if (statement instanceof Statement.CreateDatabase create) {
      DatabaseOptions options =
          OptionParser.apply(DatabaseOptions.defaults(), create.options(), true);
      store.createDatabase(create.name(), create.ifNotExists(), options);
    } else if (statement instanceof Statement.AlterDatabase alter) {
      DatabaseOptions old = store.database(alter.name()).options();
      store.alterDatabase(alter.name(), OptionParser.apply(old, alter.options(), false));
    } else if (statement instanceof Statement.DropDatabase drop) {
      store.dropDatabase(drop.name(), drop.ifExists());
    } else if (statement instanceof Statement.CreateTable create) {
      create(create);
    } else if (statement instanceof Statement.CreateChildren create) {
      create.children().forEach(this::createChild);
    } else if (statement instanceof Statement.AlterTable alter) {
      alter(alter);
    } else if (statement instanceof Statement.DropTables drop) {
      drop.names().forEach(name -> drop(name, drop));
    } else {
      throw Errors.unsupported(statement.getClass().getSimpleName());
    }
  }

  private void create(Statement.CreateTable create) {
    Database in = executor.database(create.name().database());
    String name = create.name().table();
    if (create.stable()) {
      store.createStable(
          in, name, create.ifNotExists(), create.columns(), create.tags(), create.comment());
    } else {
      store.createNormalTable(in, name, create.ifNotExists(), create.columns(), create.comment());
    }
  }

  private void createChild(Statement.Child child) {
    Database in = executor.database(child.name().database());
    Stable stable = executor.stableOf(child.stable());
    List<Object> tags =
        new CellValues(executor, in.options().precision())
            .tags(stable, child.tagNames(), child.tags());
    store.createSubtable(in, child.name().table(), child.ifNotExists(), stable, tags);
  }

  private void alter(Statement.AlterTable alter) {
    Database in = executor.database(alter.name().database());
    Field field = alter.field();
    if (alter.change() == Statement.Change.SET_TAG) {
      Subtable table = in.table(alter.name().table()).orElseThrow(Errors::tableNotExist);
      Field tag =
          table.stable().tag(field.name()).orElseThrow(() -> Errors.setUnknownTag(field.name()));
      CellValues cells = new CellValues(executor, in.options().precision());
      store.setTag(table, tag, cells.cell(tag, alter.value()));
      return;
    }
    Stable stable =
        alter.stable()
            ? in.stable(alter.name().table()).orElseThrow(Errors::tableNotExist)
            : executor.stableOf(alter.name());
    if (!stable.normal() && in.stable(alter.name().table()).isEmpty()) {
      throw Errors.alterTable();
    }
    switch (alter.change()) {
      case ADD_COLUMN -> stable.addColumn(field.name(), field.type(), field.length());
      case ADD_TAG -> stable.addTag(field.name(), field.type(), field.length());
      case MODIFY_COLUMN -> stable.modifyColumn(field.name(), field.type(), field.length());
      case MODIFY_TAG -> stable.modifyTag(field.name(), field.type(), field.length());
      case DROP_COLUMN -> stable.dropColumn(field.name());
      case DROP_TAG -> stable.dropTag(field.name());
      default -> store.comment(stable, text(alter.value()));
    }
  }

  private static String text(Expression value) {
    return value instanceof Expression.Literal literal ? String.valueOf(literal.value()) : "";
  }

  private void drop(Statement.TableName name, Statement.DropTables drop) {
    Database in = executor.database(name.database());
    Optional<Stable> stable = in.stable(name.table());
    Optional<Subtable> table = in.table(name.table());
    if (drop.stable() && stable.isEmpty() && !drop.ifExists()) {
      throw Errors.stableNotExist();
    }
    if (stable.isPresent()) {
      store.dropStable(in, stable.get());
    } else if (!drop.stable() && table.isPresent()) {
      store.dropTable(in, table.get());
    } else if (!drop.ifExists()) {
      throw Errors.tableNotExist();
    }
  }
}
