package io.github.influx2tdengine.testkit.tdengine.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses what follows INSERT INTO. */
final class InsertParser {
  private final Tokens tokens;
  private final ExpressionParser expressions;

  InsertParser(Tokens tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  Statement.Insert insert() {
    List<Statement.InsertPart> parts = new ArrayList<>();
    do {
      parts.add(part());
    } while (!tokens.atEnd() && !tokens.peek().isSign(";"));
    return new Statement.Insert(List.copyOf(parts), expressions.parameters());
  }

  private Statement.InsertPart part() {
    Optional<Statement.TableName> name = Optional.empty();
    if (!tokens.takeSign("?")) {
      name = Optional.of(TableName.parse(tokens).statement());
    }
    // The columns may stand before USING or behind the tags.
    List<String> columns = tokens.peek().isSign("(") ? names() : List.of();
    Optional<Statement.TableName> stable = Optional.empty();
    List<String> tagNames = List.of();
    List<Expression> tags = List.of();
    if (tokens.take("USING")) {
      stable = Optional.of(TableName.parse(tokens).statement());
      tagNames = tokens.peek().isSign("(") ? names() : List.of();
      tokens.expect("TAGS");
      tags = row();
      if (columns.isEmpty() && tokens.peek().isSign("(")) {
        columns = names();
      }
    }
    tokens.expect("VALUES");
    List<List<Expression>> rows = new ArrayList<>();
    do {
      rows.add(row());
      tokens.takeSign(",");
    } while (tokens.peek().isSign("("));
    return new Statement.InsertPart(name, stable, tagNames, tags, columns, List.copyOf(rows));
  }

  private List<String> names() {
    tokens.expectSign("(");
    List<String> names = new ArrayList<>();
    do {
      names.add(tokens.anyName());
    } while (tokens.takeSign(","));
    tokens.expectSign(")");
    return List.copyOf(names);
  }

  private List<Expression> row() {
    tokens.expectSign("(");
    List<Expression> values = new ArrayList<>();
    do {
      values.add(expressions.expression());
    } while (tokens.takeSign(","));
    tokens.expectSign(")");
    return List.copyOf(values);
  }
}
