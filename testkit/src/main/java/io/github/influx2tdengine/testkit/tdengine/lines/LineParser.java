package io.github.influx2tdengine.testkit.tdengine.lines;

import io.github.influx2tdengine.testkit.tdengine.store.DataType;
import io.github.influx2tdengine.testkit.tdengine.store.Limits;
import io.github.influx2tdengine.testkit.tdengine.store.TdengineException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Parses a line as TDengine's endpoint does. */
final class LineParser {
  private static final int INVALID_DATA = 0x3002;
  private static final BigInteger UNSIGNED_MAX =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private final String line;
  private int at;

  private LineParser(String line) {
    this.line = line;
  }

  static Line parse(String line, TimeUnit unit) {
    return new LineParser(line).line(unit);
  }

  private Line line(TimeUnit unit) {
    skipSpaces();
    int start = at;
    String measurement = name(", ");
    String written = line.substring(start, at);
    if (measurement.isEmpty() || Limits.utf8Length(measurement) > Limits.TABLE_NAME_BYTES) {
      throw new TdengineException(0x020A, "SML line measure is empty or too large than 192");
    }
    List<Line.Item> tags = new ArrayList<>();
    while (peek() == ',') {
      at++;
      tags.add(tag());
    }
    skipSpaces();
    List<Line.Item> fields = new ArrayList<>();
    do {
      fields.add(field());
    } while (peek() == ',' && ++at > 0);
    skipSpaces();
    return new Line(written, measurement, tags, fields, time(unit));
  }

  private char peek() {
    return at < line.length() ? line.charAt(at) : '\n';
  }

  private void skipSpaces() {
    while (peek() == ' ') {
      at++;
    }
  }

  /** Text up to one of these signs, its escapes removed. */
  private String name(String ends) {
    StringBuilder name = new StringBuilder();
    for (; at < line.length() && ends.indexOf(line.charAt(at)) < 0; at++) {
      boolean escaped =
          line.charAt(at) == '\\'
              && at + 1 < line.length()
              && ", =".indexOf(line.charAt(at + 1)) >= 0;
      if (escaped) {
        at++;
      }
      name.append(line.charAt(at));
    }
    return name.toString();
  }

  private String key() {
    int start = at;
    String key = name(",= ");
    if (key.isEmpty() || peek() != '=' || Limits.utf8Length(key) > Limits.COLUMN_NAME_BYTES) {
      throw new TdengineException(
          0x021F, "SML line invalid key or key is too long than 64:" + line.substring(start));
    }
    at++;
    return key;
  }

  private Line.Item tag() {
    int start = at;
    String key = key();
    String value = name(", ");
    if (value.isEmpty()) {
      throw invalid("invalid value:" + line.substring(at));
    }
    return new Line.Item(
        key, DataType.NCHAR, value.getBytes(StandardCharsets.UTF_8), line.substring(start));
  }

  private Line.Item field() {
    int start = at;
    String key = key();
    int valueAt = at;
    if (peek() == '"') {
      return new Line.Item(key, DataType.VARCHAR, string(), line.substring(start));
    }
    while (at < line.length() && line.charAt(at) != ',' && line.charAt(at) != ' ') {
      at++;
    }
    String text = line.substring(valueAt, at);
    if (text.isEmpty()) {
      throw invalid("SML line invalid value:" + line.substring(valueAt));
    }
    return number(key, text, valueAt, line.substring(start));
  }

  private byte[] string() {
    int start = at;
    StringBuilder text = new StringBuilder();
    for (at++; peek() != '"'; at++) {
      if (at >= line.length()) {
        throw invalid("SML line unbalanced quotes:" + line.substring(start));
      }
      boolean escaped =
          line.charAt(at) == '\\'
              && at + 1 < line.length()
              && "\"\\".indexOf(line.charAt(at + 1)) >= 0;
      if (escaped) {
        at++;
      }
      text.append(line.charAt(at));
    }
    at++;
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private Line.Item number(String key, String text, int valueAt, String rest) {
    switch (text) {
      case "t", "T", "true", "True", "TRUE":
        return new Line.Item(key, DataType.BOOL, 1L, rest);
      case "f", "F", "false", "False", "FALSE":
        return new Line.Item(key, DataType.BOOL, 0L, rest);
      default:
    }
    char last = text.charAt(text.length() - 1);
    String digits = text.substring(0, text.length() - 1);
    try {
      if (last == 'i') {
        return new Line.Item(key, DataType.BIGINT, Long.parseLong(digits), rest);
      }
      if (last == 'u') {
        BigInteger value = new BigInteger(digits);
        if (value.signum() < 0 || value.compareTo(UNSIGNED_MAX) > 0) {
          throw new TdengineException(
              0x0203,
              "unsigned big int out of range[0,18446744073709551615]:" + line.substring(valueAt));
        }
        return new Line.Item(key, DataType.UBIGINT, value.longValue(), rest);
      }
      // Java takes a d or f behind a number, TDengine does not.
      if (Character.isLetter(last) && !text.equalsIgnoreCase("nan")) {
        throw new NumberFormatException();
      }
      double value = text.equalsIgnoreCase("nan") ? Double.NaN : Double.parseDouble(text);
      return new Line.Item(key, DataType.DOUBLE, value, rest);
    } catch (NumberFormatException notANumber) {
      throw new TdengineException(0x0203, "invalid data:" + line.substring(valueAt));
    }
  }

  private long time(TimeUnit unit) {
    String text = line.substring(at).strip();
    if (text.isEmpty()) {
      Instant now = Instant.now();
      return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
    try {
      long time = Long.parseLong(text);
      if (time < 0) {
        throw new TdengineException(0x0127, "Invalid timestamp format");
      }
      return unit.toNanos(time);
    } catch (NumberFormatException notWhole) {
      throw new TdengineException(0x0127, "SML line invalid timestamp:" + text);
    }
  }

  private static TdengineException invalid(String message) {
    return new TdengineException(INVALID_DATA, message);
  }
}
