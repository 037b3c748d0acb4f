package io.github.influx2tdengine.source.config;

import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.source.plan.TimeText;
import io.github.influx2tdengine.source.plan.Window;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A range of time of one measurement that is to be read once.
 *
 * <p>As text {@code FROM/TO measurement *}, or for one series {@code FROM/TO measurement tag=value
 * tag=value}: names and values as in the query of a URL, so that nothing in them separates.
 *
 * @param series the series' tags; empty for all series
 */
public record ReadRange(String measurement, Window window, Optional<Tags> series) {
  private static final String ALL = "*";

  /** Ranges as the setting {@code ranges} holds them: separated by semicolons. */
  public static String format(List<ReadRange> ranges) {
    StringBuilder text = new StringBuilder();
    for (ReadRange range : ranges) {
      text.append(text.length() == 0 ? "" : ";").append(range);
    }
    return text.toString();
  }

  /**
   * Reads what {@link #format(List)} wrote.
   *
   * @throws IllegalArgumentException when an entry is none
   */
  public static List<ReadRange> parse(String text) {
    List<ReadRange> ranges = new ArrayList<>();
    for (String entry : text.split(";")) {
      if (!entry.isBlank()) {
        ranges.add(one(entry.strip()));
      }
    }
    return ranges;
  }

  private static ReadRange one(String entry) {
    String[] words = entry.split(" +");
    int slash = words[0].indexOf('/');
    if (slash < 0 || words.length < 2) {
      throw wrong(entry, "is not FROM/TO measurement *");
    }
    Window window;
    try {
      window =
          new Window(
              TimeText.parse(words[0].substring(0, slash)),
              TimeText.parse(words[0].substring(slash + 1)));
    } catch (IllegalArgumentException e) {
      throw wrong(entry, e.getMessage());
    }
    String measurement = decoded(words[1]);
    if (words.length == 3 && words[2].equals(ALL)) {
      return new ReadRange(measurement, window, Optional.empty());
    }
    Map<String, String> tags = new LinkedHashMap<>();
    for (int i = 2; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals <= 0) {
        throw wrong(entry, "has '" + words[i] + "' where a tag=value is expected");
      }
      tags.put(decoded(words[i].substring(0, equals)), decoded(words[i].substring(equals + 1)));
    }
    return new ReadRange(measurement, window, Optional.of(Tags.of(tags)));
  }

  private static IllegalArgumentException wrong(String entry, String reason) {
    return new IllegalArgumentException("range '" + entry + "' " + reason);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(TimeText.format(window.from()))
            .append('/')
            .append(TimeText.format(window.to()))
            .append(' ')
            .append(encoded(measurement));
    if (series.isEmpty()) {
      return text.append(' ').append(ALL).toString();
    }
    series
        .get()
        .forEach(
            (tag, value) ->
                text.append(' ').append(encoded(tag)).append('=').append(encoded(value)));
    return text.toString();
  }
}
