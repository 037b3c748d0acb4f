package io.github.influx2tdengine.testkit.influx;

import io.github.influx2tdengine.points.FieldType;
import io.github.influx2tdengine.testkit.influx.InfluxQl.Condition;
import io.github.influx2tdengine.testkit.influx.InfluxQl.Fill;
import io.github.influx2tdengine.testkit.influx.InfluxQl.Grouping;
import io.github.influx2tdengine.testkit.influx.InfluxQl.Named;
import io.github.influx2tdengine.testkit.influx.InfluxQl.Selected;
import io.github.influx2tdengine.testkit.influx.InfluxQl.Source;
import io.github.influx2tdengine.testkit.influx.InfluxQl.Statement;
import io.github.influx2tdengine.testkit.influx.InfluxQl.SyntaxException;
import io.github.influx2tdengine.testkit.influx.InfluxQl.Wildcard;
import io.github.influx2tdengine.testkit.influx.InfluxQlLexer.Kind;
import io.github.influx2tdengine.testkit.influx.InfluxQlLexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Reads the InfluxQL that this project sends; anything else is a syntax error, never a guess. */
final class InfluxQlParser {
  private final List<Token> tokens;
  private final long now;
  private int at;

  private InfluxQlParser(String query, long now) {
    this.tokens = InfluxQlLexer.tokens(query);
    this.now = now;
  }

  /**
   * @param now the server's clock in nanoseconds, for {@code now()}
   * @throws SyntaxException with InfluxDB's message where the statement is unknown
   */
  static List<Statement> parse(String query, long now) {
    InfluxQlParser parser = new InfluxQlParser(query, now);
    List<Statement> statements = new ArrayList<>();
    while (true) {
      while (parser.accept(";")) {}
      if (parser.peek().kind() == Kind.END) {
        return statements;
      }
      statements.add(parser.statement());
      if (parser.peek().kind() != Kind.END && !parser.peek().is(";")) {
        throw parser.unexpected("; or EOF");
      }
    }
  }

  private Statement statement() {
    if (accept("SELECT")) {
      return select();
    } else if (accept("SHOW")) {
      return show();
    } else if (accept("CREATE")) {
      return create();
    } else if (accept("DROP")) {
      if (accept("DATABASE")) {
        return new InfluxQl.DropDatabase(identifier());
      }
      expect("MEASUREMENT");
      return new InfluxQl.DropMeasurement(identifier());
    } else if (accept("ALTER")) {
      return alterPolicy();
    } else if (accept("DELETE")) {
      expect("FROM");
      Source source = source();
      return new InfluxQl.Delete(source, where());
    } else if (accept("GRANT")) {
      return administration("GRANT");
    }
    throw unexpected(
        "SELECT, DELETE, SHOW, CREATE, DROP, EXPLAIN, GRANT, REVOKE, ALTER, SET, KILL");
  }

  private Statement select() {
    List<Selected> selected = new ArrayList<>();
    do {
      selected.add(selected());
    } while (accept(","));
    expect("FROM");
    Source source = source();
    Condition where = where();
    Grouping grouping = grouping();
    boolean descending = false;
    if (accept("ORDER")) {
      expect("BY");
      expect("time");
      if (accept("DESC")) {
        descending = true;
      } else {
        accept("ASC");
      }
    }
    long limit = number("LIMIT");
    long offset = number("OFFSET");
    return new InfluxQl.Select(selected, source, where, grouping, descending, limit, offset);
  }

  private Selected selected() {
    Token first = peek();
    if (first.kind() == Kind.WORD && tokens.get(at + 1).is("(")) {
      at += 2;
      String function = first.text().toLowerCase(java.util.Locale.ROOT);
      Selected inner = column(function);
      expect(")");
      return alias(inner);
    }
    return alias(column(""));
  }

  private Selected alias(Selected selected) {
    if (accept("AS")) {
      String alias = identifier();
      if (selected instanceof Named named) {
        return new Named(named.function(), named.name(), named.asTag(), named.type(), alias);
      }
    }
    return selected;
  }

