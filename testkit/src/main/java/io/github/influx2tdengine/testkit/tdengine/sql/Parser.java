package io.github.influx2tdengine.testkit.tdengine.sql;

import io.github.influx2tdengine.testkit.tdengine.store.DataType;
import io.github.influx2tdengine.testkit.tdengine.store.Errors;
import io.github.influx2tdengine.testkit.tdengine.store.Field;
import io.github.influx2tdengine.testkit.tdengine.store.Limits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Parses the SQL that the stand-in knows; everything else is refused by name. */
public final class Parser {
  private final String sql;
  private final Tokens tokens;
  private final ExpressionParser expressions;

  private Parser(String sql) {
    this.sql = sql;
    this.tokens = new Tokens(sql);
    this.expressions = new ExpressionParser(tokens);
  }

  /**
   * Parses one statement.
   *
   * @throws io.github.influx2tdengine.testkit.tdengine.store.TdengineException with TDengine's code
   *     for a syntax error, also for what only the stand-in does not know
   */
  public static Statement parse(String sql) {
    if (Limits.utf8Length(sql) > Limits.SQL_BYTES) {
      throw Errors.sqlTooLong();
    }
    Parser parser = new Parser(sql);
    Statement statement = parser.statement();
    parser.tokens.expectEnd();
    return statement;
  }

  private Statement statement() {
    if (tokens.take("CREATE")) {
      return create();
    }
    if (tokens.take("ALTER")) {
      return alter();
    }
    if (tokens.take("DROP")) {
      return drop();
    }
    if (tokens.take("USE")) {
      return new Statement.Use(tokens.databaseName());
    }
    if (tokens.take("DESCRIBE") || tokens.take("DESC")) {
      return new Statement.Describe(tableName());
    }
    if (tokens.take("SHOW")) {
      return new ShowParser(tokens).show();
    }
    if (tokens.take("SELECT")) {
      return new SelectParser(tokens, expressions).select();
    }
    if (tokens.take("INSERT", "INTO")) {
      return new InsertParser(tokens, expressions).insert();
    }
    if (tokens.take("DELETE", "FROM")) {
      TableName name = TableName.parse(tokens);
      return new Statement.Delete(
          name.statement(),
          tokens.take("WHERE") ? Optional.of(expressions.expression()) : Optional.empty());
    }
    if (tokens.atEnd()) {
      throw Errors.incompleteSql();
    }
    throw unsupported();
  }

  private RuntimeException unsupported() {
    return Errors.unsupported(sql.length() > 200 ? sql.substring(0, 200) + "…" : sql);
  }

  private Statement create() {
    if (tokens.take("DATABASE")) {
      boolean ifNotExists = ifNotExists();
      return new Statement.CreateDatabase(tokens.databaseName(), ifNotExists, options());
    }
    boolean stable = tokens.take("STABLE");
    if (!stable && !tokens.take("TABLE")) {
      throw unsupported();
    }
    boolean ifNotExists = ifNotExists();
    Statement.TableName name = tableName();
    if (!stable && tokens.peek().isWord("USING")) {
      return children(name, ifNotExists);
    }
    List<Field> columns = fields();
    List<Field> tags = tokens.take("TAGS") ? fields() : List.of();
    Optional<String> comment = Optional.empty();
    while (!tokens.atEnd() && !tokens.peek().isSign(";")) {
      if (tokens.take("COMMENT")) {
        // The server keeps a comment as written.
        comment = Optional.of(tokens.writtenString());
      } else {
        throw unsupported();
      }
    }
    if (stable && tags.isEmpty()) {
      throw tokens.unexpected();
    }
    return new Statement.CreateTable(
        name, stable || !tags.isEmpty(), ifNotExists, columns, tags, comment);
  }

  private Statement children(Statement.TableName first, boolean firstIfNotExists) {
    List<Statement.Child> children = new ArrayList<>();
    Statement.TableName name = first;
    boolean ifNotExists = firstIfNotExists;
    while (true) {
      tokens.expect("USING");
      Statement.TableName stable = tableName();
      List<String> names = tokens.peek().isSign("(") ? names() : List.of();
      tokens.expect("TAGS");
      children.add(new Statement.Child(name, ifNotExists, stable, names, values()));
      if (tokens.atEnd() || tokens.peek().isSign(";")) {
        return new Statement.CreateChildren(List.copyOf(children));
      }
      ifNotExists = ifNotExists();
      name = tableName();
    }
  }

