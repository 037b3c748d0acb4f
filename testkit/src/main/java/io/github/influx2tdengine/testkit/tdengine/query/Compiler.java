package io.github.influx2tdengine.testkit.tdengine.query;

import io.github.influx2tdengine.testkit.tdengine.sql.Expression;
import io.github.influx2tdengine.testkit.tdengine.store.DataType;
import io.github.influx2tdengine.testkit.tdengine.store.Errors;
import io.github.influx2tdengine.testkit.tdengine.store.Precision;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes expressions ready to be evaluated over a relation's rows. */
final class Compiler {
  private final List<ResultColumn> columns;
  private final Precision precision;
  private final List<Object> parameters;
  private final List<Aggregate> aggregates = new ArrayList<>();
  private final boolean timeFirst;

  /**
   * @param timeFirst whether column 0 is the rows' time, by which first and last go
   * @param parameters the values of question marks
   */
  Compiler(
      List<ResultColumn> columns, boolean timeFirst, Precision precision, List<Object> parameters) {
    this.columns = columns;
    this.timeFirst = timeFirst;
    this.precision = precision;
    this.parameters = parameters;
  }

  /** The aggregates met so far; their values are columns behind the relation's own. */
  List<Aggregate> aggregates() {
    return aggregates;
  }

  Typed compile(Expression expression) {
    if (expression instanceof Expression.Literal literal) {
      return literal(literal.value());
    }
    if (expression instanceof Expression.Parameter parameter) {
      return literal(parameters.get(parameter.index()));
    }
    if (expression instanceof Expression.Name name) {
      int column = column(name.name());
      return new Typed(
          columns.get(column).type(), columns.get(column).length(), row -> row.get(column));
    }
    if (expression instanceof Expression.Call call) {
      return call(call);
    }
    if (expression instanceof Expression.Cast cast) {
      return cast(compile(cast.operand()), cast.type(), cast.length());
    }
    if (expression instanceof Expression.Binary binary) {
      return binary(binary);
    }
    if (expression instanceof Expression.Not not) {
      Typed operand = compile(not.operand());
      return Typed.bool(row -> Values.of(!Values.isTrue(operand.at(row))));
    }
    if (expression instanceof Expression.Negative negative) {
      Typed operand = compile(negative.operand());
      return arithmetic("-", literal(0L), operand);
    }
    if (expression instanceof Expression.IsNull test) {
      Typed operand = compile(test.operand());
      return Typed.bool(row -> Values.of(operand.at(row) == null != test.negated()));
    }
    if (expression instanceof Expression.In in) {
      return in(in);
    }
    if (expression instanceof Expression.Like like) {
      return like(like);
    }
    throw Errors.unsupported("this expression: " + expression);
  }

  /** The number of the column of this name, or 0x2602. */
  int column(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    if (timeFirst && (name.equals("_c0") || name.equals("_rowts"))) {
      return 0;
    }
    throw Errors.invalidColumn(name);
  }

  private static Typed literal(Object value) {
    if (value instanceof String text) {
      byte[] bytes = Result.text(text);
      return new Typed(DataType.VARCHAR, Math.max(1, bytes.length), row -> bytes);
    }
    if (value instanceof Boolean bool) {
      Object number = Values.of(bool);
      return new Typed(DataType.BOOL, 0, row -> number);
    }
    if (value instanceof BigInteger big) {
      return new Typed(DataType.UBIGINT, 0, row -> big);
    }
    return new Typed(value instanceof Double ? DataType.DOUBLE : DataType.BIGINT, 0, row -> value);
  }

  private Typed binary(Expression.Binary binary) {
    Typed left = compile(binary.left());
    Typed right = compile(binary.right());
    return switch (binary.operator()) {
      case "AND" ->
          Typed.bool(row -> Values.of(Values.isTrue(left.at(row)) && Values.isTrue(right.at(row))));
      case "OR" ->
          Typed.bool(row -> Values.of(Values.isTrue(left.at(row)) || Values.isTrue(right.at(row))));
      case "+", "-", "*", "/", "%" -> arithmetic(binary, left, right);
      default -> comparison(binary.operator(), left, right);
    };
  }

