package io.github.influx2tdengine.testkit.tdengine.query;

import io.github.influx2tdengine.testkit.tdengine.sql.Expression;
import io.github.influx2tdengine.testkit.tdengine.sql.Statement;
import io.github.influx2tdengine.testkit.tdengine.store.Column;
import io.github.influx2tdengine.testkit.tdengine.store.DataType;
import io.github.influx2tdengine.testkit.tdengine.store.Database;
import io.github.influx2tdengine.testkit.tdengine.store.Errors;
import io.github.influx2tdengine.testkit.tdengine.store.Field;
import io.github.influx2tdengine.testkit.tdengine.store.Limits;
import io.github.influx2tdengine.testkit.tdengine.store.Precision;
import io.github.influx2tdengine.testkit.tdengine.store.RowBatch;
import io.github.influx2tdengine.testkit.tdengine.store.Stable;
import io.github.influx2tdengine.testkit.tdengine.store.Store;
import io.github.influx2tdengine.testkit.tdengine.store.Subtable;
import io.github.influx2tdengine.testkit.tdengine.store.TdengineException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * An INSERT with question marks, in the forms
 *
 * <ul>
 *   <li>{@code INSERT INTO ? USING stable (tags) TAGS (?,…) (columns) VALUES (?,…)}
 *   <li>{@code INSERT INTO stable (tbname, tags and columns) VALUES (?,…)}
 *   <li>{@code INSERT INTO table (columns) VALUES (?,…)}
 * </ul>
 */
public final class PreparedInsert {
  private final Store store;
  private final Database database;
  private final Stable stable;
  private final boolean foreign;
  private final Optional<String> table;
  private final boolean creates;
  private final List<BindField> fields;

  /** The schema of the first execution, which later ones must find again. */
  private OptionalInt columnVersion = OptionalInt.empty();

  private Optional<TdengineException> refused = Optional.empty();

  private PreparedInsert(
      Store store,
      Database database,
      Stable stable,
      boolean foreign,
      Optional<String> table,
      boolean creates,
      List<BindField> fields) {
    this.store = store;
    this.database = database;
    this.stable = stable;
    this.foreign = foreign;
    this.table = table;
    this.creates = creates;
    this.fields = fields;
  }

  /** Prepares a statement for one connection. */
  public static PreparedInsert prepare(Executor executor, Statement.Insert insert) {
    return executor.store().using(() -> prepared(executor, insert));
  }

  private static PreparedInsert prepared(Executor executor, Statement.Insert insert) {
    if (insert.parts().size() != 1 || insert.parts().get(0).rows().size() != 1) {
      throw Errors.unsupported("a prepared INSERT of several tables or rows");
    }
    Statement.InsertPart part = insert.parts().get(0);
    requireParameters(part.tags());
    requireParameters(part.rows().get(0));
    if (part.stable().isPresent()) {
      return using(executor, part, part.stable().get());
    }
    Statement.TableName name = part.name().orElseThrow(Errors::stmtTableName);
    Database in = executor.database(name.database());
    Optional<Stable> stable = in.stable(name.table());
    if (stable.isPresent()) {
      return intoStable(executor, in, stable.get(), part);
    }
    Subtable table = in.table(name.table()).orElseThrow(Errors::stmtTableName);
    List<BindField> fields = new ArrayList<>();
    columns(table.stable(), part, fields);
    return new PreparedInsert(
        executor.store(), in, table.stable(), false, Optional.of(table.name()), false, fields);
  }

  private static PreparedInsert using(
      Executor executor, Statement.InsertPart part, Statement.TableName stableName) {
    Database in =
        executor.database(
            stableName.database().or(() -> part.name().flatMap(Statement.TableName::database)));
    Stable stable = in.stable(stableName.table()).orElseThrow(Errors::stmtTableName);
    // Subtables go into the connection's database, whatever database the supertable is of.
    boolean foreign =
        part.name().isEmpty() && !executor.currentDatabase().equals(Optional.of(in.name()));
    List<BindField> fields = new ArrayList<>();
    if (part.name().isEmpty()) {
      fields.add(BindField.tableName());
    }
    List<Field> tags = part.tagNames().isEmpty() ? stable.tags() : new ArrayList<>();
    for (String name : part.tagNames()) {
      tags.add(stable.tag(name).orElseThrow(() -> Errors.invalidColumn(name)));
    }
    if (tags.size() != part.tags().size()) {
      throw Errors.invalidSymbol(")");
    }
    tags.forEach(tag -> fields.add(new BindField(BindField.Kind.TAG, tag)));
    columns(stable, part, fields);
    return new PreparedInsert(
        executor.store(),
        in,
        stable,
        foreign,
        part.name().map(Statement.TableName::table),
        true,
        List.copyOf(fields));
  }

