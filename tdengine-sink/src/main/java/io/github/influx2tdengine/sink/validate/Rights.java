package io.github.influx2tdengine.sink.validate;

import io.github.influx2tdengine.sink.schema.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a user may do what the sink does, as far as the server tells. The open edition keeps
 * lists of rights and lets every user do everything; what a server does not tell is not held
 * against it.
 */
final class Rights {
  private static final String ALL = "all";

  private final Sql sql;
  private final String user;

  Rights(Sql sql, String user) {
    this.sql = sql;
    this.user = user;
  }

  /** What the user lacks to write to a database that is there; empty where nothing is known. */
  Optional<String> missingToWrite(String database) {
    try {
      if (!enforced() || user("super")) {
        return Optional.empty();
      }
      List<List<String>> rights =
          sql.query(
              "SELECT privilege, db_name FROM information_schema.ins_user_privileges WHERE user_name"
                  + " = "
                  + Sql.literal(user));
      for (List<String> right : rights) {
        boolean writes = right.get(0).equals("write") || right.get(0).equals(ALL);
        if (writes && (right.get(1).equals(database) || right.get(1).equals(ALL))) {
          return Optional.empty();
        }
      }
      return Optional.of(
          "user '%s' may not write to database '%s'; run: GRANT ALL ON `%s`.* TO %s"
              .formatted(user, database, database, user));
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  /** What the user lacks to make a database; empty where nothing is known. */
  Optional<String> missingToCreate(String database) {
    try {
      return !enforced() || user("super") || user("createdb")
          ? Optional.empty()
          : Optional.of(
              "user '%s' may not create database '%s'; create it, or run: ALTER USER %s CREATEDB 1"
                  .formatted(user, database, user));
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  private boolean enforced() throws SQLException {
    List<List<String>> editions = sql.query("SELECT version FROM information_schema.ins_grants");
    return !editions.isEmpty()
        && !editions.get(0).get(0).contains("OSS")
        && !editions.get(0).get(0).toLowerCase(Locale.ROOT).contains("community");
  }

  /** True also where the server does not list the user. */
  private boolean user(String flag) throws SQLException {
    List<List<String>> rows =
        sql.query(
            "SELECT `"
                + flag
                + "` FROM information_schema.ins_users WHERE name = "
                + Sql.literal(user));
    return rows.isEmpty() || "1".equals(rows.get(0).get(0)) || "true".equals(rows.get(0).get(0));
  }
}
