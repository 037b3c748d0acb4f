package io.github.influx2tdengine.source.read;

import io.github.influx2tdengine.source.read.InfluxException.Kind;
import java.util.List;
import java.util.Locale;

/** Tells errors apart that InfluxDB reports inside an answer, where it gives nothing but a text. */
final class ErrorText {
  /** Time-outs and limits on one query, of 1.x, 2.x and 3.x; the second is spelt so by 1.6. */
  private static final List<String> LIMITS =
      List.of(
          "query-timeout limit exceeded",
          "limit exceeed",
          "max-select",
          "timeout",
          "timed out",
          "deadline exceeded",
          "out of memory",
          "memory limit",
          "resources exhausted",
          "memory allocation",
          "query-file-limit",
          "file limit",
          "too many parquet files",
          "query aborted",
          "query interrupted");

  private static final List<String> MISSING =
      List.of(
          "database not found",
          "retention policy not found",
          "database is required",
          "bucket not found",
          "default retention policy not set",
          "no dbrp mapping",
          "dbrp mapping not found");

  private static final List<String> CREDENTIALS =
      List.of("not authorized", "unauthorized", "authorization failed", "forbidden");

  private ErrorText() {}

  static Kind kind(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    // "max-concurrent-queries limit exceeded" is about the others' queries, not about this one.
    if (lower.contains("max-concurrent-queries")) {
      return Kind.TRANSIENT;
    }
    if (contains(lower, MISSING)) {
      return Kind.MISSING;
    }
    if (contains(lower, CREDENTIALS)) {
      return Kind.CREDENTIALS;
    }
    if (contains(lower, LIMITS)) {
      return Kind.LIMIT;
    }
    return lower.contains("error parsing query") ? Kind.UNEXPECTED : Kind.TRANSIENT;
  }

  private static boolean contains(String text, List<String> parts) {
    return parts.stream().anyMatch(text::contains);
  }

  /** At most 200 characters in one line, for a message. */
  static String excerpt(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }
}
