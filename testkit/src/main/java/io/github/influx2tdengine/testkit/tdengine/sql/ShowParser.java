package io.github.influx2tdengine.testkit.tdengine.sql;

import io.github.influx2tdengine.testkit.tdengine.store.Errors;
import java.util.Optional;

/** Parses what follows SHOW. */
final class ShowParser {
  private final Tokens tokens;

  ShowParser(Tokens tokens) {
    this.tokens = tokens;
  }

  Statement.Show show() {
    if (tokens.take("CLUSTER", "ALIVE")) {
      return named(Statement.Listing.CLUSTER_ALIVE, Optional.empty(), "");
    }
    if (tokens.take("CREATE", "DATABASE")) {
      return named(Statement.Listing.CREATE_DATABASE, Optional.empty(), tokens.name());
    }
    if (tokens.take("CREATE", "STABLE")) {
      return ofTable(Statement.Listing.CREATE_STABLE);
    }
    if (tokens.take("CREATE", "TABLE")) {
      return ofTable(Statement.Listing.CREATE_TABLE);
    }
    if (tokens.take("TAGS", "FROM")) {
      return tagsOf(Statement.Listing.TAGS);
    }
    if (tokens.take("TABLE", "TAGS")) {
      tokens.expect("FROM");
      return tagsOf(Statement.Listing.TABLE_TAGS);
    }
    if (tokens.take("USER") || tokens.take("DATABASES")) {
      tokens.take("DATABASES");
      return named(Statement.Listing.DATABASES, Optional.empty(), "");
    }
    return list();
  }

  private Statement.Show list() {
    Optional<String> database = Optional.empty();
    if (tokens.peek(1).isSign(".")) {
      database = Optional.of(tokens.name());
      tokens.expectSign(".");
    }
    Statement.Listing listing;
    if (tokens.take("STABLES")) {
      listing = Statement.Listing.STABLES;
    } else if (tokens.take("TABLES")) {
      listing = Statement.Listing.TABLES;
    } else {
      throw Errors.unsupported("SHOW " + tokens.peek().text());
    }
    Optional<String> like = tokens.take("LIKE") ? Optional.of(tokens.string()) : Optional.empty();
    return new Statement.Show(listing, database, "", like);
  }

  private Statement.Show ofTable(Statement.Listing listing) {
    Statement.TableName name = TableName.parse(tokens).statement();
    return named(listing, name.database(), name.table());
  }

  private Statement.Show tagsOf(Statement.Listing listing) {
    Statement.TableName name = TableName.parse(tokens).statement();
    Optional<String> database = tokens.take("FROM") ? Optional.of(tokens.name()) : name.database();
    return named(listing, database, name.table());
  }

  private static Statement.Show named(
      Statement.Listing listing, Optional<String> database, String name) {
    return new Statement.Show(listing, database, name, Optional.empty());
  }
}
