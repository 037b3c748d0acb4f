package io.github.influx2tdengine.testkit.tdengine.sql;

import io.github.influx2tdengine.testkit.tdengine.store.DataType;
import io.github.influx2tdengine.testkit.tdengine.store.Errors;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Parses expressions by precedence: OR, AND, NOT, comparison, sum, product, sign. */
final class ExpressionParser {
  private final Tokens tokens;
  private int parameters;

  ExpressionParser(Tokens tokens) {
    this.tokens = tokens;
  }

  /** The question marks met so far. */
  int parameters() {
    return parameters;
  }

  Expression.Parameter parameter() {
    return new Expression.Parameter(parameters++);
  }

  Expression expression() {
    Expression left = conjunction();
    while (tokens.take("OR")) {
      left = new Expression.Binary("OR", left, conjunction());
    }
    return left;
  }

  private Expression conjunction() {
    Expression left = negation();
    while (tokens.take("AND")) {
      left = new Expression.Binary("AND", left, negation());
    }
    return left;
  }

  private Expression negation() {
    return tokens.take("NOT") ? new Expression.Not(negation()) : comparison();
  }

  private Expression comparison() {
    Expression left = sum();
    if (tokens.take("IS")) {
      boolean negated = tokens.take("NOT");
      tokens.expect("NULL");
      return new Expression.IsNull(left, negated);
    }
    boolean negated = tokens.take("NOT");
    if (tokens.take("IN")) {
      return new Expression.In(left, list(), negated);
    }
    if (tokens.take("LIKE")) {
      return new Expression.Like(left, tokens.string(), negated);
    }
    if (tokens.take("BETWEEN")) {
      Expression low = sum();
      tokens.expect("AND");
      Expression between =
          new Expression.Binary(
              "AND",
              new Expression.Binary(">=", left, low),
              new Expression.Binary("<=", left, sum()));
      return negated ? new Expression.Not(between) : between;
    }
    if (negated) {
      throw tokens.unexpected();
    }
    for (String operator : List.of("=", "<>", "!=", "<=", ">=", "<", ">")) {
      if (tokens.takeSign(operator)) {
        return new Expression.Binary(operator.equals("!=") ? "<>" : operator, left, sum());
      }
    }
    return left;
  }

  private Expression sum() {
    Expression left = product();
    while (true) {
      if (tokens.takeSign("+")) {
        left = new Expression.Binary("+", left, product());
      } else if (tokens.takeSign("-")) {
        left = new Expression.Binary("-", left, product());
      } else {
        return left;
      }
    }
  }

  private Expression product() {
    Expression left = signed();
    while (true) {
      if (tokens.takeSign("*")) {
        left = new Expression.Binary("*", left, signed());
      } else if (tokens.takeSign("/")) {
        left = new Expression.Binary("/", left, signed());
      } else if (tokens.takeSign("%")) {
        left = new Expression.Binary("%", left, signed());
      } else {
        return left;
      }
    }
  }

  private Expression signed() {
    if (tokens.takeSign("-")) {
      if (tokens.peek().kind() == Token.Kind.NUMBER) {
        return number("-" + tokens.next().text());
      }
      return new Expression.Negative(signed());
    }
    tokens.takeSign("+");
    return primary();
  }

  private Expression primary() {
    Token token = tokens.peek();
    switch (token.kind()) {
      case NUMBER:
        tokens.next();
        return number(token.text());
      case STRING:
        return new Expression.Literal(tokens.string());
      case NAME:
        return qualified(tokens.name());
      case WORD:
        return word();
      default:
        if (tokens.takeSign("(")) {
          Expression inner = expression();
          tokens.expectSign(")");
          return inner;
        }
        if (tokens.takeSign("*")) {
          return new Expression.Star();
        }
        if (tokens.takeSign("?")) {
          return parameter();
        }
        throw tokens.unexpected();
    }
  }

  private Expression word() {
    Token token = tokens.next();
    String name = token.text().toLowerCase(Locale.ROOT);
    if (tokens.peek().isSign("(")) {
      return name.equals("cast") ? cast() : call(name);
    }
    return switch (name) {
      case "null" -> new Expression.Literal(null);
      case "true" -> new Expression.Literal(Boolean.TRUE);
      case "false" -> new Expression.Literal(Boolean.FALSE);
      case "now", "today" -> new Expression.Call(name, List.of());
      case "nan", "inf", "infinity" -> throw Errors.invalidSymbol(token.text());
      case "tbname", "_c0", "_rowts" -> new Expression.Name(name);
      default -> {
        if (ReservedWords.contains(name)) {
          throw tokens.unexpectedBefore();
        }
        yield qualified(name);
      }
    };
  }

  /** A name, of which {@code table.column} means the column: a query has one table. */
  private Expression qualified(String name) {
    if (!tokens.takeSign(".")) {
      return new Expression.Name(name);
    }
    return tokens.takeSign("*") ? new Expression.Star() : new Expression.Name(tokens.name());
  }

  private Expression call(String function) {
    tokens.expectSign("(");
    List<Expression> arguments = new ArrayList<>();
    if (!tokens.takeSign(")")) {
      do {
        arguments.add(expression());
      } while (tokens.takeSign(","));
      tokens.expectSign(")");
    }
    return new Expression.Call(function, List.copyOf(arguments));
  }

  private Expression cast() {
    tokens.expectSign("(");
    Expression operand = expression();
    tokens.expect("AS");
    TypeName type = TypeName.parse(tokens);
    tokens.expectSign(")");
    return new Expression.Cast(operand, type.type(), type.length());
  }

  private List<Expression> list() {
    tokens.expectSign("(");
    List<Expression> options = new ArrayList<>();
    do {
      options.add(sum());
    } while (tokens.takeSign(","));
    tokens.expectSign(")");
    return List.copyOf(options);
  }

  private Expression number(String text) {
    char last = Character.toLowerCase(text.charAt(text.length() - 1));
    try {
      if ("bunasmhdw".indexOf(last) >= 0) {
        return new Expression.Span(Long.parseLong(text.substring(0, text.length() - 1)), last);
      }
      if (text.chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E')) {
        return new Expression.Literal(Double.valueOf(text));
      }
      BigInteger whole = new BigInteger(text);
      if (whole.bitLength() > 63) {
        return new Expression.Literal(whole);
      }
      return new Expression.Literal(whole.longValue());
    } catch (NumberFormatException notANumber) {
      throw tokens.unexpected();
    }
  }

  /**
   * A type as SQL names it.
   *
   * @param written whether a length is written
   */
  record TypeName(DataType type, int length, boolean written) {
    static TypeName parse(Tokens tokens) {
      Token word = tokens.peek();
      if (word.kind() != Token.Kind.WORD) {
        throw tokens.unexpected();
      }
      boolean unsigned = tokens.peek(1).isWord("UNSIGNED");
      DataType type = DataType.ofSql(word.text(), unsigned).orElseThrow(tokens::unexpected);
      tokens.next();
      tokens.take("UNSIGNED");
      int length = 0;
      boolean written = false;
      if (type.sized() && tokens.takeSign("(")) {
        length = (int) Math.min(tokens.number(), Integer.MAX_VALUE / 8);
        tokens.expectSign(")");
        written = true;
      }
      return new TypeName(type, length, written);
    }
  }
}
