package io.github.influx2tdengine.testkit.influx;

import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.testkit.influx.InfluxQl.Source;
import io.github.influx2tdengine.testkit.influx.InfluxQl.Statement;
import io.github.influx2tdengine.testkit.influx.Result.RowSet;
import io.github.influx2tdengine.testkit.influx.Store.Database;
import io.github.influx2tdengine.testkit.influx.Store.Policy;
import io.github.influx2tdengine.testkit.influx.Store.Shard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** Runs statements and hands their results on in chunks. */
final class QueryEngine {
  /** Takes results in order; {@link Result#partial()} says that more of the statement follow. */
  interface Sink {
    void accept(Result result) throws IOException;
  }

  /**
   * What a request says beside its statements.
   *
   * @param catalog what the credentials may see
   * @param chunkSize rows in one result at most
   */
  record Context(
      String database, String policy, int chunkSize, Catalog catalog, PointLimit limit) {}

  private final Store store;
  private final boolean version2;

  QueryEngine(Store store, boolean version2) {
    this.store = store;
    this.version2 = version2;
  }

  /**
   * Runs the statements in turn; after one that failed the others are not executed. What defines or
   * deletes something has an empty result in 1.x and none at all in 2.x.
   */
  void run(List<Statement> statements, Context context, Sink sink) throws IOException {
    for (int i = 0; i < statements.size(); i++) {
      Chunks chunks = new Chunks(i, context.chunkSize(), sink);
      try {
        run(statements.get(i), context, chunks);
        if (!version2 || !defines(statements.get(i))) {
          chunks.end();
        }
      } catch (QueryException e) {
        chunks.fail(e.getMessage());
        // InfluxDB numbers these from the failed statement on, one too low.
        for (int left = i; left < statements.size() - 1; left++) {
          sink.accept(Result.error(left, "not executed"));
        }
        return;
      }
    }
  }

  private static boolean defines(Statement statement) {
    return statement instanceof InfluxQl.Delete
        || statement instanceof InfluxQl.DropMeasurement
        || administers(statement).isPresent();
  }

  /** What 2.x calls a statement that it knows and does not implement. */
  private static Optional<String> administers(Statement statement) {
    if (statement instanceof InfluxQl.CreateDatabase) {
      return Optional.of("CREATE DATABASE");
    } else if (statement instanceof InfluxQl.DropDatabase) {
      return Optional.of("DROP DATABASE");
    } else if (statement instanceof InfluxQl.CreatePolicy) {
      return Optional.of("CREATE RETENTION POLICY");
    } else if (statement instanceof InfluxQl.AlterPolicy) {
      return Optional.of("ALTER RETENTION POLICY");
    } else if (statement instanceof InfluxQl.ShowCardinality show && !show.exact()) {
      return Optional.of("SHOW SERIES CARDINALITY");
    } else if (statement instanceof InfluxQl.Administration administration) {
      return Optional.of(administration.name());
    }
    return Optional.empty();
  }

  private void run(Statement statement, Context context, Chunks chunks) throws IOException {
    Optional<String> administers = administers(statement);
    if (version2 && administers.isPresent()) {
      throw new QueryException("not implemented: " + administers.get());
    }
    if (statement instanceof InfluxQl.Select select) {
      select(select, context, chunks);
    } else if (statement instanceof InfluxQl.ShowDatabases) {
      List<String> names = context.catalog().databaseNames();
      // An empty list has its columns here, and in other listings no series at all.
      chunks.whole("databases", List.of("name"), single(names), true);
    } else if (statement instanceof InfluxQl.ShowPolicies show) {
      policies(show, context, chunks);
    } else if (statement instanceof InfluxQl.ShowMeasurements show) {
      measurements(show, context, chunks);
    } else if (statement instanceof InfluxQl.ShowFieldKeys show) {
      fieldKeys(listed(show.database(), show.from(), context), show.from(), chunks);
    } else if (statement instanceof InfluxQl.ShowTagKeys show) {
      tagKeys(listed(show.database(), show.from(), context), show.from(), chunks);
    } else if (statement instanceof InfluxQl.ShowTagValues show) {
      tagValues(listed(show.database(), show.from(), context), show, chunks);
    } else if (statement instanceof InfluxQl.ShowSeries show) {
      series(listed(show.database(), show.from(), context), show, chunks);
    } else if (statement instanceof InfluxQl.ShowCardinality show) {
      cardinality(listed(show.database(), show.from(), context), show, chunks);
    } else if (statement instanceof InfluxQl.Administration administration
        && administration.name().startsWith("SHOW")) {
      throw new QueryException("the stand-in does not know " + administration.name());
    } else {
      define(statement, context);
    }
  }