  private static PreparedInsert intoStable(
      Executor executor, Database in, Stable stable, Statement.InsertPart part) {
    List<BindField> fields = new ArrayList<>();
    for (String name : part.columns()) {
      if (name.equals("tbname")) {
        fields.add(BindField.tableName());
      } else if (stable.tag(name).isPresent()) {
        fields.add(new BindField(BindField.Kind.TAG, stable.tag(name).get()));
      } else {
        Field column = stable.column(name).orElseThrow(() -> Errors.invalidColumn(name));
        fields.add(new BindField(BindField.Kind.COLUMN, column));
      }
    }
    if (fields.stream().noneMatch(field -> field.kind() == BindField.Kind.TABLE_NAME)) {
      throw Errors.tbnameMissing();
    }
    if (fields.size() != part.rows().get(0).size()) {
      throw Errors.columnsNumber();
    }
    return new PreparedInsert(
        executor.store(), in, stable, false, Optional.empty(), true, List.copyOf(fields));
  }

  private static void columns(Stable stable, Statement.InsertPart part, List<BindField> fields) {
    Map<String, Field> byName = new HashMap<>();
    stable.columns().forEach(column -> byName.put(column.name(), column));
    Set<Field> named = new LinkedHashSet<>();
    for (String name : part.columns()) {
      Field column = byName.get(name);
      if (column == null) {
        throw Errors.invalidColumn(name);
      }
      if (!named.add(column)) {
        throw Errors.insertColumnTwice(name);
      }
    }
    List<Field> columns = part.columns().isEmpty() ? stable.columns() : List.copyOf(named);
    if (columns.size() != part.rows().get(0).size()) {
      throw columns.size() < part.rows().get(0).size()
          ? Errors.columnsNumber()
          : Errors.valuesNotMatched();
    }
    if (!columns.contains(stable.time())) {
      throw Errors.primaryKeyMissing();
    }
    columns.forEach(column -> fields.add(new BindField(BindField.Kind.COLUMN, column)));
  }

  private static void requireParameters(List<Expression> values) {
    if (values.stream().anyMatch(value -> !(value instanceof Expression.Parameter))) {
      throw Errors.unsupported("a prepared INSERT with constants among its question marks");
    }
  }

  /** The question marks in order. */
  public List<BindField> fields() {
    return fields;
  }

  public List<Field> fields(BindField.Kind kind) {
    return fields.stream().filter(field -> field.kind() == kind).map(BindField::field).toList();
  }

  public Precision precision() {
    return database.options().precision();
  }

  /**
   * Refuses what the client library refuses when values are bound; from then on it refuses
   * everything with the same error, as that library does.
   */
  public void check(List<BoundTable> bound) {
    if (refused.isPresent()) {
      throw refused.get();
    }
    if (bound.stream().anyMatch(one -> one.columns().get(0).size() == 0)) {
      throw Errors.stmtBindNumber();
    }
    try {
      checkValues(bound);
    } catch (TdengineException error) {
      refused = Optional.of(error);
      throw error;
    }
  }

  private void checkValues(List<BoundTable> bound) {
    List<Field> tags = fields(BindField.Kind.TAG);
    List<Field> columns = fields(BindField.Kind.COLUMN);
    for (BoundTable one : bound) {
      if (table.isEmpty()) {
        subtableName(one.name());
      }
      for (int i = 0; i < tags.size(); i++) {
        checkTag(tags.get(i), one.tags().get(i));
      }
      int rows = one.columns().get(0).size();
      for (int i = 0; i < columns.size(); i++) {
        checkColumn(columns.get(i), one.columns().get(i), rows);
      }
    }
  }

