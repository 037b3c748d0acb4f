package io.github.influx2tdengine.testkit.tdengine.sql;

import io.github.influx2tdengine.testkit.tdengine.store.Errors;
import io.github.influx2tdengine.testkit.tdengine.store.Limits;
import io.github.influx2tdengine.testkit.tdengine.store.TdengineException;
import java.util.List;
import java.util.Locale;

/** Tokens in reading order, with the questions a parser asks. */
final class Tokens {
  private final String sql;
  private final List<Token> tokens;
  private int at;

  Tokens(String sql) {
    this.sql = sql;
    this.tokens = Lexer.tokens(sql);
  }

  Token peek() {
    return tokens.get(at);
  }

  /** The token that many places on. */
  Token peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  Token next() {
    Token token = tokens.get(at);
    if (token.kind() != Token.Kind.END) {
      at++;
    }
    return token;
  }

  /** Takes the word if it comes next. */
  boolean take(String word) {
    if (peek().isWord(word)) {
      at++;
      return true;
    }
    return false;
  }

  /** Takes the words if they all come next. */
  boolean take(String first, String second) {
    if (peek().isWord(first) && peek(1).isWord(second)) {
      at += 2;
      return true;
    }
    return false;
  }

  boolean takeSign(String sign) {
    if (peek().isSign(sign)) {
      at++;
      return true;
    }
    return false;
  }

  void expect(String word) {
    if (!take(word)) {
      throw unexpected();
    }
  }

  void expectSign(String sign) {
    if (!takeSign(sign)) {
      throw unexpected();
    }
  }

  /** A name: as written in backticks, else in lower case. */
  String name() {
    if (peek().kind() == Token.Kind.WORD && ReservedWords.contains(peek().text())) {
      throw unexpected();
    }
    return anyName();
  }

  /** A name, which may be a reserved word. */
  String anyName() {
    Token token = next();
    return switch (token.kind()) {
      case NAME -> token.text();
      case WORD -> token.text().toLowerCase(Locale.ROOT);
      default -> {
        at--;
        throw unexpected();
      }
    };
  }

  /** A name of at most this many bytes. */
  String name(int bytes) {
    Token token = peek();
    String name = name();
    if (name.isEmpty() || Limits.utf8Length(name) > bytes) {
      boolean quoted = token.kind() == Token.Kind.NAME;
      throw Errors.invalidIdentifier(sql.substring(token.start() + (quoted ? 1 : 0)));
    }
    return name;
  }

  String databaseName() {
    String name = name(Limits.DATABASE_NAME_BYTES);
    if (name.contains(".")) {
      throw Errors.dotInName("database");
    }
    return name;
  }

  String string() {
    if (peek().kind() != Token.Kind.STRING) {
      throw unexpected();
    }
    return next().text();
  }

  /** A string as it stands between its quotes, escapes and all. */
  String writtenString() {
    Token token = peek();
    string();
    return sql.substring(token.start() + 1, token.end() - 1);
  }

  long number() {
    boolean negative = takeSign("-");
    if (peek().kind() != Token.Kind.NUMBER) {
      throw unexpected();
    }
    try {
      return Long.parseLong((negative ? "-" : "") + next().text());
    } catch (NumberFormatException notWhole) {
      at--;
      throw unexpected();
    }
  }

  boolean atEnd() {
    return peek().kind() == Token.Kind.END;
  }

  void expectEnd() {
    takeSign(";");
    if (!atEnd()) {
      throw unexpected();
    }
  }

  /** The SQL from this token to the one before the next. */
  String written(Token from) {
    return sql.substring(from.start(), tokens.get(at - 1).end());
  }

  /** Refuses the token before the next. */
  TdengineException unexpectedBefore() {
    at--;
    return unexpected();
  }

  TdengineException unexpected() {
    return atEnd() ? Errors.incompleteSql() : Errors.syntax(sql.substring(peek().start()));
  }
}