  private void define(Statement statement, Context context) {
    if (statement instanceof InfluxQl.CreateDatabase create) {
      store.create(create.name(), create.policy(), create.duration(), create.shardDuration());
    } else if (statement instanceof InfluxQl.DropDatabase drop) {
      store.dropDatabase(drop.name());
    } else if (statement instanceof InfluxQl.CreatePolicy create) {
      Database database = database(create.database(), context);
      store.create(database.name, create.name(), create.duration(), create.shardDuration());
      if (create.isDefault()) {
        database.defaultPolicy = create.name();
      }
    } else if (statement instanceof InfluxQl.AlterPolicy alter) {
      Database database = database(alter.database(), context);
      Policy policy = policy(database, alter.name());
      if (alter.duration() != 0) {
        policy.duration = alter.duration();
      }
      if (alter.shardDuration() != 0) {
        policy.shardDuration = alter.shardDuration();
      }
      if (alter.isDefault()) {
        database.defaultPolicy = alter.name();
      }
    } else if (statement instanceof InfluxQl.DropMeasurement drop) {
      database("", context)
          .policies
          .values()
          .forEach(p -> p.shards.forEach(s -> s.measurements().remove(drop.name())));
    } else if (statement instanceof InfluxQl.Delete delete) {
      delete(delete, database(delete.from().database(), context));
    }
  }

  private void delete(InfluxQl.Delete delete, Database database) {
    for (Policy policy : database.policies.values()) {
      for (Shard shard : policy.shards) {
        Store.ShardMeasurement measurement = shard.measurements().get(delete.from().measurement());
        if (measurement != null) {
          measurement.series.values().stream()
              .filter(series -> delete.where().predicate().test(series.key.tags()::get))
              .forEach(
                  series ->
                      series
                          .rows
                          .subMap(delete.where().min(), true, delete.where().max(), true)
                          .clear());
          measurement.series.values().removeIf(series -> series.rows.isEmpty());
        }
      }
    }
  }

  private Database database(String named, Context context) {
    String name = named.isEmpty() ? context.database() : named;
    if (name.isEmpty()) {
      throw new QueryException("database name required");
    }
    return context
        .catalog()
        .database(name)
        .orElseThrow(() -> new QueryException("database not found: " + name));
  }

  private static Policy policy(Database database, String name) {
    return database
        .policy(name)
        .orElseThrow(
            () ->
                new QueryException(
                    name.isEmpty()
                        ? "default retention policy not set for: " + database.name
                        : "retention policy not found: " + name));
  }

  /** A listing looks at one policy: of its source, of the request, or the default. */
  private Database listed(String database, Optional<Source> from, Context context) {
    Database whole = database(database, context);
    String asked = from.map(Source::policy).filter(p -> !p.isEmpty()).orElse(context.policy());
    Database one = new Database(whole.name);
    one.policies.put(asked, policy(whole, asked));
    return one;
  }

  private void select(InfluxQl.Select select, Context context, Chunks chunks) throws IOException {
    Source source = select.source();
    Database database = database(source.database(), context);
    Policy policy =
        policy(
            database,
            !source.policy().isEmpty()
                ? source.policy()
                : source.database().isEmpty() ? context.policy() : "");
    SelectRunner runner = new SelectRunner(select, policy, context.limit());
    List<String> columns = runner.columns();
    for (Iterator<SelectRunner.Group> groups = runner.groups(); groups.hasNext(); ) {
      SelectRunner.Group group = groups.next();
      chunks.rows(
          new RowSet(source.measurement(), group.tags(), columns, List.of(), true, false),
          group.rows());
    }
  }

  private void policies(InfluxQl.ShowPolicies show, Context context, Chunks chunks)
      throws IOException {
    List<Object[]> rows = new ArrayList<>();
    String name = show.database().isEmpty() ? context.database() : show.database();
    boolean known = context.catalog().database(name).isPresent();
    // To 2.x an unknown database is one without policies.
    Database database =
        known || !version2 ? database(show.database(), context) : new Database(name);
    for (Map.Entry<String, Policy> named : database.policies.entrySet()) {
      Policy policy = named.getValue();
      rows.add(
          new Object[] {
            named.getKey(),
            goDuration(policy.duration),
            goDuration(policy.shardDuration),
            1,
            named.getKey().equals(database.defaultPolicy)
          });
    }
    chunks.whole(
        "", List.of("name", "duration", "shardGroupDuration", "replicaN", "default"), rows, true);
  }