  /**
   * The subtable that a bound name means. It is read as SQL would read it: backticks go, and what
   * stands before a dot is a database.
   */
  private String subtableName(String bound) {
    boolean quoted = bound.length() > 1 && bound.startsWith("`") && bound.endsWith("`");
    String name = quoted ? bound.substring(1, bound.length() - 1) : bound;
    int dot = name.indexOf('.');
    if (quoted && dot >= 0) {
      throw Errors.dotInName("table");
    }
    if (dot >= 0) {
      if (store.database(name.substring(0, dot)) != database) {
        throw Errors.tableNotExist();
      }
      name = name.substring(dot + 1);
    }
    if (name.isEmpty()) {
      throw Errors.stmtTableName();
    }
    if (Limits.utf8Length(name) > Limits.TABLE_NAME_BYTES) {
      throw Errors.nameTooLong();
    }
    return name;
  }

  private static void checkTag(Field tag, Column value) {
    if (!tag.type().sized() || value.isNull(0)) {
      return;
    }
    byte[] text = value.text(0);
    if (text.length > tag.declaredBytes() - 2) {
      throw Errors.tagTooLong();
    }
    if (tooLong(tag, text)) {
      throw Errors.valueTooLong();
    }
  }

  private void checkColumn(Field field, Column values, int rows) {
    if (values.size() != rows) {
      throw Errors.unevenRows();
    }
    if (field.equals(stable.time())) {
      for (int row = 0; row < rows; row++) {
        if (values.isNull(row)) {
          throw Errors.boundTimeNull();
        }
      }
    }
    if (!field.type().sized()) {
      return;
    }
    for (int row = 0; row < rows; row++) {
      if (!values.isNull(row) && tooLong(field, values.text(row))) {
        throw field.type() == DataType.NCHAR
            ? Errors.valueTooLong(field.name())
            : Errors.valueTooLong();
      }
    }
  }

  private static boolean tooLong(Field field, byte[] text) {
    return text.length > field.length()
        && (field.type() != DataType.NCHAR || CellValues.characters(text) > field.length());
  }

  /** Writes what was bound and says how many rows that were. */
  public int execute(List<BoundTable> bound) {
    return store.using(
        () -> {
          if (foreign || !stable.normal() && isDropped()) {
            throw Errors.tableNotExist();
          }
          int version = stable.columnVersion();
          if (columnVersion.orElse(version) != version) {
            throw Errors.schemaIsOld();
          }
          columnVersion = OptionalInt.of(version);
          List<Database.Write> writes = new ArrayList<>();
          for (BoundTable one : bound) {
            writes.add(new Database.Write(subtable(one), rows(one)));
          }
          return database.write(writes);
        });
  }

  private boolean isDropped() {
    return store.find(database.name()).orElse(null) != database
        || database.stable(stable.name()).orElse(null) != stable;
  }

  private Subtable subtable(BoundTable one) {
    String name = table.orElseGet(() -> subtableName(one.name()));
    List<Field> tags = fields(BindField.Kind.TAG);
    if (!creates || tags.isEmpty()) {
      Subtable found = database.table(name).orElseThrow(Errors::tableNotExist);
      if (found.stable() != stable) {
        throw Errors.tableInOtherStable();
      }
      return found;
    }
    int slots = stable.tags().stream().mapToInt(Field::id).max().orElse(-1) + 1;
    List<Object> byId = new ArrayList<>(Collections.nCopies(slots, null));
    for (int i = 0; i < tags.size(); i++) {
      byId.set(tags.get(i).id(), value(tags.get(i), one.tags().get(i)));
    }
    return database.subtable(name, stable, byId);
  }

  private static Object value(Field field, Column column) {
    if (column.isNull(0)) {
      return null;
    }
    if (field.type().sized()) {
      return column.text(0);
    }
    return field.type().isFloating()
        ? (Object) Double.longBitsToDouble(column.bits(0))
        : (Object) column.bits(0);
  }

  private RowBatch rows(BoundTable one) {
    List<Field> columns = new ArrayList<>(fields(BindField.Kind.COLUMN));
    List<Column> values = new ArrayList<>(one.columns());
    int time = columns.indexOf(stable.time());
    Column times = values.remove(time);
    columns.remove(time);
    long[] instants = new long[times.size()];
    for (int row = 0; row < instants.length; row++) {
      instants[row] = times.bits(row);
    }
    return new RowBatch(instants, columns, values);
  }
}
