package io.github.influx2tdengine.testkit.tdengine.sql;

/**
 * A piece of SQL.
 *
 * @param text the name or the string without quotes and escapes; the number or sign as written
 * @param start where it begins in the SQL
 * @param end where it ends
 */
record Token(Kind kind, String text, int start, int end) {
  enum Kind {
    /** A bare word, as written. */
    WORD,
    /** A name in backticks. */
    NAME,
    STRING,
    NUMBER,
    SIGN,
    END
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  boolean isSign(String sign) {
    return kind == Kind.SIGN && text.equals(sign);
  }
}