  private Typed comparison(String operator, Typed leftRaw, Typed rightRaw) {
    Typed left = asTime(leftRaw, rightRaw);
    Typed right = asTime(rightRaw, leftRaw);
    return Typed.bool(
        row -> {
          Object a = left.at(row);
          Object b = right.at(row);
          if (a == null || b == null) {
            return null;
          }
          int order = Values.compare(a, left.type(), b, right.type());
          return Values.of(
              switch (operator) {
                case "=" -> order == 0;
                case "<>" -> order != 0;
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                default -> order >= 0;
              });
        });
  }

  /** A text that is compared with a time, as a time. */
  private Typed asTime(Typed value, Typed other) {
    if (!value.type().isText() || other.type() != DataType.TIMESTAMP) {
      return value;
    }
    return new Typed(
        DataType.TIMESTAMP,
        0,
        row ->
            value.at(row) instanceof byte[] text
                ? Values.time(new String(text, StandardCharsets.UTF_8), precision)
                : null);
  }

  private Typed arithmetic(Expression.Binary binary, Typed left, Typed right) {
    if (binary.right() instanceof Expression.Span span) {
      long ticks = ticks(span);
      long signed = binary.operator().equals("-") ? -ticks : ticks;
      return new Typed(
          DataType.TIMESTAMP, 0, row -> left.at(row) instanceof Long at ? at + signed : null);
    }
    return arithmetic(binary.operator(), left, right);
  }

  private long ticks(Expression.Span span) {
    long seconds =
        switch (span.unit()) {
          case 'm' -> 60;
          case 'h' -> 3_600;
          case 'd' -> 86_400;
          case 'w' -> 604_800;
          case 's' -> 1;
          default -> 0;
        };
    if (seconds > 0) {
      return span.count() * seconds * precision.perSecond();
    }
    long perSecond = span.unit() == 'a' ? 1_000 : span.unit() == 'u' ? 1_000_000 : 1_000_000_000;
    return perSecond <= precision.perSecond()
        ? span.count() * (precision.perSecond() / perSecond)
        : span.count() / (perSecond / precision.perSecond());
  }

  private static Typed arithmetic(String operator, Typed left, Typed right) {
    // Arithmetic is done in DOUBLE, except on times.
    boolean time = left.type() == DataType.TIMESTAMP || right.type() == DataType.TIMESTAMP;
    boolean whole = time && !left.type().isFloating() && !right.type().isFloating();
    DataType type =
        !whole ? DataType.DOUBLE : operator.equals("-") ? DataType.BIGINT : DataType.TIMESTAMP;
    return new Typed(
        type,
        0,
        row -> {
          Object a = left.at(row);
          Object b = right.at(row);
          if (a == null || b == null) {
            return null;
          }
          Number x = Values.number(a, left.type());
          Number y = Values.number(b, right.type());
          return whole
              ? (Object) whole(operator, x.longValue(), y.longValue())
              : (Object) real(operator, x.doubleValue(), y.doubleValue());
        });
  }

  private static Long whole(String operator, long x, long y) {
    return switch (operator) {
      case "+" -> x + y;
      case "-" -> x - y;
      case "*" -> x * y;
      default -> y == 0 ? null : x % y;
    };
  }

  private static Double real(String operator, double x, double y) {
    return switch (operator) {
      case "+" -> x + y;
      case "-" -> x - y;
      case "*" -> x * y;
      case "/" -> y == 0 ? null : x / y;
      default -> y == 0 ? null : x % y;
    };
  }

  private Typed in(Expression.In in) {
    Typed operand = compile(in.operand());
    List<Typed> tests = new ArrayList<>();
    for (Expression option : in.options()) {
      tests.add(comparison("=", operand, compile(option)));
    }
    return Typed.bool(
        row ->
            operand.at(row) == null
                ? null
                : Values.of(
                    tests.stream().anyMatch(test -> Values.isTrue(test.at(row))) != in.negated()));
  }

