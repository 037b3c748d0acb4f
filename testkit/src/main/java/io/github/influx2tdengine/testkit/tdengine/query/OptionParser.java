package io.github.influx2tdengine.testkit.tdengine.query;

import io.github.influx2tdengine.testkit.tdengine.store.DatabaseOptions;
import io.github.influx2tdengine.testkit.tdengine.store.Errors;
import io.github.influx2tdengine.testkit.tdengine.store.Precision;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the options of CREATE and ALTER DATABASE. */
final class OptionParser {
  /** Options that are kept and shown, and change nothing in the stand-in. */
  private static final Set<String> HARMLESS =
      Set.of(
          "BUFFER",
          "CACHEMODEL",
          "CACHESIZE",
          "COMP",
          "DURATION",
          "MAXROWS",
          "MINROWS",
          "PAGES",
          "PAGESIZE",
          "REPLICA",
          "SINGLE_STABLE",
          "STT_TRIGGER",
          "STRICT",
          "TABLE_PREFIX",
          "TABLE_SUFFIX",
          "TSDB_PAGESIZE",
          "WAL_LEVEL",
          "WAL_FSYNC_PERIOD",
          "WAL_RETENTION_PERIOD",
          "WAL_RETENTION_SIZE",
          "WAL_ROLL_PERIOD",
          "WAL_SEGMENT_SIZE",
          "KEEP_TIME_OFFSET",
          "ENCRYPT_ALGORITHM",
          "COMPACT_INTERVAL",
          "S3_KEEPLOCAL");

  private OptionParser() {}

  static DatabaseOptions apply(
      DatabaseOptions start, Map<String, List<String>> options, boolean creating) {
    DatabaseOptions result = start;
    for (Map.Entry<String, List<String>> option : options.entrySet()) {
      String value = option.getValue().get(0);
      switch (option.getKey()) {
        case "PRECISION" -> {
          if (!creating) {
            throw Errors.syntax("PRECISION");
          }
          result =
              result.withPrecision(
                  Precision.ofLabel(value)
                      .orElseThrow(
                          () -> Errors.invalidOption("Invalid option precision: " + value)));
        }
        // Of KEEP k0,k1,k2 the last is how long rows are taken.
        case "KEEP" ->
            result = result.withKeepDays(days(option.getValue().get(option.getValue().size() - 1)));
        case "VGROUPS" -> result = result.withVgroups((int) whole(value));
        default -> {
          if (!HARMLESS.contains(option.getKey())) {
            throw Errors.syntax(option.getKey().toLowerCase(Locale.ROOT) + " " + value);
          }
          result = result.with(option.getKey(), value);
        }
      }
    }
    return result;
  }

  /** Days; with a unit, as 3650d, 100h or 1440m. */
  private static long days(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    char unit = lower.charAt(lower.length() - 1);
    if (Character.isDigit(unit)) {
      return whole(lower);
    }
    long count = whole(lower.substring(0, lower.length() - 1));
    return switch (unit) {
      case 'd' -> count;
      case 'h' -> count / 24;
      case 'm' -> count / 1440;
      default -> throw Errors.invalidOption("Invalid option keep: " + text);
    };
  }

  private static long whole(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException notWhole) {
      throw Errors.syntax(text);
    }
  }
}