  private Selected column(String function) {
    if (accept("*")) {
      return new Wildcard(function, accept("::") ? word("field", "tag") : "");
    }
    String name = identifier();
    if (!accept("::")) {
      return new Named(function, name, false, Optional.empty(), "");
    }
    String type = word("float", "integer", "unsigned", "string", "boolean", "field", "tag");
    return switch (type) {
      case "tag" -> new Named(function, name, true, Optional.empty(), "");
      case "field" -> new Named(function, name, false, Optional.empty(), "");
      default -> new Named(function, name, false, Optional.of(FieldType.of(type)), "");
    };
  }

  private Grouping grouping() {
    boolean all = false;
    long interval = 0;
    long shift = 0;
    List<String> tags = new ArrayList<>();
    if (accept("GROUP")) {
      expect("BY");
      do {
        if (accept("*")) {
          all = true;
        } else if (peek().is("time") && tokens.get(at + 1).is("(")) {
          at += 2;
          interval = duration();
          if (accept(",")) {
            boolean negative = accept("-");
            shift = negative ? -duration() : duration();
          }
          expect(")");
        } else {
          tags.add(identifier());
          if (accept("::")) {
            expect("tag");
          }
        }
      } while (accept(","));
    }
    Fill fill = Fill.NULL;
    double fillNumber = 0;
    if (accept("fill")) {
      expect("(");
      if (accept("none")) {
        fill = Fill.NONE;
      } else if (accept("previous")) {
        fill = Fill.PREVIOUS;
      } else if (!accept("null")) {
        fill = Fill.NUMBER;
        fillNumber = Double.parseDouble(next().text());
      }
      expect(")");
    }
    return new Grouping(all, tags, interval, shift, fill, fillNumber);
  }

  private Statement show() {
    if (accept("DATABASES")) {
      return new InfluxQl.ShowDatabases();
    } else if (accept("RETENTION")) {
      expect("POLICIES");
      return new InfluxQl.ShowPolicies(on());
    } else if (accept("MEASUREMENTS")) {
      String database = on();
      String policy = !database.isEmpty() && accept(".") ? identifier() : "";
      Optional<Condition> where = peek().is("WHERE") ? Optional.of(where()) : Optional.empty();
      return new InfluxQl.ShowMeasurements(
          database, policy, where, number("LIMIT"), number("OFFSET"));
    } else if (accept("FIELD")) {
      expect("KEYS");
      return new InfluxQl.ShowFieldKeys(on(), from());
    } else if (accept("TAG")) {
      if (accept("VALUES")) {
        String database = on();
        Optional<Source> from = from();
        expect("WITH");
        expect("KEY");
        expect("=");
        return new InfluxQl.ShowTagValues(database, from, identifier());
      }
      expect("KEYS");
      return new InfluxQl.ShowTagKeys(on(), from());
    } else if (accept("SERIES")) {
      boolean exact = accept("EXACT");
      if (exact && !peek().is("CARDINALITY")) {
        throw unexpected("CARDINALITY");
      }
      if (accept("CARDINALITY")) {
        return new InfluxQl.ShowCardinality(on(), from(), exact);
      }
      String database = on();
      Optional<Source> from = from();
      return new InfluxQl.ShowSeries(database, from, where(), number("LIMIT"), number("OFFSET"));
    }
    if (accept("SHARD")) {
      expect("GROUPS");
      return administration("SHOW SHARD GROUPS");
    } else if (accept("SHARDS") || accept("USERS")) {
      return administration("SHOW " + tokens.get(at - 1).text());
    }
    throw unexpected("DATABASES, FIELD, MEASUREMENTS, RETENTION, SERIES, TAG");
  }

  private Statement create() {
    if (accept("USER")) {
      return administration("CREATE USER");
    } else if (accept("RETENTION")) {
      expect("POLICY");
      String name = identifier();
      expect("ON");
      String database = identifier();
      Durations durations = durations();
      return new InfluxQl.CreatePolicy(
          database, name, durations.duration, durations.shardDuration, durations.isDefault);
    }
    expect("DATABASE");
    String name = identifier();
    Durations durations = accept("WITH") ? durations() : new Durations();
    return new InfluxQl.CreateDatabase(
        name,
        durations.name.isEmpty() ? "autogen" : durations.name,
        durations.duration,
        durations.shardDuration);
  }

  private Statement administration(String name) {
    while (peek().kind() != Kind.END && !peek().is(";")) {
      next();
    }
    return new InfluxQl.Administration(name);
  }

