package io.github.influx2tdengine.testkit.influx;

import io.github.influx2tdengine.testkit.influx.InfluxQl.SyntaxException;
import java.util.ArrayList;
import java.util.List;

/** Cuts InfluxQL into tokens. */
final class InfluxQlLexer {
  enum Kind {
    WORD,
    QUOTED,
    STRING,
    NUMBER,
    DURATION,
    REGEX,
    SYMBOL,
    END
  }

  record Token(Kind kind, String text, int position) {
    boolean is(String word) {
      return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equalsIgnoreCase(word);
    }
  }

  private final String query;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private InfluxQlLexer(String query) {
    this.query = query;
  }

  static List<Token> tokens(String query) {
    InfluxQlLexer lexer = new InfluxQlLexer(query);
    while (lexer.next()) {}
    lexer.tokens.add(new Token(Kind.END, "EOF", query.length()));
    return lexer.tokens;
  }

  private boolean next() {
    while (at < query.length() && Character.isWhitespace(query.charAt(at))) {
      at++;
    }
    if (at >= query.length()) {
      return false;
    }
    int begin = at;
    char c = query.charAt(at);
    if (c == '"') {
      add(Kind.QUOTED, quoted('"'), begin);
    } else if (c == '\'') {
      add(Kind.STRING, quoted('\''), begin);
    } else if (c == '/' && afterRegexOperator()) {
      add(Kind.REGEX, regex(), begin);
    } else if (Character.isDigit(c)) {
      number();
    } else if (Character.isLetter(c) || c == '_') {
      while (at < query.length() && wordPart(query.charAt(at))) {
        at++;
      }
      add(Kind.WORD, query.substring(begin, at), begin);
    } else {
      symbol();
    }
    return true;
  }

  private static boolean wordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private boolean afterRegexOperator() {
    if (tokens.isEmpty()) {
      return false;
    }
    Token last = tokens.get(tokens.size() - 1);
    return last.is("=~") || last.is("!~") || last.is("from") || last.is("by") || last.is("(");
  }

  private void add(Kind kind, String text, int begin) {
    tokens.add(new Token(kind, text, begin));
  }

  private String quoted(char quote) {
    StringBuilder text = new StringBuilder();
    int begin = at++;
    while (at < query.length()) {
      char c = query.charAt(at++);
      if (c == quote) {
        return text.toString();
      }
      if (c == '\n') {
        break;
      }
      if (c == '\\') {
        char escaped = at < query.length() ? query.charAt(at++) : '\0';
        switch (escaped) {
          case 'n' -> text.append('\n');
          case '\\', '"', '\'' -> text.append(escaped);
          default ->
              throw new SyntaxException(
                  "found \\" + escaped + ", expected valid escape at char " + (begin + 1));
        }
      } else {
        text.append(c);
      }
    }
    throw new SyntaxException("found bad string at line 1, char " + (begin + 1));
  }

  private String regex() {
    StringBuilder text = new StringBuilder();
    at++;
    while (at < query.length()) {
      char c = query.charAt(at++);
      if (c == '/') {
        return text.toString();
      }
      if (c == '\\' && at < query.length() && query.charAt(at) == '/') {
        c = query.charAt(at++);
      }
      text.append(c);
    }
    throw new SyntaxException("bad regex");
  }

  private void number() {
    int begin = at;
    while (at < query.length() && Character.isDigit(query.charAt(at))) {
      at++;
    }
    boolean fraction = at + 1 < query.length() && query.charAt(at) == '.';
    if (fraction) {
      at++;
      while (at < query.length() && Character.isDigit(query.charAt(at))) {
        at++;
      }
    } else if (at < query.length() && "nuµmshdw".indexOf(query.charAt(at)) >= 0) {
      while (at < query.length() && (wordPart(query.charAt(at)) || query.charAt(at) == 'µ')) {
        at++;
      }
      add(Kind.DURATION, query.substring(begin, at), begin);
      return;
    }
    add(Kind.NUMBER, query.substring(begin, at), begin);
  }

  private void symbol() {
    int begin = at;
    for (String two : new String[] {"::", "<=", ">=", "!=", "<>", "=~", "!~"}) {
      if (query.startsWith(two, at)) {
        at += 2;
        add(Kind.SYMBOL, two, begin);
        return;
      }
    }
    at++;
    add(Kind.SYMBOL, query.substring(begin, at), begin);
  }
}
