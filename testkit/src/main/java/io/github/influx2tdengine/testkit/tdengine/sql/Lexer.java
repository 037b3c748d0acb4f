package io.github.influx2tdengine.testkit.tdengine.sql;

import io.github.influx2tdengine.testkit.tdengine.store.Errors;
import java.util.ArrayList;
import java.util.List;

/** Cuts SQL into tokens. */
final class Lexer {
  private final String sql;
  private int at;

  private Lexer(String sql) {
    this.sql = sql;
  }

  static List<Token> tokens(String sql) {
    Lexer lexer = new Lexer(sql);
    List<Token> tokens = new ArrayList<>();
    Token token;
    do {
      token = lexer.next();
      tokens.add(token);
    } while (token.kind() != Token.Kind.END);
    return tokens;
  }

  private Token next() {
    while (at < sql.length() && Character.isWhitespace(sql.charAt(at))) {
      at++;
    }
    int start = at;
    if (at == sql.length()) {
      return new Token(Token.Kind.END, "", start, start);
    }
    char c = sql.charAt(at);
    if (c == '`') {
      return new Token(Token.Kind.NAME, name(), start, at);
    }
    if (c == '\'' || c == '"') {
      return new Token(Token.Kind.STRING, string(c), start, at);
    }
    if (isDigit(c) || c == '.' && at + 1 < sql.length() && isDigit(sql.charAt(at + 1))) {
      number();
      return new Token(Token.Kind.NUMBER, sql.substring(start, at), start, at);
    }
    if (isWordPart(c)) {
      while (at < sql.length() && isWordPart(sql.charAt(at))) {
        at++;
      }
      return new Token(Token.Kind.WORD, sql.substring(start, at), start, at);
    }
    at += twoSigns() ? 2 : 1;
    return new Token(Token.Kind.SIGN, sql.substring(start, at), start, at);
  }

  private boolean twoSigns() {
    if (at + 1 == sql.length()) {
      return false;
    }
    String two = sql.substring(at, at + 2);
    return two.equals("<=") || two.equals(">=") || two.equals("<>") || two.equals("!=");
  }

  private String name() {
    StringBuilder name = new StringBuilder();
    for (at++; at < sql.length(); at++) {
      if (sql.charAt(at) != '`') {
        name.append(sql.charAt(at));
      } else if (at + 1 < sql.length() && sql.charAt(at + 1) == '`') {
        name.append('`');
        at++;
      } else {
        at++;
        return name.toString();
      }
    }
    throw Errors.syntax("`" + name);
  }

  private String string(char quote) {
    StringBuilder text = new StringBuilder();
    int start = at;
    for (at++; at < sql.length(); at++) {
      char c = sql.charAt(at);
      if (c == '\\' && at + 1 < sql.length()) {
        at++;
        escape(sql.charAt(at), text);
      } else if (c != quote) {
        text.append(c);
      } else if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
        text.append(quote);
        at++;
      } else {
        at++;
        return text.toString();
      }
    }
    throw Errors.syntax(sql.substring(start));
  }

  private static void escape(char c, StringBuilder text) {
    switch (c) {
      case 'n' -> text.append('\n');
      case 'r' -> text.append('\r');
      case 't' -> text.append('\t');
      // Kept with their backslash: they mean themselves inside of LIKE.
      case '%', '_' -> text.append('\\').append(c);
      default -> text.append(c);
    }
  }

  private void number() {
    while (at < sql.length() && (isWordPart(sql.charAt(at)) || sql.charAt(at) == '.')) {
      char c = sql.charAt(at++);
      boolean exponent = (c == 'e' || c == 'E') && at < sql.length();
      if (exponent && (sql.charAt(at) == '-' || sql.charAt(at) == '+')) {
        at++;
      }
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWordPart(char c) {
    return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$';
  }
}