  private Statement alterPolicy() {
    expect("RETENTION");
    expect("POLICY");
    String name = identifier();
    expect("ON");
    String database = identifier();
    Durations durations = durations();
    return new InfluxQl.AlterPolicy(
        database, name, durations.duration, durations.shardDuration, durations.isDefault);
  }

  private static final class Durations {
    private String name = "";
    private long duration;
    private long shardDuration;
    private boolean isDefault;
  }

  private Durations durations() {
    Durations read = new Durations();
    while (true) {
      if (accept("DURATION")) {
        read.duration = accept("INF") ? 0 : duration();
      } else if (accept("REPLICATION")) {
        next();
      } else if (accept("SHARD")) {
        expect("DURATION");
        read.shardDuration = duration();
      } else if (accept("NAME")) {
        read.name = identifier();
      } else if (accept("DEFAULT")) {
        read.isDefault = true;
      } else {
        return read;
      }
    }
  }

  private String on() {
    return accept("ON") ? identifier() : "";
  }

  private Optional<Source> from() {
    return accept("FROM") ? Optional.of(source()) : Optional.empty();
  }

  /** {@code m}, {@code rp.m}, {@code db.rp.m} or {@code db..m}. */
  private Source source() {
    List<String> parts = new ArrayList<>();
    parts.add(identifier());
    while (accept(".")) {
      parts.add(peek().is(".") ? "" : identifier());
    }
    return switch (parts.size()) {
      case 1 -> new Source("", "", parts.get(0));
      case 2 -> new Source("", parts.get(0), parts.get(1));
      case 3 -> new Source(parts.get(0), parts.get(1), parts.get(2));
      default -> throw unexpected("at most three parts of a measurement");
    };
  }

  private Condition where() {
    return accept("WHERE") ? new Where().parse() : Condition.NONE;
  }

  /** Reads a condition; bounds on time are taken out of it, as InfluxDB does. */
  private final class Where {
    private long min = Long.MIN_VALUE;
    private long max = Long.MAX_VALUE;

    Condition parse() {
      InfluxQl.Predicate predicate = or();
      return new Condition(min, max, predicate);
    }

    private InfluxQl.Predicate or() {
      InfluxQl.Predicate left = and();
      while (accept("OR")) {
        InfluxQl.Predicate a = left;
        InfluxQl.Predicate b = and();
        left = row -> a.test(row) || b.test(row);
      }
      return left;
    }

    private InfluxQl.Predicate and() {
      InfluxQl.Predicate left = comparison();
      while (accept("AND")) {
        InfluxQl.Predicate a = left;
        InfluxQl.Predicate b = comparison();
        left = row -> a.test(row) && b.test(row);
      }
      return left;
    }

    private InfluxQl.Predicate comparison() {
      if (accept("(")) {
        InfluxQl.Predicate inner = or();
        expect(")");
        return inner;
      }
      if (peek().kind() == Kind.WORD && peek().is("time")) {
        next();
        String operator = next().text();
        bound(operator, time());
        return row -> true;
      }
      String name = identifier();
      if (accept("::")) {
        next();
      }
      String operator = next().text();
      Token operand = next();
      return switch (operator) {
        case "=" -> row -> same(row.value(name), operand);
        case "!=", "<>" -> row -> !same(row.value(name), operand);
        case "=~" -> matcher(name, operand);
        case "!~" -> {
          InfluxQl.Predicate matches = matcher(name, operand);
          yield row -> !matches.test(row);
        }
        case "<" -> row -> order(row.value(name), operand, order -> order < 0);
        case "<=" -> row -> order(row.value(name), operand, order -> order <= 0);
        case ">" -> row -> order(row.value(name), operand, order -> order > 0);
        case ">=" -> row -> order(row.value(name), operand, order -> order >= 0);
        default -> throw new SyntaxException("stand-in does not compare with " + operator);
      };
    }

    private InfluxQl.Predicate matcher(String name, Token regex) {
      java.util.regex.Pattern pattern = java.util.regex.Pattern.compile(regex.text());
      return row -> {
        Object value = row.value(name);
        return pattern.matcher(value == null ? "" : value.toString()).find();
      };
    }

