package io.github.influx2tdengine.sink.name;

import java.nio.charset.StandardCharsets;

/**
 * Names that TDengine accepts for what InfluxDB lets anybody call anything. All of it is decided
 * from the name alone, so that every task and every run comes to the same answer.
 */
public final class Names {
  /** Bytes of UTF-8 in the name of a supertable or subtable. */
  public static final int TABLE_BYTES = 192;

  /** Bytes of UTF-8 in the name of a column or tag. */
  public static final int COLUMN_BYTES = 64;

  /** What the line-protocol endpoint gives a table whose series have no tags. */
  public static final String NO_TAGS = "_tag_null";

  private Names() {}

  /**
   * The supertable of a measurement: dots (TDengine reads them as {@code database.table}) become
   * {@code _}, as the endpoint makes them; over-long names are cut and end in {@code _} and 8 hex
   * digits. Any other character but NUL may stand in backticks.
   */
  public static String supertable(String measurement) {
    return cut(legal(measurement, true), measurement, TABLE_BYTES);
  }

  /** The name of a subtable made from text: legal as a supertable's name is. */
  public static String subtable(String text) {
    return cut(legal(text, true), text, TABLE_BYTES);
  }

  /** The name of a column or tag before collisions are looked at; dots stay. */
  public static String column(String name) {
    return cut(legal(name, false), name, COLUMN_BYTES);
  }

  /** A name made from another by an ending, cut as a whole where it is too long. */
  public static String extended(String name, String ending) {
    return column(name + ending);
  }

  /** The name with the 8 hex digits of its own hash: for a generated name that meets a real one. */
  public static String hashed(String name) {
    String ending = "_" + Md5.hex8(name);
    return prefix(name, COLUMN_BYTES - ending.length()) + ending;
  }

  /** The 8 hex digits that stand for a name in a table's comment. */
  public static String mark(String name) {
    return Md5.hex8(name);
  }

  /** A name in SQL: in backticks, with those inside doubled. */
  public static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  private static String legal(String name, boolean table) {
    if (name.isEmpty()) {
      return "_";
    }
    StringBuilder out = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean illegal = c == 0 || table && c == '.';
      out.append(illegal ? '_' : c);
    }
    return out.toString();
  }

  private static String cut(String name, String original, int maxBytes) {
    if (name.length() * 3 <= maxBytes || name.getBytes(StandardCharsets.UTF_8).length <= maxBytes) {
      return name;
    }
    String ending = "_" + Md5.hex8(original);
    return prefix(name, maxBytes - ending.length()) + ending;
  }

  /** The longest beginning of at most so many bytes that ends with a whole character. */
  private static String prefix(String text, int maxBytes) {
    int bytes = 0;
    int end = 0;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      if (bytes > maxBytes) {
        break;
      }
      end += Character.charCount(c);
    }
    return text.substring(0, end);
  }
}
