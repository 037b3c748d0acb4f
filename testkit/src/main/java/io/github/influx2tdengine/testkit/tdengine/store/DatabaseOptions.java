package io.github.influx2tdengine.testkit.tdengine.store;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What CREATE DATABASE may set.
 *
 * @param keepDays age past which rows are refused
 * @param vgroups how many parts the subtables are spread over
 * @param others the remaining options by upper-case name, as text
 */
public record DatabaseOptions(
    Precision precision, long keepDays, int vgroups, Map<String, String> others) {

  /** The longest KEEP of a database in nanoseconds; of others, see {@link #LONGEST_KEEP_DAYS}. */
  public static final long LONGEST_KEEP_DAYS_NS = 365L * 292;

  public static final long LONGEST_KEEP_DAYS = 365_000;

  /** What a database gets without options; two vgroups as a server with two cores makes them. */
  public static DatabaseOptions defaults() {
    return new DatabaseOptions(Precision.MS, 3650, 2, Map.of());
  }

  public DatabaseOptions withPrecision(Precision unit) {
    return new DatabaseOptions(unit, keepDays, vgroups, others);
  }

  public DatabaseOptions withKeepDays(long days) {
    return new DatabaseOptions(precision, days, vgroups, others);
  }

  public DatabaseOptions withVgroups(int count) {
    return new DatabaseOptions(precision, keepDays, count, others);
  }

  /** How long a file of rows is, as it is shown: with its unit, which is days unless given. */
  public String duration() {
    String given = others.getOrDefault("DURATION", "10d").toLowerCase(Locale.ROOT);
    return Character.isDigit(given.charAt(given.length() - 1)) ? given + "d" : given;
  }

  public DatabaseOptions with(String option, String value) {
    Map<String, String> all = new TreeMap<>(others);
    all.put(option, value);
    return new DatabaseOptions(precision, keepDays, vgroups, all);
  }
}