  private Typed like(Expression.Like like) {
    Typed operand = compile(like.operand());
    Pattern pattern = likePattern(like.pattern());
    return Typed.bool(
        row ->
            operand.at(row) instanceof byte[] text
                ? Values.of(
                    pattern.matcher(new String(text, StandardCharsets.UTF_8)).matches()
                        != like.negated())
                : null);
  }

  /** A LIKE pattern as a regular expression; case does not count, as in TDengine. */
  static Pattern likePattern(String like) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < like.length(); i++) {
      char c = like.charAt(i);
      if (c == '\\' && i + 1 < like.length()) {
        regex.append(Pattern.quote(like.substring(++i, i + 1)));
      } else if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
  }

  private Typed cast(Typed operand, DataType type, int length) {
    int width = type.sized() && length == 0 ? 64 : length;
    return new Typed(
        type,
        width,
        row -> {
          Object value = operand.at(row);
          if (value == null) {
            return null;
          }
          if (type.isText()) {
            return Result.text(Values.shown(value, operand.type()));
          }
          if (type == DataType.TIMESTAMP && value instanceof byte[] text) {
            return Values.time(new String(text, StandardCharsets.UTF_8), precision);
          }
          Number number = Values.number(value, operand.type());
          if (type == DataType.BOOL) {
            return Values.of(number.doubleValue() != 0);
          }
          if (type.isFloating()) {
            return type == DataType.FLOAT ? (double) number.floatValue() : number.doubleValue();
          }
          return number.longValue();
        });
  }

  private Typed call(Expression.Call call) {
    String function = call.function();
    Typed constant = constant(function);
    if (constant != null) {
      return constant;
    }
    if (function.equals("tbname")) {
      return compile(new Expression.Name("tbname"));
    }
    if (Aggregate.isAggregate(function)) {
      return aggregate(call);
    }
    if (call.arguments().size() == 1) {
      Typed operand = compile(call.arguments().get(0));
      switch (function) {
        case "to_unixtimestamp":
          return cast(operand, DataType.TIMESTAMP, 0);
        case "abs":
          return new Typed(
              operand.type(),
              0,
              row -> {
                Object value = operand.at(row);
                return value instanceof Double real
                    ? (Object) Math.abs(real)
                    : value instanceof Long whole ? (Object) Math.abs(whole) : null;
              });
        case "length":
          return new Typed(
              DataType.BIGINT,
              0,
              row -> operand.at(row) instanceof byte[] text ? (long) text.length : null);
        default:
      }
    }
    throw Errors.unsupported("function " + function);
  }

  private Typed constant(String function) {
    return switch (function) {
      case "now" -> {
        long now = precision.of(Instant.now());
        yield new Typed(DataType.TIMESTAMP, 0, row -> now);
      }
      case "today" -> {
        long day = 86_400 * precision.perSecond();
        long today = Math.floorDiv(precision.of(Instant.now()), day) * day;
        yield new Typed(DataType.TIMESTAMP, 0, row -> today);
      }
      default -> null;
    };
  }

  private Typed aggregate(Expression.Call call) {
    if (call.arguments().size() != 1) {
      throw Errors.unsupported(call.function() + " with " + call.arguments().size() + " arguments");
    }
    Expression argument = call.arguments().get(0);
    boolean star = argument instanceof Expression.Star;
    if (star && !call.function().equals("count")) {
      throw Errors.unsupported(call.function().toUpperCase(Locale.ROOT) + "(*)");
    }
    Typed operand = star ? literal(1L) : compile(argument);
    Aggregate aggregate = Aggregate.of(call.function(), operand);
    int slot = columns.size() + aggregates.size();
    aggregates.add(aggregate);
    return new Typed(aggregate.type(), aggregate.length(), row -> row.get(slot));
  }
}