  private static String goDuration(long nanos) {
    long seconds = nanos / 1_000_000_000L;
    return seconds < 60
        ? seconds + "s"
        : seconds < 3600
            ? seconds / 60 + "m" + seconds % 60 + "s"
            : seconds / 3600 + "h" + seconds / 60 % 60 + "m" + seconds % 60 + "s";
  }

  private void measurements(InfluxQl.ShowMeasurements show, Context context, Chunks chunks)
      throws IOException {
    String name = show.database().isEmpty() ? context.database() : show.database();
    if (name.isEmpty()) {
      throw new QueryException("database name required");
    }
    // An unknown database has no measurements; that is no error here.
    Database database = context.catalog().database(name).orElseGet(() -> new Database(name));
    if (version2) {
      // 1.x lists the whole database; 2.x the default policy, whatever rp the request names.
      Database one = new Database(name);
      database.policy(show.policy()).ifPresent(policy -> one.policies.put("", policy));
      database = one;
    } else if (!show.policy().isEmpty()) {
      throw new QueryException("found ., expected ; or EOF");
    }
    Database listed = database;
    List<String> names =
        database.measurements().stream()
            .filter(
                measurement ->
                    show.where()
                        .map(where -> !keys(listed, measurement, where).isEmpty())
                        .orElse(true))
            .skip(show.offset())
            .limit(show.limit() == 0 ? Long.MAX_VALUE : show.limit())
            .toList();
    if (show.policy().isEmpty()) {
      chunks.whole("measurements", List.of("name"), single(names), false);
      return;
    }
    List<Object[]> rows = new ArrayList<>();
    names.forEach(found -> rows.add(new Object[] {found, name, show.policy()}));
    chunks.whole("measurements", List.of("name", "database", "retention policy"), rows, false);
  }

  private void fieldKeys(Database database, Optional<Source> from, Chunks chunks)
      throws IOException {
    for (String name : sources(database, from)) {
      TreeSet<String> pairs = new TreeSet<>();
      shards(database)
          .forEach(
              shard -> {
                Store.ShardMeasurement measurement = shard.measurements().get(name);
                if (measurement != null) {
                  measurement.fields.forEach(
                      (field, kind) -> pairs.add(field + "\0" + kind.type().label()));
                }
              });
      List<Object[]> rows = new ArrayList<>();
      pairs.forEach(pair -> rows.add(pair.split("\0")));
      chunks.rows(listing(name, "fieldKey", "fieldType"), rows.iterator());
    }
  }

  private void tagKeys(Database database, Optional<Source> from, Chunks chunks) throws IOException {
    for (String name : sources(database, from)) {
      TreeSet<String> keys = new TreeSet<>();
      keys(database, name, InfluxQl.Condition.NONE).forEach(key -> keys.addAll(key.tags().names()));
      chunks.whole(name, List.of("tagKey"), single(keys), false);
    }
  }

  private void tagValues(Database database, InfluxQl.ShowTagValues show, Chunks chunks)
      throws IOException {
    for (String name : sources(database, show.from())) {
      TreeSet<String> values = new TreeSet<>();
      keys(database, name, InfluxQl.Condition.NONE)
          .forEach(key -> Optional.ofNullable(key.tags().get(show.key())).ifPresent(values::add));
      List<Object[]> rows = new ArrayList<>();
      values.forEach(value -> rows.add(new Object[] {show.key(), value}));
      chunks.whole(name, List.of("key", "value"), rows, false);
    }
  }

  private void series(Database database, InfluxQl.ShowSeries show, Chunks chunks)
      throws IOException {
    List<String> keys = new ArrayList<>();
    for (String name : sources(database, show.from())) {
      keys(database, name, show.where()).forEach(key -> keys.add(key.toString()));
    }
    List<String> page =
        keys.stream()
            .skip(show.offset())
            .limit(show.limit() == 0 ? Long.MAX_VALUE : show.limit())
            .toList();
    chunks.rows(listing("", "key"), single(page).iterator());
  }

