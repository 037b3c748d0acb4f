package io.github.influx2tdengine.testkit.tdengine.query;

import io.github.influx2tdengine.testkit.tdengine.sql.Expression;
import io.github.influx2tdengine.testkit.tdengine.sql.Statement;
import io.github.influx2tdengine.testkit.tdengine.store.Column;
import io.github.influx2tdengine.testkit.tdengine.store.Database;
import io.github.influx2tdengine.testkit.tdengine.store.Errors;
import io.github.influx2tdengine.testkit.tdengine.store.Field;
import io.github.influx2tdengine.testkit.tdengine.store.RowBatch;
import io.github.influx2tdengine.testkit.tdengine.store.Stable;
import io.github.influx2tdengine.testkit.tdengine.store.Subtable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** INSERT with its values written in the SQL. */
final class SqlInsert {
  private final Executor executor;

  SqlInsert(Executor executor) {
    this.executor = executor;
  }

  int insert(Statement.Insert insert) {
    if (insert.parameters() > 0 || insert.parts().stream().anyMatch(p -> p.name().isEmpty())) {
      throw Errors.syntax("?");
    }
    Map<Database, List<Database.Write>> writes = new LinkedHashMap<>();
    for (Statement.InsertPart part : insert.parts().stream().flatMap(this::perTable).toList()) {
      Database in = executor.database(part.name().get().database());
      Subtable table = table(in, part);
      writes
          .computeIfAbsent(in, key -> new ArrayList<>())
          .add(new Database.Write(table, rows(in, table.stable(), part)));
    }
    int written = 0;
    for (Map.Entry<Database, List<Database.Write>> write : writes.entrySet()) {
      written += write.getKey().write(write.getValue());
    }
    return written;
  }

  /** INSERT INTO stable (tbname, tags and columns) as one INSERT USING for each row. */
  private Stream<Statement.InsertPart> perTable(Statement.InsertPart part) {
    Statement.TableName name = part.name().get();
    Optional<Stable> stable = executor.database(name.database()).stable(name.table());
    if (stable.isEmpty() || part.stable().isPresent()) {
      return Stream.of(part);
    }
    int tbname = part.columns().indexOf("tbname");
    if (tbname < 0) {
      throw Errors.tbnameExpected();
    }
    return part.rows().stream()
        .map(
            row -> {
              List<String> tagNames = new ArrayList<>();
              List<Expression> tags = new ArrayList<>();
              List<String> columns = new ArrayList<>();
              List<Expression> values = new ArrayList<>();
              for (int i = 0; i < row.size(); i++) {
                String column = part.columns().get(i);
                boolean tag = stable.get().tag(column).isPresent();
                if (i != tbname) {
                  (tag ? tagNames : columns).add(column);
                  (tag ? tags : values).add(row.get(i));
                }
              }
              if (tags.isEmpty()) {
                // No tags at all: those of an existing table stay, those of a new one are NULL.
                Field first = stable.get().tags().get(0);
                tagNames.add(first.name());
                tags.add(new Expression.Literal(null));
              }
              String table =
                  row.get(tbname) instanceof Expression.Literal literal
                      ? String.valueOf(literal.value())
                      : "";
              return new Statement.InsertPart(
                  Optional.of(new Statement.TableName(name.database(), table)),
                  Optional.of(name),
                  tagNames,
                  tags,
                  columns,
                  List.of(values));
            });
  }

  private Subtable table(Database in, Statement.InsertPart part) {
    String name = part.name().get().table();
    if (part.stable().isEmpty()) {
      return in.table(name).orElseThrow(Errors::tableNotExist);
    }
    Stable stable = executor.stableOf(part.stable().get());
    CellValues cells = new CellValues(executor, in.options().precision());
    return in.subtable(name, stable, cells.tags(stable, part.tagNames(), part.tags()));
  }

  private RowBatch rows(Database in, Stable stable, Statement.InsertPart part) {
    List<Field> fields = fields(stable, part.columns());
    int time = fields.indexOf(stable.time());
    if (time < 0) {
      throw Errors.primaryKeyMissing();
    }
    CellValues cells = new CellValues(executor, in.options().precision());
    List<Field> others = new ArrayList<>(fields);
    others.remove(time);
    List<Column> columns =
        others.stream().map(field -> Column.of(field.type(), part.rows().size())).toList();
    long[] times = new long[part.rows().size()];
    for (int r = 0; r < times.length; r++) {
      List<Expression> row = part.rows().get(r);
      if (row.size() != fields.size()) {
        throw row.size() > fields.size() ? Errors.columnsNumber() : Errors.valuesNotMatched();
      }
      for (int i = 0, c = 0; i < row.size(); i++) {
        Object value = cells.cell(fields.get(i), row.get(i));
        if (i == time) {
          if (value == null) {
            throw Errors.primaryKeyNull();
          }
          times[r] = (Long) value;
        } else {
          add(columns.get(c++), value);
        }
      }
    }
    return new RowBatch(times, others, columns);
  }

  static void add(Column column, Object value) {
    if (value == null) {
      column.addNull();
    } else if (value instanceof byte[] text) {
      column.addText(text);
    } else if (value instanceof Double real) {
      column.addBits(Double.doubleToRawLongBits(real));
    } else {
      column.addBits((Long) value);
    }
  }

  private static List<Field> fields(Stable stable, List<String> names) {
    if (names.isEmpty()) {
      return stable.columns();
    }
    List<Field> fields = new ArrayList<>();
    for (String name : names) {
      Field field = stable.column(name).orElseThrow(() -> Errors.invalidColumn(name));
      if (fields.contains(field)) {
        throw Errors.insertColumnTwice(name);
      }
      fields.add(field);
    }
    return fields;
  }
}
