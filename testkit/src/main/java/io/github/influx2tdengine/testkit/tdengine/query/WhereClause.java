package io.github.influx2tdengine.testkit.tdengine.query;

import io.github.influx2tdengine.testkit.tdengine.sql.Expression;
import io.github.influx2tdengine.testkit.tdengine.store.DataType;
import io.github.influx2tdengine.testkit.tdengine.store.Precision;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A WHERE split into what narrows the scan (times, table names) and what each row is tested for.
 */
record WhereClause(Scan scan, List<Typed> tests) {

  static WhereClause of(
      Optional<Expression> where, Relation relation, Compiler compiler, Precision precision) {
    List<Expression> conjuncts = new ArrayList<>();
    where.ifPresent(expression -> split(expression, conjuncts));
    Scan scan = Scan.ALL;
    List<Typed> tests = new ArrayList<>();
    for (Expression conjunct : conjuncts) {
      Optional<Scan> narrowed =
          relation instanceof TableRelation
              ? narrowed(scan, conjunct, relation, compiler, precision)
              : Optional.empty();
      if (narrowed.isPresent()) {
        scan = narrowed.get();
      } else {
        tests.add(compiler.compile(conjunct));
      }
    }
    return new WhereClause(scan, tests);
  }

  private static void split(Expression expression, List<Expression> conjuncts) {
    if (expression instanceof Expression.Binary and && and.operator().equals("AND")) {
      split(and.left(), conjuncts);
      split(and.right(), conjuncts);
    } else {
      conjuncts.add(expression);
    }
  }

  private static Optional<Scan> narrowed(
      Scan scan, Expression conjunct, Relation relation, Compiler compiler, Precision precision) {
    String time = relation.columns().get(0).name();
    if (conjunct instanceof Expression.In in
        && !in.negated()
        && in.operand().equals(new Expression.Name("tbname"))) {
      Set<String> names = new HashSet<>();
      for (Expression option : in.options()) {
        names.add(text(compiler.compile(option)));
      }
      return Optional.of(scan.only(names));
    }
    if (!(conjunct instanceof Expression.Binary binary)
        || !(binary.left() instanceof Expression.Name name)
        || !isConstant(binary.right())) {
      return Optional.empty();
    }
    if (name.name().equals("tbname") && binary.operator().equals("=")) {
      return Optional.of(scan.only(Set.of(text(compiler.compile(binary.right())))));
    }
    if (!name.name().equals(time)) {
      return Optional.empty();
    }
    Optional<Long> bound = time(compiler.compile(binary.right()), precision);
    return bound.flatMap(
        at ->
            switch (binary.operator()) {
              case "=" -> Optional.of(scan.from(at).to(at));
              case ">=" -> Optional.of(scan.from(at));
              case ">" -> Optional.of(scan.from(Math.addExact(at, 1)));
              case "<=" -> Optional.of(scan.to(at));
              case "<" -> Optional.of(scan.to(Math.subtractExact(at, 1)));
              default -> Optional.empty();
            });
  }

  private static boolean isConstant(Expression expression) {
    if (expression instanceof Expression.Binary binary) {
      return isConstant(binary.left()) && isConstant(binary.right());
    }
    return expression instanceof Expression.Literal
        || expression instanceof Expression.Span
        || expression instanceof Expression.Parameter
        || expression instanceof Expression.Call call && call.arguments().isEmpty();
  }

  private static String text(Typed constant) {
    return constant.at(column -> null) instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : "";
  }

  private static Optional<Long> time(Typed constant, Precision precision) {
    Object value = constant.at(column -> null);
    if (value instanceof byte[] bytes) {
      return Optional.of(Values.time(new String(bytes, StandardCharsets.UTF_8), precision));
    }
    boolean whole = constant.type() == DataType.BIGINT || constant.type() == DataType.TIMESTAMP;
    return whole && value instanceof Long at ? Optional.of(at) : Optional.empty();
  }

  /** The rows that pass the tests. */
  Stream<Row> keep(Iterator<Row> rows) {
    Stream<Row> stream = Selection.stream(rows);
    return tests.isEmpty()
        ? stream
        : stream.filter(row -> tests.stream().allMatch(test -> Values.isTrue(test.at(row))));
  }
}
