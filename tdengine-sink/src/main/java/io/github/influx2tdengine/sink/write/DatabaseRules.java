package io.github.influx2tdengine.sink.write;

import io.github.influx2tdengine.sink.batch.RowRules;
import io.github.influx2tdengine.sink.config.Expired;
import io.github.influx2tdengine.sink.config.SinkConfig;
import io.github.influx2tdengine.sink.config.TextOverflow;
import io.github.influx2tdengine.sink.schema.DatabaseInfo;
import io.github.influx2tdengine.sink.schema.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** What rows have to keep to in a database whose KEEP an administrator may change at any time. */
final class DatabaseRules {
  /** Rows are left out only by a KEEP read within this time. */
  private static final long TRUSTED_NANOS = 1_000_000_000L;

  private final SinkConfig config;
  private DatabaseInfo database;
  private long readNanos;

  DatabaseRules(SinkConfig config, DatabaseInfo database) {
    this.config = config;
    this.database = database;
    this.readNanos = System.nanoTime();
  }

  RowRules now() {
    Instant now = Instant.now();
    long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    return new RowRules(
        database.precision(),
        database.earliest(nanos),
        DatabaseInfo.LAST_NANOS,
        config.expired() == Expired.SKIP,
        config.textOverflow() == TextOverflow.TRUNCATE);
  }

  boolean mayHaveChanged() {
    return System.nanoTime() - readNanos > TRUSTED_NANOS;
  }

  void readAgain(Sql sql) throws SQLException {
    Optional<DatabaseInfo> found = Database.look(config, sql);
    found.ifPresent(info -> database = info);
    readNanos = System.nanoTime();
  }
}
