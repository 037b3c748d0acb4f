package io.github.influx2tdengine.testkit.tdengine.query;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which rows to read, and in which order.
 *
 * @param from first time, included
 * @param to last time, included
 * @param tables names of the only tables to read
 * @param byTime one stream of ascending times over all tables, instead of table after table
 */
record Scan(long from, long to, Optional<Set<String>> tables, boolean byTime) {
  static final Scan ALL = new Scan(Long.MIN_VALUE, Long.MAX_VALUE, Optional.empty(), false);

  Scan from(long time) {
    return new Scan(Math.max(from, time), to, tables, byTime);
  }

  Scan to(long time) {
    return new Scan(from, Math.min(to, time), tables, byTime);
  }

  Scan only(Set<String> names) {
    Set<String> both = new HashSet<>(names);
    tables.ifPresent(both::retainAll);
    return new Scan(from, to, Optional.of(both), byTime);
  }

  Scan orderedByTime() {
    return new Scan(from, to, tables, true);
  }

  boolean wants(String table) {
    return tables.map(names -> names.contains(table)).orElse(true);
  }
}
