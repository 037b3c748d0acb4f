package io.github.influx2tdengine.testkit.tdengine.sql;

import io.github.influx2tdengine.testkit.tdengine.store.Errors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Parses what follows SELECT. */
final class SelectParser {
  private static final Set<String> UNKNOWN =
      Set.of(
          "INTERVAL",
          "STATE_WINDOW",
          "SESSION",
          "EVENT_WINDOW",
          "COUNT_WINDOW",
          "FILL",
          "HAVING",
          "SLIDING",
          "JOIN",
          "LEFT",
          "UNION",
          "SLIMIT",
          "RANGE",
          "EVERY");

  private final Tokens tokens;
  private final ExpressionParser expressions;

  SelectParser(Tokens tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  Statement.Select select() {
    boolean distinct = tokens.take("DISTINCT");
    boolean tagsOnly = !distinct && tokens.take("TAGS");
    List<Statement.Item> items = new ArrayList<>();
    do {
      items.add(item());
    } while (tokens.takeSign(","));
    Optional<Statement.TableName> from = Optional.empty();
    if (tokens.take("FROM")) {
      if (tokens.peek().isSign("(")) {
        throw Errors.unsupported("a SELECT from a SELECT");
      }
      from = Optional.of(TableName.parse(tokens).statement());
    }
    Optional<Expression> where =
        tokens.take("WHERE") ? Optional.of(expressions.expression()) : Optional.empty();
    for (String clause : UNKNOWN) {
      if (tokens.peek().isWord(clause)) {
        throw Errors.unsupported(clause);
      }
    }
    List<Expression> groupBy = new ArrayList<>();
    boolean partition = tokens.take("PARTITION", "BY");
    if (partition || tokens.take("GROUP", "BY")) {
      do {
        groupBy.add(expressions.expression());
      } while (tokens.takeSign(","));
    }
    List<Statement.Order> orderBy = new ArrayList<>();
    if (tokens.take("ORDER", "BY")) {
      do {
        Expression key = expressions.expression();
        boolean descending = tokens.take("DESC");
        if (!descending) {
          tokens.take("ASC");
        }
        orderBy.add(new Statement.Order(key, descending));
      } while (tokens.takeSign(","));
    }
    long limit = Long.MAX_VALUE;
    long offset = 0;
    if (tokens.take("LIMIT")) {
      limit = tokens.number();
      if (tokens.takeSign(",")) {
        offset = limit;
        limit = tokens.number();
      } else if (tokens.take("OFFSET")) {
        offset = tokens.number();
      }
    }
    return new Statement.Select(
        distinct,
        tagsOnly,
        List.copyOf(items),
        from,
        where,
        List.copyOf(groupBy),
        partition,
        List.copyOf(orderBy),
        limit,
        offset,
        expressions.parameters());
  }

  private Statement.Item item() {
    Token first = tokens.peek();
    Expression expression = expressions.expression();
    String title =
        expression instanceof Expression.Name name ? name.name() : unquoted(tokens.written(first));
    if (tokens.take("AS")) {
      title = tokens.name();
    } else if (tokens.peek().kind() == Token.Kind.NAME || bareAlias()) {
      title = tokens.name();
    }
    return new Statement.Item(expression, title);
  }

  /** The server drops a backtick at either end of the text, even where it is not the name's own. */
  private static String unquoted(String text) {
    int start = text.startsWith("`") ? 1 : 0;
    return text.substring(start, text.length() - (text.endsWith("`") ? 1 : 0));
  }

  private boolean bareAlias() {
    Token next = tokens.peek();
    return next.kind() == Token.Kind.WORD
        && !next.isWord("FROM")
        && !next.isWord("WHERE")
        && !next.isWord("ORDER")
        && !next.isWord("GROUP")
        && !next.isWord("PARTITION")
        && !next.isWord("LIMIT")
        && UNKNOWN.stream().noneMatch(next::isWord);
  }
}