    private boolean same(Object value, Token operand) {
      return switch (operand.kind()) {
        case STRING -> operand.text().equals(value == null ? "" : value);
        case NUMBER ->
            value instanceof Number number
                && Double.compare(number.doubleValue(), Double.parseDouble(operand.text())) == 0;
        default -> value instanceof Boolean flag && flag == operand.is("true");
      };
    }

    private boolean order(Object value, Token operand, IntPredicate wanted) {
      return value instanceof Number number
          && operand.kind() == Kind.NUMBER
          && wanted.test(Double.compare(number.doubleValue(), Double.parseDouble(operand.text())));
    }

    private void bound(String operator, long time) {
      switch (operator) {
        case ">=" -> min = Math.max(min, time);
        case ">" -> min = Math.max(min, Math.addExact(time, 1));
        case "<" -> max = Math.min(max, Math.subtractExact(time, 1));
        case "<=" -> max = Math.min(max, time);
        case "=" -> {
          min = Math.max(min, time);
          max = Math.min(max, time);
        }
        default -> throw new SyntaxException("invalid time comparison operator: " + operator);
      }
    }

    private long time() {
      long time = timeTerm();
      while (peek().is("+") || peek().is("-")) {
        boolean minus = next().is("-");
        long term = timeTerm();
        time = minus ? Math.subtractExact(time, term) : Math.addExact(time, term);
      }
      return time;
    }

    private long timeTerm() {
      if (accept("-")) {
        Token token = next();
        return token.kind() == Kind.NUMBER
            ? Long.parseLong("-" + token.text())
            : -nanoseconds(token.text());
      }
      Token token = next();
      if (token.is("now")) {
        expect("(");
        expect(")");
        return now;
      }
      return switch (token.kind()) {
        case NUMBER -> Long.parseLong(token.text());
        case DURATION -> nanoseconds(token.text());
        case STRING -> instant(token.text());
        default -> throw unexpected("a time");
      };
    }

    private long instant(String text) {
      String iso = text.replace(' ', 'T');
      if (!iso.contains("T")) {
        iso += "T00:00:00";
      }
      try {
        java.time.Instant instant = java.time.Instant.parse(iso.endsWith("Z") ? iso : iso + "Z");
        return Math.addExact(
            Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
      } catch (java.time.format.DateTimeParseException e) {
        throw new SyntaxException("invalid operation: time and *influxql.StringLiteral");
      }
    }
  }

  private long number(String keyword) {
    return accept(keyword) ? Long.parseLong(next().text()) : 0;
  }

  private long duration() {
    Token token = next();
    if (token.kind() != Kind.DURATION && !token.text().equals("0")) {
      throw new SyntaxException("found " + token.text() + ", expected duration");
    }
    return nanoseconds(token.text());
  }

  private static long nanoseconds(String text) {
    java.util.regex.Matcher part =
        java.util.regex.Pattern.compile("(\\d+)(ns|ms|u|µ|s|m|h|d|w)?").matcher(text);
    long total = 0;
    while (part.find()) {
      long unit =
          switch (part.group(2) == null ? "ns" : part.group(2)) {
            case "ns" -> 1L;
            case "u", "µ" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "d" -> 86_400_000_000_000L;
            default -> Store.WEEK;
          };
      total += Long.parseLong(part.group(1)) * unit;
    }
    return total;
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token next() {
    Token token = tokens.get(at);
    if (token.kind() != Kind.END) {
      at++;
    }
    return token;
  }

  private boolean accept(String word) {
    if (peek().is(word)) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(String word) {
    if (!accept(word)) {
      throw unexpected(word);
    }
  }

  private String word(String... allowed) {
    for (String word : allowed) {
      if (accept(word)) {
        return word;
      }
    }
    throw unexpected(String.join(", ", allowed));
  }

  private String identifier() {
    Token token = peek();
    if (token.kind() != Kind.WORD && token.kind() != Kind.QUOTED) {
      throw unexpected("identifier");
    }
    at++;
    return token.text();
  }

  private SyntaxException unexpected(String expected) {
    Token token = peek();
    return new SyntaxException(
        "found %s, expected %s at line 1, char %d"
            .formatted(token.text(), expected, token.position() + 1));
  }
}
