package io.github.influx2tdengine.testkit.tdengine.query;

import io.github.influx2tdengine.testkit.tdengine.sql.Expression;
import io.github.influx2tdengine.testkit.tdengine.sql.Statement;
import io.github.influx2tdengine.testkit.tdengine.store.DataType;
import io.github.influx2tdengine.testkit.tdengine.store.Precision;
import java.util.ArrayList;
import java.util.List;

/** SELECT without FROM: what the server says of itself, and constants. */
final class Constants {
  private Constants() {}

  static Result of(Executor executor, Statement.Select select) {
    List<ResultColumn> columns = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (Statement.Item item : select.items()) {
      if (item.expression() instanceof Expression.Call call && call.arguments().isEmpty()) {
        Object value =
            switch (call.function()) {
              case "server_version", "client_version" -> Executor.SERVER_VERSION;
              case "database" -> executor.currentDatabase().orElse(null);
              case "current_user", "user" -> "root";
              case "server_status" -> 1L;
              default -> call;
            };
        if (value != call) {
          boolean whole = value instanceof Long;
          columns.add(
              whole
                  ? ResultColumn.of(item.title(), DataType.INT)
                  : ResultColumn.text(
                      item.title(), value == null ? 63 : ((String) value).length()));
          values.add(value instanceof String text ? Result.text(text) : value);
          continue;
        }
      }
      Typed typed =
          new Compiler(List.of(), false, Precision.MS, List.of()).compile(item.expression());
      columns.add(new ResultColumn(item.title(), typed.type(), typed.length()));
      values.add(typed.at(column -> null));
    }
    return Result.rows(columns, List.<Object[]>of(values.toArray()));
  }
}