  private boolean ifNotExists() {
    if (tokens.take("IF", "NOT")) {
      tokens.expect("EXISTS");
      return true;
    }
    return false;
  }

  private Map<String, List<String>> options() {
    Map<String, List<String>> options = new LinkedHashMap<>();
    while (!tokens.atEnd() && !tokens.peek().isSign(";")) {
      Token option = tokens.next();
      if (option.kind() != Token.Kind.WORD) {
        throw Errors.syntax(sql.substring(option.start()));
      }
      List<String> values = new ArrayList<>();
      do {
        boolean negative = tokens.takeSign("-");
        values.add((negative ? "-" : "") + tokens.next().text());
      } while (tokens.takeSign(","));
      options.put(option.text().toUpperCase(Locale.ROOT), List.copyOf(values));
    }
    return options;
  }

  private List<Field> fields() {
    tokens.expectSign("(");
    List<Field> fields = new ArrayList<>();
    do {
      fields.add(field(fields.size()));
    } while (tokens.takeSign(","));
    tokens.expectSign(")");
    return List.copyOf(fields);
  }

  private Field field(int id) {
    if (tokens.peek().isWord("tbname")) {
      throw tokens.unexpected();
    }
    String name = tokens.name(Limits.COLUMN_NAME_BYTES);
    ExpressionParser.TypeName type = ExpressionParser.TypeName.parse(tokens);
    if (type.type().sized() && !type.written()) {
      throw tokens.unexpected();
    }
    return new Field(id, name, type.type(), type.length());
  }

  private List<String> names() {
    tokens.expectSign("(");
    List<String> names = new ArrayList<>();
    do {
      names.add(tokens.name());
    } while (tokens.takeSign(","));
    tokens.expectSign(")");
    return List.copyOf(names);
  }

  private List<Expression> values() {
    tokens.expectSign("(");
    List<Expression> values = new ArrayList<>();
    do {
      values.add(expressions.expression());
    } while (tokens.takeSign(","));
    tokens.expectSign(")");
    return List.copyOf(values);
  }

  private Statement alter() {
    if (tokens.take("DATABASE")) {
      return new Statement.AlterDatabase(tokens.databaseName(), options());
    }
    boolean stable = tokens.take("STABLE");
    if (!stable && !tokens.take("TABLE")) {
      throw unsupported();
    }
    Statement.TableName name = tableName();
    if (tokens.take("COMMENT")) {
      return new Statement.AlterTable(
          name,
          stable,
          Statement.Change.COMMENT,
          named("comment"),
          new Expression.Literal(tokens.writtenString()));
    }
    if (tokens.take("SET", "TAG")) {
      String tag = tokens.name();
      tokens.expectSign("=");
      return new Statement.AlterTable(
          name, stable, Statement.Change.SET_TAG, named(tag), expressions.expression());
    }
    Statement.Change change = change();
    boolean drop = change == Statement.Change.DROP_COLUMN || change == Statement.Change.DROP_TAG;
    Field field = drop ? named(tokens.name()) : field(0);
    return new Statement.AlterTable(name, stable, change, field, new Expression.Literal(null));
  }

  private Statement.Change change() {
    Token verb = tokens.next();
    boolean column = tokens.take("COLUMN");
    if (!column && !tokens.take("TAG")) {
      throw unsupported();
    }
    return switch (verb.text().toUpperCase(Locale.ROOT)) {
      case "ADD" -> column ? Statement.Change.ADD_COLUMN : Statement.Change.ADD_TAG;
      case "MODIFY" -> column ? Statement.Change.MODIFY_COLUMN : Statement.Change.MODIFY_TAG;
      case "DROP" -> column ? Statement.Change.DROP_COLUMN : Statement.Change.DROP_TAG;
      default -> throw unsupported();
    };
  }

  private static Field named(String name) {
    return new Field(0, name, DataType.BIGINT, 0);
  }

  private Statement drop() {
    if (tokens.take("DATABASE")) {
      boolean ifExists = tokens.take("IF", "EXISTS");
      return new Statement.DropDatabase(tokens.databaseName(), ifExists);
    }
    boolean stable = tokens.take("STABLE");
    if (!stable && !tokens.take("TABLE")) {
      throw unsupported();
    }
    boolean ifExists = tokens.take("IF", "EXISTS");
    List<Statement.TableName> names = new ArrayList<>();
    do {
      names.add(tableName());
    } while (tokens.takeSign(","));
    return new Statement.DropTables(List.copyOf(names), stable, ifExists);
  }

  private Statement.TableName tableName() {
    return TableName.parse(tokens).statement();
  }
}