  private void cardinality(Database database, InfluxQl.ShowCardinality show, Chunks chunks)
      throws IOException {
    if (!show.exact()) {
      long all = 0;
      for (String name : database.measurements()) {
        all += keys(database, name, InfluxQl.Condition.NONE).size();
      }
      chunks.whole(
          "", List.of("cardinality estimation"), List.<Object[]>of(new Object[] {all}), false);
      return;
    }
    for (String name : sources(database, show.from())) {
      // 1.x counts a series once in each shard that holds it.
      long count =
          version2
              ? keys(database, name, InfluxQl.Condition.NONE).size()
              : shards(database).stream()
                  .map(shard -> shard.measurements().get(name))
                  .filter(Objects::nonNull)
                  .mapToLong(measurement -> measurement.series.size())
                  .sum();
      if (count > 0) {
        chunks.whole(name, List.of("count"), List.<Object[]>of(new Object[] {count}), false);
      }
    }
  }

  private static List<String> sources(Database database, Optional<Source> from) {
    TreeSet<String> names = database.measurements();
    return from.map(source -> List.of(source.measurement()).stream().filter(names::contains))
        .orElseGet(names::stream)
        .toList();
  }

  private static List<Shard> shards(Database database) {
    return database.policies.values().stream().flatMap(p -> p.shards.stream()).toList();
  }

  private static Collection<SeriesKey> keys(
      Database database, String measurement, InfluxQl.Condition where) {
    TreeSet<SeriesKey> keys = new TreeSet<>(QueryEngine::bySeries);
    for (Policy policy : database.policies.values()) {
      for (Shard shard : policy.shards(where.min(), where.max())) {
        Store.ShardMeasurement stored = shard.measurements().get(measurement);
        if (stored != null) {
          stored.series.keySet().stream()
              .filter(key -> where.predicate().test(key.tags()::get))
              .forEach(keys::add);
        }
      }
    }
    return keys;
  }

  /** By measurement, then tag by tag, unescaped. */
  private static int bySeries(SeriesKey a, SeriesKey b) {
    int order = SelectRunner.BY_BYTES.compare(a.measurement(), b.measurement());
    for (int i = 0; order == 0 && i < Math.min(a.tags().size(), b.tags().size()); i++) {
      order = SelectRunner.BY_BYTES.compare(a.tags().name(i), b.tags().name(i));
      if (order == 0) {
        order = SelectRunner.BY_BYTES.compare(a.tags().value(i), b.tags().value(i));
      }
    }
    return order != 0 ? order : Integer.compare(a.tags().size(), b.tags().size());
  }

  private static RowSet listing(String name, String... columns) {
    return new RowSet(name, Map.of(), List.of(columns), List.of(), false, false);
  }

  private static List<Object[]> single(Collection<String> values) {
    List<Object[]> rows = new ArrayList<>();
    values.forEach(value -> rows.add(new Object[] {value}));
    return rows;
  }

  /** Cuts rows into results of the chunk size and knows of each whether more follow. */
  private static final class Chunks {
    private final int statement;
    private final int chunkSize;
    private final Sink sink;
    private Optional<RowSet> pending = Optional.empty();
    private boolean any;

    Chunks(int statement, int chunkSize, Sink sink) {
      this.statement = statement;
      this.chunkSize = chunkSize;
      this.sink = sink;
    }

    /** A listing that is not cut into chunks. */
    void whole(String name, List<String> columns, List<Object[]> rows, boolean evenEmpty)
        throws IOException {
      if (!rows.isEmpty() || evenEmpty) {
        push(new RowSet(name, Map.of(), columns, rows, false, false));
      }
    }

    void rows(RowSet head, Iterator<Object[]> rows) throws IOException {
      while (rows.hasNext()) {
        List<Object[]> values = new ArrayList<>();
        while (values.size() < chunkSize && rows.hasNext()) {
          values.add(rows.next());
        }
        push(
            new RowSet(
                head.name(), head.tags(), head.columns(), values, head.timed(), rows.hasNext()));
      }
    }

    private void push(RowSet rows) throws IOException {
      flush(true);
      pending = Optional.of(rows);
      any = true;
    }

    private void flush(boolean more) throws IOException {
      if (pending.isPresent()) {
        sink.accept(Result.of(statement, pending.get()).withPartial(more));
        pending = Optional.empty();
      }
    }

    void end() throws IOException {
      if (any) {
        flush(false);
      } else {
        sink.accept(Result.empty(statement));
      }
    }

    void fail(String error) throws IOException {
      flush(true);
      sink.accept(Result.error(statement, error));
    }
  }
}
